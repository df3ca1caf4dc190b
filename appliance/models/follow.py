"""Follows the change log, so that writes of other processes are heard here too."""

import asyncio
from collections.abc import Sequence

import structlog

from appliance.models.base import Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row

INTERVAL = 0.5
BATCH = 500
_LOG = structlog.get_logger()


KNOWN_KINDS = frozenset(ChangeKind)


def _change(row: Row) -> Change:
    before, after = row["visibility_before"], row["visibility_after"]
    return Change(
        kind=ChangeKind(row["kind"]),
        name=row["name"],
        parent=row["parent"],
        owner_id=row["owner_id"],
        actor_id=row["actor_id"],
        before=Visibility(before) if before else None,
        after=Visibility(after) if after else None,
    )


class Follower:
    """Tells the database's listeners of every change, also of other processes.

    Listeners hear this process's own changes twice; dropping a cache entry twice
    does no harm.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sequence = 0

    async def start(self) -> None:
        """Begin behind the newest change."""
        self._sequence = await self._database.sequence()

    async def run(self) -> None:
        """Follow until cancelled; a database that is away for a while is waited for."""
        away = False
        while True:
            await asyncio.sleep(INTERVAL)
            try:
                while await self.catch_up():
                    pass
            except Exception as error:  # noqa: BLE001 - the loop must outlive any fault
                # Once per outage: readiness tells the rest.
                if not away:
                    _LOG.warning("change log not readable", error=str(error))
                away = True
            else:
                away = False

    async def catch_up(self) -> Sequence[Change]:
        """Tell of what is new, a batch at most, and return it."""
        rows = await self._database.read(
            "SELECT * FROM appliance_change WHERE sequence > ?"
            " ORDER BY sequence LIMIT ?",
            (self._sequence, BATCH),
        )
        if not rows:
            return []
        # A newer program beside this one may log kinds that mean nothing here.
        changes = [_change(row) for row in rows if row["kind"] in KNOWN_KINDS]
        self._sequence = rows[-1]["sequence"]
        for listener in self._database.listeners:
            listener(changes)
        return changes
