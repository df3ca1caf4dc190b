"""Pages of memos, in SQL of our own.

A page is cut from a few ranges of an index (see `access.listable`), each already in
order and no longer than the page, so its cost is the page and not the instance.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from appliance.models.access import Principal, Range, listable
from appliance.models.base import State
from appliance.models.database import Database, values_of
from appliance.models.filter import Filter, TagKey
from appliance.models.memo import ID_BITS

SECOND_WIDTH = 1 << ID_BITS
# As many rows as may be read on the event loop: the largest page and one more.
BOUNDED_ROWS = 1001
LAST_KEY = (1 << 63) - 1


class Pins(Enum):
    """Which memos a segment of a list holds."""

    ALIKE = auto()  # pinned or not, in one order
    ONLY = auto()
    WITHOUT = auto()


def second_after(key: int) -> int:
    """Return the first key of the second that follows a key's.

    A forged page token may name the column's last second; it has no successor.
    """
    return min(((key >> ID_BITS) + 1) << ID_BITS, LAST_KEY)


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted; the id breaks ties within the key."""

    pinned_first: bool = False
    by_update_time: bool = False
    ascending: bool = False

    @property
    def column(self) -> str:
        """The packed key that sorts."""
        return "update_key" if self.by_update_time else "order_key"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last memo of the page before: whether it was pinned, and its key."""

    pinned: bool
    key: int


class PageRow(NamedTuple):
    """One place in a list, as the query returns it: enough to find the memo."""

    id: int
    revision: int
    creator_id: int
    pinned: int
    key: int

    @property
    def cursor(self) -> Cursor:
        """The cursor of a page that ends here."""
        return Cursor(bool(self.pinned), self.key)


@dataclass(frozen=True, slots=True)
class Listing:
    """What to list: for whom, which state, what filter, in which order."""

    principal: Principal | None
    state: State
    order: Order
    filter: Filter | None = None
    # The user that the filter names, resolved; None: it names nobody in particular.
    creator_id: int | None = None

    @property
    def tag(self) -> TagKey | None:
        """The tag whose rows the list can be read from, in its order."""
        if self.filter is None or self.order.by_update_time:
            return None
        return self.filter.tag

    @property
    def alias(self) -> str:
        """The table that orders the list."""
        return "t" if self.tag else "m"

    def ranges(self) -> list[Range]:
        """Return the disjoint ranges that the list is cut from."""
        wanted = self.filter.visibilities if self.filter else None
        return listable(
            self.principal,
            self.state,
            creator_id=self.creator_id,
            visibilities=wanted,
        )


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with the values for its placeholders."""

    text: str
    values: tuple[object, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(self.text + other.text, self.values + other.values)


@dataclass(frozen=True, slots=True)
class Window:
    """Keys from `low` up to but not including `high`, read from one end."""

    low: int | None = None
    high: int | None = None
    ascending: bool = False


def range_source(listing: Listing, part: Range) -> Sql:
    """Choose the index: rows of one tag where a tag is required, else the memos."""
    tag = listing.tag
    if tag:
        source = Sql(
            " FROM appliance_memo_tag t CROSS JOIN appliance_memo m"
            " WHERE m.id = t.memo_id AND t.kind = ? AND t.tag = ?",
            (tag.kind, tag.tag),
        )
    else:
        source = Sql(" FROM appliance_memo m WHERE TRUE")
    source += Sql(f" AND {listing.alias}.listing = ?", (int(listing.state),))
    if part.creator_id is not None:
        source += Sql(f" AND {listing.alias}.creator_id = ?", (part.creator_id,))
    return source + Sql(f" AND {listing.alias}.visibility = ?", (int(part.visibility),))


def _pinned_from(listing: Listing) -> Sql:
    """Pinned memos have an index of their own: they are few."""
    either = Sql("")
    for part in listing.ranges():
        either += Sql(" OR " if either.text else "")
        either += Sql("(m.visibility = ?", (int(part.visibility),))
        if part.creator_id is not None:
            either += Sql(" AND m.creator_id = ?", (part.creator_id,))
        either += Sql(")")
    source = " FROM appliance_memo m WHERE m.listing = ? AND m.pinned = ? AND ("
    return Sql(source, (int(listing.state), True)) + either + Sql(")")


def _cut(listing: Listing, source: Sql, window: Window, limit: int, alias: str) -> Sql:
    """Take the first rows of a source that the filter and the window let through."""
    key = f"{alias}.{listing.order.column}"
    query = Sql(f"SELECT m.id, m.revision, m.creator_id, m.pinned, {key} AS page_key")
    query += source
    if listing.filter:
        query += Sql(f" AND ({listing.filter.sql})", tuple(listing.filter.params))
    if window.low is not None:
        query += Sql(f" AND {key} >= ?", (window.low,))
    if window.high is not None:
        query += Sql(f" AND {key} < ?", (window.high,))
    direction = "ASC" if window.ascending else "DESC"
    return query + Sql(f" ORDER BY {key} {direction} LIMIT ?", (limit,))


def page_query(listing: Listing, pins: Pins, window: Window, limit: int) -> Sql | None:
    """Return the query for one window; None where nothing can be seen."""
    ranges = listing.ranges()
    if not ranges:
        return None
    if pins is Pins.ONLY:
        return _cut(listing, _pinned_from(listing), window, limit, "m")
    # IS NOT TRUE keeps the planner from walking the index of pins.
    unpinned = Sql(" AND m.pinned IS NOT TRUE" if pins is Pins.WITHOUT else "")
    query = Sql("")
    for number, part in enumerate(ranges):
        source = range_source(listing, part) + unpinned
        query += Sql(" UNION ALL " if number else "")
        query += Sql("SELECT * FROM (")
        query += _cut(listing, source, window, limit, listing.alias)
        query += Sql(f") AS r{number}")
    direction = "ASC" if window.ascending else "DESC"
    return query + Sql(f" ORDER BY page_key {direction} LIMIT ?", (limit,))


async def _fetch_window(
    database: Database,
    listing: Listing,
    pins: Pins,
    window: Window,
    limit: int,
) -> list[PageRow]:
    query = page_query(listing, pins, window, limit)
    if query is None or limit <= 0:
        return []
    # An index bounds the work of a page; a filter or an offset may have to look far.
    bounded = listing.filter is None and limit <= BOUNDED_ROWS
    fetch = database.read if bounded else database.scan
    rows = await fetch(query.text, query.values)
    return [PageRow(*values_of(row)) for row in rows]


async def _fetch_ascending(
    database: Database,
    listing: Listing,
    pins: Pins,
    after: int | None,
    limit: int,
) -> list[PageRow]:
    """List oldest second first but, within a second, the highest id first.

    The key packs both the same way round, so the seconds at both ends of a page are
    read again from their other end.
    """
    first: list[PageRow] = []
    low = None
    if after is not None:
        low = second_after(after)
        window = Window(low - SECOND_WIDTH, after)
        first = await _fetch_window(database, listing, pins, window, limit)
    wanted = limit - len(first)
    rest = await _fetch_window(
        database, listing, pins, Window(low, ascending=True), wanted
    )
    if rest and len(rest) == wanted:
        edge = second_after(rest[-1].key)
        window = Window(edge - SECOND_WIDTH, edge)
        cut = [row for row in rest if row.key >= edge - SECOND_WIDTH]
        whole = await _fetch_window(database, listing, pins, window, len(cut))
        rest = rest[: -len(cut)] + whole
    rest.sort(key=lambda row: (second_after(row.key), -row.key))
    return first + rest


async def list_page(
    database: Database,
    listing: Listing,
    *,
    cursor: Cursor | None = None,
    offset: int = 0,
    limit: int,
) -> list[PageRow]:
    """Return up to `limit` places after the cursor, or after `offset` places."""
    segments = [Pins.ALIKE]
    if listing.filter and listing.filter.pinned:
        segments = [Pins.ONLY]
    elif listing.order.pinned_first:
        past_pins = cursor and not cursor.pinned
        segments = [Pins.WITHOUT] if past_pins else [Pins.ONLY, Pins.WITHOUT]
    rows: list[PageRow] = []
    for pins in segments:
        # The cursor lies in the first segment that is read; later ones start fresh.
        after = cursor.key if cursor and pins is segments[0] else None
        wanted = offset + limit - len(rows)
        if listing.order.ascending:
            rows += await _fetch_ascending(database, listing, pins, after, wanted)
        else:
            window = Window(high=after)
            rows += await _fetch_window(database, listing, pins, window, wanted)
        if len(rows) == offset + limit:
            break
    return rows[offset:]
