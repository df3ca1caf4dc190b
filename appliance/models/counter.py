"""Counts of top-level memos, kept by the transaction that changes them.

A count is addressed by user, state, visibility, what is counted (`kind`) and its key:
the day (`YYYY-MM-DD`, UTC), a tag exactly as written, or a property of the text.
"""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from tortoise import fields

from appliance.models.base import Row
from appliance.models.dialect import Dialect

if TYPE_CHECKING:
    from appliance.models.database import Transaction


class CounterKind(IntEnum):
    """What is counted."""

    TOTAL = 1
    DAY = 2
    TAG = 3
    PROPERTY = 4


class Counter(Row):
    """One count; never below zero, dropped by nobody."""

    creator_id = fields.BigIntField()
    state = fields.SmallIntField()
    visibility = fields.SmallIntField()
    kind = fields.SmallIntField()
    name = fields.CharField(max_length=255)
    value = fields.BigIntField()

    class Meta:
        table = "appliance_counter"
        unique_together = (("creator_id", "state", "kind", "name", "visibility"),)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one memo contributes: its address and the things counted at it."""

    creator_id: int
    state: int
    visibility: int
    create_time: int
    tags: tuple[str, ...]
    properties: tuple[str, ...]

    def keys(self) -> Iterable[tuple[int, int, int, int, str]]:
        """Yield the address of every count that includes this memo."""
        address = (self.creator_id, self.state, self.visibility)
        yield (*address, CounterKind.TOTAL, "")
        yield (*address, CounterKind.DAY, day(self.create_time))
        for tag in self.tags:
            yield (*address, CounterKind.TAG, tag)
        for name in self.properties:
            yield (*address, CounterKind.PROPERTY, name)


def day(seconds: int) -> str:
    """Return the UTC day of a time, `YYYY-MM-DD`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d").rjust(10, "0")


_UPSERT = (
    "INSERT INTO appliance_counter"
    " (creator_id, state, visibility, kind, name, value) VALUES (?, ?, ?, ?, ?, ?)"
)
_ADD = {
    Dialect.SQLITE: " ON CONFLICT (creator_id, state, kind, name, visibility)"
    " DO UPDATE SET value = appliance_counter.value + excluded.value",
    Dialect.POSTGRES: " ON CONFLICT (creator_id, state, kind, name, visibility)"
    " DO UPDATE SET value = appliance_counter.value + excluded.value",
    Dialect.MYSQL: " ON DUPLICATE KEY UPDATE value = value + VALUES(value)",
}


async def count(
    transaction: "Transaction", before: Counted | None, after: Counted | None
) -> None:
    """Move one memo's contributions from what it was to what it is."""
    tally: Tally[tuple[int, int, int, int, str]] = Tally()
    if before:
        tally.subtract(before.keys())
    if after:
        tally.update(after.keys())
    for key, change in sorted(tally.items()):
        if change:
            upsert = _UPSERT + _ADD[transaction.dialect]
            await transaction.execute(upsert, (*key, change))
