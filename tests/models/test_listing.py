"""Pages of memos: in order, without gaps or repeats, at the cost of a page."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from appliance.models.access import Principal, can_read
from appliance.models.base import State, Visibility
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.filter import compile_filter
from appliance.models.listing import (
    Cursor,
    Listing,
    Order,
    PageRow,
    Pins,
    Sql,
    Window,
    list_page,
    page_query,
)
from appliance.models.memo import Memo
from appliance.models.user import User
from tests.benchmark.growth import multiply
from tests.factories import make_memo, make_user, principal

ORDERS = [
    Order(pinned_first=pinned, by_update_time=update, ascending=ascending)
    for pinned, update, ascending in product((False, True), repeat=3)
]
# Seconds with ties, before 1970, after 2038.
TIMES = (-9_000_000_000, -1, 0, 0, 0, 7, 1_700_000_000, 1_700_000_000, 9_000_000_000)
FILTERS = {
    "none": "",
    "creator": 'creator == "users/ann"',
    "visibility": 'visibility == "PUBLIC"',
    "tag": '"even" in tags',
    "below a tag": 'tag in ["group"]',
    "tag and creator": '"even" in tags && creator == "users/ann"',
    "pinned": "pinned",
    "not pinned": "!pinned",
}


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


@pytest.fixture
async def shelf(database: Database, ann: User) -> list[Memo]:
    """Store memos of two users that differ in all that lists look at."""
    bob = await make_user(database, "bob")
    memos = []
    for number, time in enumerate(TIMES * 2):
        memo = await make_memo(
            database,
            (ann, bob)[number % 2],
            f"#{('even', 'odd')[number // 2 % 2]} #Group/n{number % 3}",
            create_time=time,
            visibility=Visibility(number % 3 + 1),
            pinned=number % 4 == 0,
        )
        before = memo.counted()
        memo.update_time = TIMES[(number * 5) % len(TIMES)]
        async with database.write() as transaction:
            await memo.replace(transaction, before)
        memos.append(memo)
    await make_memo(database, bob, "#even", parent=memos[0])
    await make_memo(database, ann, "#even", state=State.ARCHIVED)
    return memos


def listing(
    database: Database,
    caller: Principal | None,
    source: str = "",
    order: Order | None = None,
    creator: User | None = None,
) -> Listing:
    """Ask for a list as the service does."""
    return Listing(
        caller,
        State.NORMAL,
        order or Order(),
        compile_filter(source, database.dialect, 0) if source else None,
        creator.id if creator and "creator" in source else None,
    )


def in_order(memos: list[Memo], order: Order) -> list[int]:
    """Sort memos as the contract says and return their ids."""

    def place(memo: Memo) -> tuple[bool, int, int]:
        time = memo.update_time if order.by_update_time else memo.create_time
        behind = order.pinned_first and not memo.pinned
        return (behind, time if order.ascending else -time, -memo.id)

    return [memo.id for memo in sorted(memos, key=place)]


async def walk(
    database: Database,
    asked: Listing,
    size: int,
    between: Callable[[PageRow], Awaitable[None]] | None = None,
) -> list[PageRow]:
    """Follow the pages to the end, each from the last row of the one before."""
    rows: list[PageRow] = []
    cursor = None
    while page := await list_page(database, asked, cursor=cursor, limit=size):
        rows += page
        cursor = Cursor(bool(page[-1].pinned), page[-1].key)
        if between:
            await between(page[-1])
    return rows


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_are_in_order_without_gap_or_repeat(
    database: Database, ann: User, shelf: list[Memo], order: Order
) -> None:
    caller = principal(ann)
    readable = [memo for memo in shelf if can_read(caller, memo.guarded)]

    for size in (1, 2, 5, 100):
        rows = await walk(database, listing(database, caller, order=order), size)
        assert [row.id for row in rows] == in_order(readable, order), size


def matches(name: str, memo: Memo, ann: User) -> bool:
    """Whether a filter of FILTERS lets a memo through."""
    mine, even = memo.creator_id == ann.id, "even" in memo.tag_list
    answers = {
        "none": True,
        "creator": mine,
        "visibility": memo.visibility == Visibility.PUBLIC,
        "tag": even,
        "below a tag": True,
        "tag and creator": mine and even,
        "pinned": memo.pinned,
        "not pinned": not memo.pinned,
    }
    return bool(answers[name])


@pytest.mark.parametrize("name", FILTERS)
async def test_filters_restrict_and_keep_the_order(
    database: Database, ann: User, shelf: list[Memo], name: str
) -> None:
    for caller, order in product((None, principal(ann)), ORDERS[:1] + ORDERS[-1:]):
        asked = listing(database, caller, FILTERS[name], order, ann)
        memos = [
            memo
            for memo in shelf
            if can_read(caller, memo.guarded) and matches(name, memo, ann)
        ]
        rows = await walk(database, asked, 3)
        assert [row.id for row in rows] == in_order(memos, order)


async def test_offset_passes_over_what_came_before(
    database: Database, ann: User, shelf: list[Memo]
) -> None:
    caller = principal(ann)
    readable = [memo for memo in shelf if can_read(caller, memo.guarded)]

    for order, offset in product(ORDERS, (0, 1, 4, 9, len(readable), 500)):
        asked = listing(database, caller, order=order)
        rows = await list_page(database, asked, offset=offset, limit=3)
        expected = in_order(readable, order)[offset : offset + 3]
        assert [row.id for row in rows] == expected, (order, offset)


async def test_forged_key_leads_to_one_end_of_the_list(
    database: Database, ann: User, shelf: list[Memo]
) -> None:
    for order, key in product(ORDERS, (-(1 << 63), (1 << 63) - 1)):
        asked = listing(database, principal(ann), order=order)
        every = await list_page(database, asked, limit=len(shelf))
        cursor = Cursor(pinned=order.pinned_first, key=key)
        rows = await list_page(database, asked, cursor=cursor, limit=len(shelf))

        behind = [row for row in every if order.pinned_first and not row.pinned]
        assert rows == (every if order.ascending == (key < 0) else behind)


@pytest.mark.parametrize("order", ORDERS)
async def test_others_may_write_between_pages(
    database: Database, ann: User, shelf: list[Memo], order: Order
) -> None:
    caller = principal(ann)
    readable = [memo for memo in shelf if can_read(caller, memo.guarded)]
    fate = in_order(readable, order)

    async def disturb(seen: PageRow) -> None:
        """Add at both ends until near the end; take away what was just seen."""
        for time in (-60_000_000_000, 60_000_000_000):
            if seen.id in fate[:-2]:
                await make_memo(database, ann, "new", create_time=time)
        await Memo.filter(id=seen.id).delete()

    asked = listing(database, caller, order=order)
    rows = await walk(database, asked, 2, disturb)

    ids = [row.id for row in rows]
    assert [memo_id for memo_id in ids if memo_id in fate] == fate
    assert len(ids) == len(set(ids))


async def test_row_is_enough_to_find_the_encoded_memo(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann, pinned=True, create_time=-5)

    (row,) = await list_page(database, listing(database, None), limit=5)

    assert (row.id, row.revision, row.creator_id) == (memo.id, 1, ann.id)
    assert (bool(row.pinned), row.key) == (True, memo.order_key)


async def test_where_nothing_can_be_seen_nothing_is_asked(
    database: Database, ann: User
) -> None:
    await make_memo(database, ann, state=State.ARCHIVED)
    asked = Listing(None, State.ARCHIVED, Order())

    assert page_query(asked, Pins.ALIKE, Window(), 5) is None
    assert await list_page(database, asked, limit=5) == []


async def test_archived_memos_have_pages_too(database: Database, ann: User) -> None:
    memos = [
        await make_memo(database, ann, state=State.ARCHIVED, create_time=time)
        for time in TIMES
    ]
    asked = Listing(principal(ann), State.ARCHIVED, Order())

    rows = await walk(database, asked, 4)

    assert [row.id for row in rows] == in_order(memos, Order())


# What SQLite itself says about the work. The statements are the same elsewhere.


@pytest.fixture
def sqlite(database: Database) -> Database:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("asks SQLite how it works")
    return database


def queries(database: Database, ann: User, name: str) -> Iterator[Sql]:
    """Yield every query that a list with this filter may make, but for pins."""
    callers = (None, principal(ann))
    variants = product(callers, ORDERS, (Pins.ALIKE, Pins.WITHOUT), (False, True))
    for caller, order, pins, ascending in variants:
        asked = listing(database, caller, FILTERS[name], order, ann)
        query = page_query(asked, pins, Window(0, 1 << 60, ascending), 50)
        assert query is not None
        yield query


@pytest.mark.parametrize("name", FILTERS)
async def test_every_list_is_cut_from_an_index(
    sqlite: Database, ann: User, name: str
) -> None:
    for query in queries(sqlite, ann, name):
        plan = await sqlite.read(f"EXPLAIN QUERY PLAN {query.text}", query.values)
        sources = {row["id"] for row in plan if "CO-ROUTINE" in row["detail"]}
        assert sources
        for row in plan:
            detail = row["detail"]
            assert not detail.startswith(("SCAN m", "SCAN t", "SCAN appl")), detail
            # Only what was cut already may be sorted, when ranges are merged.
            if "TEMP B-TREE" in detail:
                assert row["parent"] not in sources, detail


async def test_pinned_memos_are_found_by_their_own_index(
    sqlite: Database, ann: User
) -> None:
    asked = listing(sqlite, principal(ann), order=Order(pinned_first=True))
    query = page_query(asked, Pins.ONLY, Window(), 50)
    assert query is not None

    plan = await sqlite.read(f"EXPLAIN QUERY PLAN {query.text}", query.values)

    (detail,) = [row["detail"] for row in plan]
    assert "appliance_idx_memo_list_pinned_order (listing=? AND pinned=?)" in detail


class Work:
    """What SQLite did for the readers."""

    def __init__(self) -> None:
        self.statements = 0
        self.steps = 0

    def ran(self, _statement: str) -> None:
        self.statements += 1

    def stepped(self) -> int:
        self.steps += 1
        return 0


@contextmanager
def watched(database: Database) -> Iterator[Work]:
    """Count what the readers do meanwhile."""
    work = Work()
    reader: Any = database._reader  # noqa: SLF001 - no other way to its connections
    connections = (reader._bounded, reader._scanning)  # noqa: SLF001 - same
    for connection in connections:
        connection.set_trace_callback(work.ran)
        connection.set_progress_handler(work.stepped, 1)
    yield work
    for connection in connections:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 1)


SMALL, FACTOR = 200, 25
BOUNDED = [name for name in FILTERS if name not in ("pinned", "not pinned")]


async def work_of(
    database: Database, asked: Listing, cursor: Cursor | None
) -> tuple[int, int]:
    """Return statements and steps of a page of twenty."""
    with watched(database) as work:
        rows = await list_page(database, asked, cursor=cursor, limit=20)
    assert len(rows) == 20
    return work.statements, work.steps


async def fill(database: Database, ann: User, number: int) -> None:
    """Store memos of a few kinds, the same for each twelve."""
    bob = await make_user(database, "bob")
    for n in range(number):
        await make_memo(
            database,
            (ann, bob)[n // 6 % 2],
            ("#even", "#group/x", "#even #group")[n % 3],
            create_time=n * 10,
            visibility=Visibility((n // 2) % 3 + 1),
        )


async def test_page_costs_the_same_at_every_size_and_place(
    sqlite: Database, ann: User, tmp_path: Path
) -> None:
    await fill(sqlite, ann, SMALL)
    works: dict[tuple[str, Order], list[tuple[int, int]]] = {}

    async def measure(*, late: bool) -> None:
        for name, order in product(BOUNDED, (ORDERS[0], ORDERS[-3])):
            asked = listing(sqlite, principal(ann), FILTERS[name], order, ann)
            first = await list_page(sqlite, asked, limit=20)
            found = works.setdefault((name, order), [])
            found.append(await work_of(sqlite, asked, None))
            cursor = Cursor(bool(first[-1].pinned), first[-1].key)
            found.append(await work_of(sqlite, asked, cursor))
            if late:
                middle = await list_page(sqlite, asked, offset=400, limit=1)
                cursor = Cursor(bool(middle[0].pinned), middle[0].key)
                found.append(await work_of(sqlite, asked, cursor))

    await measure(late=False)
    await sqlite.close()
    multiply(tmp_path / "appliance.db", FACTOR)
    await sqlite.open()
    await measure(late=True)

    for asked, (first, second, later_first, later_second, far) in works.items():
        assert later_first[0] == first[0], asked
        assert later_second[0] == far[0] == second[0], asked
        limit = max(first[1], second[1]) * 1.3 + 50
        assert max(later_first[1], later_second[1], far[1]) < limit, asked


async def test_search_in_text_would_be_seen_to_grow(
    sqlite: Database, ann: User
) -> None:
    steps = []
    for number in (40, 160):
        for _ in range(number):
            await make_memo(sqlite, ann)
        asked = listing(sqlite, principal(ann), 'content.contains("absent")')
        with watched(sqlite) as work:
            await list_page(sqlite, asked, limit=20)
        steps.append(work.steps)

    assert steps[1] > steps[0] * 1.5
