"""What is counted of users' memos, as far as a caller may see them.

Counts come from counters. Times are read in pieces from two indexes that hold them,
and kept as eight bytes each: all of a user's are asked for.
"""

import asyncio
import json
from array import array
from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from appliance.models.access import Principal, Range, listable
from appliance.models.base import State
from appliance.models.counter import CounterKind
from appliance.models.database import Database, Row
from appliance.models.listing import LAST_KEY, Listing, Sql, range_source
from appliance.models.memo import ID_BITS, PROPERTIES

# How much is read before others get a turn.
PIECE = 1000
CREATED, UPDATED = "order_key", "update_key"
_COUNTED = ", ".join(
    f"m.{name}"
    for name in (
        *("uid", "creator_id", "create_time", "update_time", "pinned", "tags"),
        *PROPERTIES,
    )
)


@dataclass(slots=True)
class Statistics:
    """Counts of one user's memos; times in epoch seconds."""

    user_id: int
    total: int = 0
    tags: Tally[str] = field(default_factory=Tally)
    properties: Tally[str] = field(default_factory=Tally)
    pinned: list[str] = field(default_factory=list)
    created: "array[int]" = field(default_factory=lambda: array("q"))
    updated: "array[int]" = field(default_factory=lambda: array("q"))

    def in_order(self) -> Self:
        """Put the times of several ranges into one order, the newest first."""
        for name in ("created", "updated"):
            setattr(self, name, array("q", sorted(getattr(self, name), reverse=True)))
        return self


@dataclass(frozen=True, slots=True)
class View:
    """Whose eyes look, and whether at archived memos."""

    principal: Principal | None
    state: State = State.NORMAL

    def visibilities(self, creator_id: int) -> tuple[int, ...]:
        """Return which memos of a user can be seen."""
        ranges = listable(self.principal, self.state, creator_id=creator_id)
        return tuple(int(each.visibility) for each in ranges)


async def statistics_of(database: Database, user_id: int, view: View) -> Statistics:
    """Count what can be seen of one user's memos."""
    found = Statistics(user_id)
    pinned = await _pinned(database, view, " AND creator_id + 0 = ?", (user_id,))
    found.pinned = pinned.get(user_id, [])
    return await _filled(database, found, view)


async def all_statistics(database: Database, view: View) -> list[Statistics]:
    """Count for every user of whom something can be seen."""
    rows = await database.read(
        # In this order: the index of the counters begins with the user.
        "SELECT u.id, c.visibility FROM appliance_user u CROSS JOIN appliance_counter c"
        " WHERE c.creator_id = u.id AND c.state = ? AND c.kind = ? AND c.name = ?"
        " AND c.value > 0 ORDER BY u.id",
        (int(view.state), int(CounterKind.TOTAL), ""),
    )
    seen = dict.fromkeys(
        row["id"] for row in rows if row["visibility"] in view.visibilities(row["id"])
    )
    pinned = await _pinned(database, view)
    return [
        await _filled(
            database, Statistics(user_id, pinned=pinned.get(user_id, [])), view
        )
        for user_id in seen
    ]


async def filtered_statistics(database: Database, listing: Listing) -> list[Statistics]:
    """Count the memos that a filter lets through, each by itself."""
    found: dict[int, Statistics] = {}
    for part in listing.ranges():
        below = LAST_KEY
        while rows := await _read_memos(database, listing, part, below):
            for row in rows:
                user_id = row["creator_id"]
                _add(found.setdefault(user_id, Statistics(user_id)), row)
            if len(rows) < PIECE:
                break
            below = rows[-1]["packed"]
            await asyncio.sleep(0)
    return [found[user_id].in_order() for user_id in sorted(found)]


async def _read_memos(
    database: Database, listing: Listing, part: Range, below: int
) -> Sequence[Row]:
    """Return the next memos of a range that pass the filter, the newest first."""
    key = f"{listing.alias}.order_key"
    query = Sql(f"SELECT {_COUNTED}, {key} AS packed") + range_source(listing, part)
    if listing.filter:
        query += Sql(f" AND ({listing.filter.sql})", tuple(listing.filter.params))
    query += Sql(f" AND {key} < ? ORDER BY {key} DESC LIMIT ?", (below, PIECE))
    return await database.scan(query.text, query.values)


async def _filled(database: Database, found: Statistics, view: View) -> Statistics:
    visibilities = view.visibilities(found.user_id)
    rows = await database.read(
        "SELECT kind, name, visibility, value FROM appliance_counter"
        " WHERE creator_id = ? AND state = ? AND kind IN (?, ?, ?) AND value > 0",
        (
            found.user_id,
            int(view.state),
            int(CounterKind.TOTAL),
            int(CounterKind.TAG),
            int(CounterKind.PROPERTY),
        ),
    )
    for row in rows:
        if row["visibility"] in visibilities:
            _count(found, row)
    for column in (CREATED, UPDATED):
        await _read_times(database, found, view, column)
    return found.in_order()


def _count(found: Statistics, row: Row) -> None:
    if row["kind"] == CounterKind.TAG:
        found.tags[row["name"]] += row["value"]
    elif row["kind"] == CounterKind.PROPERTY:
        found.properties[row["name"]] += row["value"]
    else:
        found.total += row["value"]


async def _read_times(
    database: Database, found: Statistics, view: View, column: str
) -> None:
    """Append the seconds of a key, from one range of its index per visibility."""
    times = found.created if column == CREATED else found.updated
    for visibility in view.visibilities(found.user_id):
        below = LAST_KEY
        while True:
            rows = await database.read(
                f"SELECT {column} AS packed FROM appliance_memo WHERE listing = ?"  # noqa: S608 - a column of ours
                f" AND creator_id = ? AND visibility = ? AND {column} < ?"
                f" ORDER BY {column} DESC LIMIT ?",
                (int(view.state), found.user_id, visibility, below, PIECE),
            )
            times.extend([row["packed"] >> ID_BITS for row in rows])
            if len(rows) < PIECE:
                break
            below = rows[-1]["packed"]
            await asyncio.sleep(0)


async def _pinned(
    database: Database, view: View, condition: str = "", values: Iterable[object] = ()
) -> Mapping[int, list[str]]:
    """Return the uids of pinned memos by creator, the newest first.

    They are few. The condition must not lead the planner away from their index.
    """
    rows = await database.read(
        "SELECT uid, creator_id, visibility FROM appliance_memo"  # noqa: S608 - conditions of ours
        f" WHERE listing = ? AND pinned = ?{condition} ORDER BY order_key DESC",
        [int(view.state), True, *values],
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        if row["visibility"] in view.visibilities(row["creator_id"]):
            found.setdefault(row["creator_id"], []).append(row["uid"])
    return found


def _add(found: Statistics, memo: Row) -> None:
    found.total += 1
    found.tags.update(json.loads(memo["tags"]))
    found.properties.update(name for name in PROPERTIES if memo[name])
    found.created.append(memo["create_time"])
    found.updated.append(memo["update_time"])
    if memo["pinned"]:
        found.pinned.append(memo["uid"])
