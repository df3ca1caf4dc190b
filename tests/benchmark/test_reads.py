"""Reading what hangs on memos and accounts costs what the answer holds, no more."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.benchmark.counting import Store, answered
from tests.benchmark.growth import Scale
from tests.benchmark.reads import Furnished, bounded_reads, growing_reads
from tests.benchmark.rows import rows_of
from tests.benchmark.sizes import two_sizes
from tests.benchmark.state import State
from tests.servers import Server

BOUNDED = [*bounded_reads(Furnished("", "", "", ""))]
GROWING = [*growing_reads()]
# From how many memos on these answers grow no further.
FULL = {"feed of all": 1000}
# Its sums cost the same, as those of everybody do; but a larger store holds more news
# and unused files, which it counts one by one up to a bound.
COUNTED = ("unreadNotificationCount", "unusedAttachmentCount", "trashedCount")
EXTENTS: dict[str, Callable[[bytes], int]] = {
    "overview": lambda answer: sum(json.loads(answer)[name] for name in COUNTED)
}


@pytest.fixture(
    scope="module",
    # Minutes to fill: the sizes that are promised.
    params=[Scale(200, 20), pytest.param(Scale(1000, 100), marks=pytest.mark.slow)],
)
def scale(request: pytest.FixtureRequest) -> Scale:
    """Choose how large the stores are."""
    chosen: Scale = request.param
    return chosen


@pytest.fixture(scope="module")
def stores(scale: Scale) -> Iterator[tuple[Store, Store]]:
    with two_sizes(scale) as sizes:
        yield (
            spell_out(sizes.small.start(), sizes.state, sizes.made),
            spell_out(sizes.large.start(), sizes.state, sizes.made),
        )


def spell_out(server: Server, state: State, made: Furnished) -> Store:
    """Prepare the requests while the server runs, then stop it."""
    like = next(row for row in rows_of(server.base_url, state) if "list" in row.name)
    rows = {
        name: replace(like, name=name, paths=[path])
        for name, path in {**bounded_reads(made), **growing_reads()}.items()
    }
    server.stop()
    return Store(server.data, server.base_url, rows)


@pytest.mark.parametrize("name", BOUNDED)
async def test_read_costs_the_same_at_every_size(
    stores: tuple[Store, Store], name: str
) -> None:
    small, small_answer = await answered(stores[0], name)
    large, large_answer = await answered(stores[1], name)

    assert small_answer
    assert len(large_answer) < len(small_answer) * 1.5 + 100
    assert len(large.statements) == len(small.statements)
    assert large.steps < small.steps * 1.3 + 50


def grown(name: str, small: bytes, large: bytes) -> float:
    """Return how many times as much a larger answer tells of."""
    extent = EXTENTS.get(name, len)
    return max(1.0, extent(large) / extent(small))


@pytest.mark.parametrize("name", GROWING)
async def test_read_costs_what_it_answers(
    stores: tuple[Store, Store], scale: Scale, name: str
) -> None:
    small, small_answer = await answered(stores[0], name)
    large, large_answer = await answered(stores[1], name)

    growth = grown(name, small_answer, large_answer)
    assert growth > 1.5 or scale.memos >= FULL.get(name, math.inf)
    assert small.statements
    assert len(large.statements) <= len(small.statements) * growth
    assert large.steps < small.steps * growth * 1.3
