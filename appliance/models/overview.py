"""What a sidebar shows of one user's memos or of everybody's, read from counters.

Whatever has no counter is counted up to a bound: a sidebar says "10000" of more.
"""

from bisect import bisect_right
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from appliance.models.access import Principal, listable
from appliance.models.base import State
from appliance.models.counter import CounterKind, quarter, seconds_of
from appliance.models.database import Database, Row
from appliance.models.memo import ID_BITS
from appliance.models.notification import NotificationStatus
from appliance.models.tag import branches

COUNT_BOUND = 10_000
NEWS_BOUND = 1000
# Users whose counters are read by one query.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose memos (None: everybody's) are looked at, with whose eyes."""

    principal: Principal | None
    creator_id: int | None

    @property
    def visibilities(self) -> list[int]:
        """Which of them the caller may see; everybody's private ones are nobody's."""
        ranges = listable(self.principal, State.NORMAL, creator_id=self.creator_id)
        return [
            int(each.visibility)
            for each in ranges
            if each.creator_id == self.creator_id
        ]

    async def creators(self, database: Database) -> list[list[int]]:
        """Return whose counters are read, so many at a time."""
        if self.creator_id is not None:
            return [[self.creator_id]]
        rows = await database.read("SELECT id FROM appliance_user ORDER BY id")
        ids = [row["id"] for row in rows]
        return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]

    def condition(
        self, creators: Sequence[int], kinds: Sequence[CounterKind]
    ) -> tuple[str, list[object]]:
        """Return where the counters of some kinds are, as SQL with its values.

        Their index begins with the creator: one short range for each one. Joined to
        the table of users it would not be used for all of that.
        """
        seen = self.visibilities
        sql = (
            f" FROM appliance_counter c WHERE c.creator_id IN ({_marks(creators)})"
            f" AND c.state = ? AND c.kind IN ({_marks(kinds)})"
            f" AND c.visibility IN ({_marks(seen)}) AND c.value > 0"
        )
        return sql, [*creators, int(State.NORMAL), *map(int, kinds), *seen]


@dataclass(slots=True)
class Sums:
    """How many memos there are, and how many with each tag, branch and property."""

    total: int = 0
    tags: Tally[str] = field(default_factory=Tally)
    branches: Tally[str] = field(default_factory=Tally)
    properties: Tally[str] = field(default_factory=Tally)

    def add(self, row: Row) -> None:
        """Take in one counter."""
        kind, name, value = row["kind"], row["name"], int(row["value"])
        if kind == CounterKind.TOTAL:
            self.total += value
        elif kind == CounterKind.TAG:
            self.tags[name] += value
        elif kind == CounterKind.BRANCH:
            self.branches[name] += value
        else:
            self.properties[name] += value

    def shared_branches(self) -> list[tuple[str, int]]:
        """Return the branches of more than one tag, by their paths."""
        members = Tally(path for tag in self.tags for path in branches((tag,)))
        return sorted(
            (path, number)
            for path, number in self.branches.items()
            if members[path] > 1
        )


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """What only the owner is told."""

    archived: int = 0
    trashed: int = 0
    unread: int = 0
    unused: int = 0


async def sums(database: Database, scope: Scope) -> Sums:
    """Add up the counters that have no time."""
    kinds = [each for each in CounterKind if each is not CounterKind.QUARTER]
    found = Sums()
    for creators in await scope.creators(database):
        where, values = scope.condition(creators, kinds)
        for row in await database.scan(
            f"SELECT c.kind, c.name, SUM(c.value) AS value{where}"
            " GROUP BY c.kind, c.name",
            values,
        ):
            found.add(row)
    return found


async def days(
    database: Database, scope: Scope, zone: ZoneInfo, first: date, last: date
) -> list[tuple[date, int]]:
    """Count the memos of each day of a zone, from the first to the last one."""
    span = [first + timedelta(number) for number in range((last - first).days + 2)]
    starts = [_begin(day, zone) for day in span]
    found: Tally[date] = Tally()
    for creators in await scope.creators(database):
        where, values = scope.condition(creators, [CounterKind.QUARTER])
        for row in await database.scan(
            f"SELECT c.name, SUM(c.value) AS value{where}"
            " AND c.name >= ? AND c.name < ? GROUP BY c.name",
            [*values, quarter(starts[0]), quarter(starts[-1])],
        ):
            place = bisect_right(starts, seconds_of(row["name"])) - 1
            # Long ago zones did not differ by quarters of an hour.
            found[span[max(place, 0)]] += int(row["value"])
    return sorted(found.items())


def day_of(seconds: int, zone: ZoneInfo) -> date:
    """Return the day of a time in a zone; the first and the last year have an end."""
    try:
        return datetime.fromtimestamp(seconds, zone).date()
    except (OverflowError, ValueError):
        return date.min if seconds < 0 else date.max


def _begin(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


async def oldest(database: Database, scope: Scope) -> int | None:
    """Return the time of the oldest memo, from one end of an index."""
    found = []
    for visibility in scope.visibilities:
        whose = "" if scope.creator_id is None else " AND creator_id = ?"
        values = [] if scope.creator_id is None else [scope.creator_id]
        rows = await database.read(
            f"SELECT order_key FROM appliance_memo WHERE listing = ?{whose}"  # noqa: S608 - words of ours
            " AND visibility = ? ORDER BY order_key LIMIT 1",
            [int(State.NORMAL), *values, visibility],
        )
        found += [row["order_key"] >> ID_BITS for row in rows]
    return min(found, default=None)


async def own_counts(database: Database, user_id: int) -> OwnCounts:
    """Count what only this user is told."""
    archived = await database.read(
        "SELECT SUM(value) AS n FROM appliance_counter WHERE creator_id = ?"
        " AND state = ? AND kind = ? AND name = ?",
        (user_id, int(State.ARCHIVED), int(CounterKind.TOTAL), ""),
    )
    return OwnCounts(
        archived=int(archived[0]["n"] or 0),
        trashed=await _bounded(
            database, "appliance_trash WHERE creator_id = ?", user_id
        ),
        unread=await _unread(database, user_id),
        unused=await _bounded(
            database,
            "appliance_attachment WHERE creator_id = ? AND memo_id IS NULL",
            user_id,
        ),
    )


async def _bounded(database: Database, source: str, user_id: int) -> int:
    rows = await database.read(
        f"SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM {source} LIMIT ?) AS bounded",  # noqa: S608 - words of ours
        (user_id, COUNT_BOUND),
    )
    return int(rows[0]["n"])


async def _unread(database: Database, user_id: int) -> int:
    rows = await database.read(
        "SELECT COUNT(*) AS n FROM (SELECT status FROM appliance_notification"
        " WHERE receiver_id = ? ORDER BY id DESC LIMIT ?) AS newest WHERE status = ?",
        (user_id, NEWS_BOUND, int(NotificationStatus.UNREAD)),
    )
    return int(rows[0]["n"])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
