"""Counts of top-level memos, kept by the transaction that changes them.

A count is addressed by user, state, visibility, what is counted (`kind`) and its key:
the quarter of an hour (days begin on one in every time zone), a tag exactly as written,
a tag with all below it (casefolded), or a property.
"""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from tortoise import fields

from appliance.models.base import Row
from appliance.models.dialect import Dialect
from appliance.models.tag import branches

if TYPE_CHECKING:
    from appliance.models.database import Transaction


class CounterKind(IntEnum):
    """What is counted."""

    TOTAL = 1
    TAG = 3
    PROPERTY = 4
    QUARTER = 5
    BRANCH = 6


class Counter(Row):
    """One count; never below zero, dropped by nobody."""

    creator_id = fields.BigIntField()
    state = fields.SmallIntField()
    visibility = fields.SmallIntField()
    kind = fields.SmallIntField()
    # As long as the longest tag is when it is casefolded.
    name = fields.CharField(max_length=320)
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
        yield (*address, CounterKind.QUARTER, quarter(self.create_time))
        for tag in self.tags:
            yield (*address, CounterKind.TAG, tag)
        for branch in branches(self.tags):
            yield (*address, CounterKind.BRANCH, branch)
        for name in self.properties:
            yield (*address, CounterKind.PROPERTY, name)


# A quarter's number counts from the year 1, so that none is negative.
QUARTER_SECONDS = 900
YEAR_ONE = -62_135_596_800
QUARTER_DIGITS = 9


def quarter(seconds: int) -> str:
    """Return the quarter of an hour of a time; later ones are greater as texts."""
    return f"{(seconds - YEAR_ONE) // QUARTER_SECONDS:0{QUARTER_DIGITS}}"


def seconds_of(name: str) -> int:
    """Return when the quarter of an hour of this name begins."""
    return int(name) * QUARTER_SECONDS + YEAR_ONE


# By address, how much is added to a count.
Counts = Tally[tuple[int, int, int, int, str]]

_COLUMNS = ("creator_id", "state", "visibility", "kind", "name", "value")
# Rows of one statement.
_BATCH = 100
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
    counts: Counts = Tally()
    if before:
        counts.subtract(before.keys())
    if after:
        counts.update(after.keys())
    await add_counts(transaction, counts)


async def add_counts(transaction: "Transaction", counts: Counts) -> None:
    """Add to counts, in the order of their addresses."""
    changes = [(*key, change) for key, change in sorted(counts.items()) if change]
    row = f"({', '.join('?' * len(_COLUMNS))})"
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        await transaction.execute(
            f"INSERT INTO appliance_counter ({', '.join(_COLUMNS)})"  # noqa: S608 - names of ours, values bound
            f" VALUES {', '.join([row] * len(batch))}{_ADD[transaction.dialect]}",
            [value for change in batch for value in change],
        )
