"""Who does the work in the background: one process at a time, by a lease."""

import time
import uuid
from collections.abc import Collection, Sequence

from tortoise import fields
from tortoise.models import Model

from appliance.errors import FailedPreconditionError
from appliance.models.database import Database, Row, Transaction
from appliance.models.dialect import Dialect

# How often a holder says that it lives, and after what silence another takes over.
HEARTBEAT = 2.5
PATIENCE = 8.0


class Runner(Model):
    """The place of one kind of work in the change log, and who holds it.

    Whoever holds the lease works, and changes `lease_time` while it lives (epoch
    milliseconds of its own clock, which nobody compares with another).
    """

    name = fields.CharField(max_length=64, primary_key=True)
    sequence = fields.BigIntField(default=0)
    holder = fields.CharField(max_length=64, default="")
    lease_time = fields.BigIntField(default=0)

    class Meta:
        table = "appliance_runner"


class LostLeaseError(FailedPreconditionError):
    """Another process does the work now."""


class Lease:
    """One process's claim on the work in the background.

    Others see that a holder is gone when its heartbeat stands still on their own clock,
    so clocks need not agree. An SQLite file has one process (`ops/lock.py`): there the
    claim is taken at once and costs nothing.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._holder = str(uuid.uuid4())
        self._alone = database.dialect is Dialect.SQLITE
        self._seen: tuple[str, int] = ("", 0)
        self._seen_at = 0.0

    async def acquire(self) -> bool:
        """Try once to become the holder."""
        place = await find_place(self._database, self._name)
        current = (place.holder, place.lease_time)
        if current != self._seen:
            self._seen, self._seen_at = current, time.monotonic()
        silent = time.monotonic() - self._seen_at >= PATIENCE
        if place.holder and not silent and not self._alone:
            return False
        affected = await self._database.execute(
            "UPDATE appliance_runner SET holder = ?, lease_time = ?"
            " WHERE name = ? AND holder = ? AND lease_time = ?",
            (self._holder, _milliseconds(), self._name, *current),
        )
        return affected == 1

    async def renew(self) -> None:
        """Say that this process lives; LostLeaseError if it was taken for dead."""
        if self._alone:
            return
        affected = await self._database.execute(
            "UPDATE appliance_runner SET lease_time = ? WHERE name = ? AND holder = ?",
            (_milliseconds(), self._name, self._holder),
        )
        if affected != 1:
            raise LostLeaseError

    async def release(self) -> None:
        """Let another process take over at once."""
        await self._database.execute(
            "UPDATE appliance_runner SET holder = ? WHERE name = ? AND holder = ?",
            ("", self._name, self._holder),
        )

    async def require(self, transaction: Transaction) -> None:
        """Raise unless the claim still holds, which it then does until the commit."""
        rows = await transaction.fetch(
            "SELECT holder FROM appliance_runner WHERE name = ?", (self._name,)
        )
        if not rows or rows[0]["holder"] != self._holder:
            raise LostLeaseError


async def find_place(database: Database, name: str) -> Runner:
    """Return the row of a kind of work; new work begins behind the newest change."""
    place = await Runner.get_or_none(name=name)
    if place:
        return place
    async with database.write() as transaction:
        place, _ = await Runner.get_or_create(
            name=name,
            defaults={"sequence": await database.sequence()},
            using_db=transaction.connection,
        )
    return place


async def changes_after(database: Database, sequence: int, limit: int) -> Sequence[Row]:
    """Return the next entries of the change log."""
    return await database.read(
        "SELECT sequence, kind, name, owner_id, create_time FROM appliance_change"
        " WHERE sequence > ? ORDER BY sequence LIMIT ?",
        (sequence, limit),
    )


async def told(
    database: Database, after: int, until: int, kinds: Collection[str], limit: int
) -> Sequence[Row]:
    """Return the next entries of some kinds in a stretch of the change log."""
    marks = ", ".join("?" * len(kinds))
    sql = (
        "SELECT sequence, kind, name FROM appliance_change"  # noqa: S608 - values are bound
        f" WHERE sequence > ? AND sequence <= ? AND kind IN ({marks})"
        " ORDER BY sequence LIMIT ?"
    )
    return await database.scan(sql, [after, until, *kinds, limit])


async def advance(transaction: Transaction, name: str, sequence: int) -> None:
    """Note that everything up to a change is done."""
    await transaction.execute(
        "UPDATE appliance_runner SET sequence = ? WHERE name = ?", (sequence, name)
    )


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000
