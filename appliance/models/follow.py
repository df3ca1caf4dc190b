"""Follows the change log, so that writes of other processes are heard here too.

Listeners hear this process's own changes twice: at once, and with all others as they
stand in the log, in its order and with their numbers.
"""

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
        sequence=row["sequence"],
    )


async def changes_behind(
    database: Database, sequence: int
) -> tuple[Sequence[Change], int]:
    """Return what is next in the log, a batch at most, and the number it ends with."""
    rows = await database.read(
        "SELECT * FROM appliance_change WHERE sequence > ? ORDER BY sequence LIMIT ?",
        (sequence, BATCH),
    )
    if not rows:
        return [], sequence
    # A newer program beside this one may log kinds that mean nothing here.
    known = [_change(row) for row in rows if row["kind"] in KNOWN_KINDS]
    return known, rows[-1]["sequence"]


class Follower:
    """Tells the database's listeners of every change, also of other processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sequence = 0
        self._nudged = asyncio.Event()
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Look at once when this process has written something."""
        if not any(change.sequence for change in changes):
            self._nudged.set()

    async def start(self) -> None:
        """Begin behind the newest change."""
        self._sequence = await self._database.sequence()

    async def run(self) -> None:
        """Follow until cancelled; a database that is away for a while is waited for."""
        away = False
        while True:
            await self._pause()
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

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(INTERVAL):
                await self._nudged.wait()
        except TimeoutError:
            pass
        self._nudged.clear()

    async def catch_up(self) -> Sequence[Change]:
        """Tell of what is new, a batch at most, and return it."""
        changes, self._sequence = await changes_behind(self._database, self._sequence)
        if changes:
            for listener in self._database.listeners:
                listener(changes)
        return changes
