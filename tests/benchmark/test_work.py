"""The work behind a request does not grow with the store: counted, not timed."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import quote

import pysqlite3
import pytest

from tests.benchmark.counting import Store, work_of
from tests.benchmark.growth import Scale
from tests.benchmark.rows import MONTH, rows_of
from tests.benchmark.sizes import two_sizes
from tests.benchmark.state import State
from tests.servers import Server

# Filters that an index bounds; the tag is one that fills a page at either size.
FILTERS = {
    "tag": 'tag in ["place"]',
    "month": MONTH,
    "creator": 'creator == "users/alice"',
}
ROWS = ("get memo REST", "list 10 REST", "list 50 REST", "list 50 anon")
PINS = ("pinned", "pinned first")
WRITES = ("create", "update")
SEARCH = "search absent"
# Their work is what they return: the times of all memos, read from indexes alone.
STATISTICS = {
    "stats of one": "/api/v1/users/alice:getStats",
    "stats of all": "/api/v1/users:stats",
}


@pytest.fixture(
    scope="module",
    # Minutes to fill: the sizes that are promised.
    params=[Scale(400, 25), pytest.param(Scale(1000, 100), marks=pytest.mark.slow)],
)
def scale(request: pytest.FixtureRequest) -> Scale:
    """Choose how large the stores are."""
    chosen: Scale = request.param
    return chosen


@pytest.fixture(scope="module")
def stores(scale: Scale) -> Iterator[tuple[Store, Store]]:
    with two_sizes(scale) as sizes:
        yield (
            spell_out(sizes.small.start(), sizes.state),
            spell_out(sizes.large.start(), sizes.state),
        )


def spell_out(server: Server, state: State) -> Store:
    """Prepare the requests while the server runs, then stop it."""
    rows = {row.name: row for row in rows_of(server.base_url, state)}
    like = rows["list 50 REST"]
    for name, condition in FILTERS.items():
        path = f"{like.paths[0]}&filter={quote(condition)}"
        rows[name] = replace(like, name=name, paths=[path])
    # One memo in a thousand is pinned, so only a page of one is full at either size.
    path = like.paths[0].replace("pageSize=50", "pageSize=1")
    rows["pinned"] = replace(like, name="pinned", paths=[f"{path}&filter=pinned"])
    path = f"{like.paths[0]}&orderBy=pinned"
    rows["pinned first"] = replace(like, name="pinned first", paths=[path])
    for name, path in STATISTICS.items():
        rows[name] = replace(like, name=name, paths=[path])
    server.stop()
    return Store(server.data, server.base_url, rows)


@pytest.mark.parametrize("name", [*ROWS, *FILTERS, *PINS, *WRITES])
async def test_request_costs_the_same_at_every_size(
    stores: tuple[Store, Store], name: str
) -> None:
    small, large = stores

    small_statements, small_steps = await work_of(small, name)
    large_statements, large_steps = await work_of(large, name)

    assert small_statements, "nothing was counted"
    # Where more are pinned, a page of pinned ones first needs no others.
    assert len(large_statements) <= len(small_statements)
    # Texts and tags differ a little from page to page; 25 times the memos would not.
    assert 0 < large_steps < small_steps * 1.3 + 50


async def test_search_would_be_seen_to_grow(
    stores: tuple[Store, Store], scale: Scale
) -> None:
    small, large = stores

    _, small_steps = await work_of(small, SEARCH)
    _, large_steps = await work_of(large, SEARCH)

    assert large_steps > small_steps * scale.factor / 2


def reading_memos(statements: list[str]) -> list[str]:
    """Leave out who calls and what is asked of settings."""
    return [each for each in statements if "FROM appliance_memo" in each]


@pytest.mark.parametrize("name", STATISTICS)
async def test_statistics_cost_what_they_return(
    stores: tuple[Store, Store], scale: Scale, name: str
) -> None:
    small, large = stores

    small_statements, small_steps = await work_of(small, name)
    large_statements, large_steps = await work_of(large, name)

    # In pieces of a thousand, for each of two times and three visibilities.
    pieces = 2 * scale.memos * scale.factor // 1000
    assert reading_memos(small_statements)
    assert len(reading_memos(large_statements)) <= (
        len(reading_memos(small_statements)) + pieces
    )
    assert large_steps < small_steps * scale.factor * 1.2


@pytest.mark.parametrize("name", STATISTICS)
async def test_statistics_touch_no_memo_but_pinned_ones(
    stores: tuple[Store, Store], name: str
) -> None:
    _, large = stores
    statements, _ = await work_of(large, name)

    with closing(pysqlite3.connect(large.data / "appliance.db")) as connection:
        plans = {
            statement: [
                row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
            ]
            for statement in reading_memos(statements)
        }

    assert plans
    for statement, plan in plans.items():
        if "pinned" in statement:
            assert any("idx_memo_list_pinned_order" in step for step in plan), plan
        else:
            assert all("USING COVERING INDEX" in step for step in plan), plan
