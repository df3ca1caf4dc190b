"""PostgreSQL and MariaDB read as much for a request in a store of any size.

The stores are made on SQLite, where memos are multiplied, and come as backups.
"""

import asyncio
import math
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.benchmark import test_reads, test_work
from tests.benchmark.counting import Store
from tests.benchmark.growth import Scale
from tests.benchmark.reading import analyze, read
from tests.benchmark.sizes import two_sizes
from tests.peers import STARTERS, Peer, scratch_database
from tests.servers import Server

SCALE = Scale(1000, 20)
BOUNDED = [
    *test_reads.BOUNDED,
    *test_work.ROWS,
    *test_work.FILTERS,
    *test_work.PINS,
]
COMMAND_SECONDS = 600
# What hangs on memos is a few hundred rows, on a page or two: servers read such tables
# whole. Of memos, their tags and counters the larger store has many thousands more.
SPARE = 1000

# Minutes to fill: thousands of memos, brought into two databases each.
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup of a store, and the requests that make sense on it."""

    archive: Path
    store: Store


@dataclass(frozen=True, slots=True)
class Served:
    """A store in a database server."""

    store: Store
    dsn: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, Kept]]:
    with two_sizes(SCALE) as sizes:
        directory = tmp_path_factory.mktemp("kept")

        def keep(server: Server, archive: Path) -> Kept:
            server.start()
            work = test_work.spell_out(server, sizes.state)
            reads = test_reads.spell_out(server.start(), sizes.state, sizes.made)
            order("backup", "create", "--to", archive, "--data", server.data)
            return Kept(archive, replace(work, rows=work.rows | reads.rows))

        yield (
            keep(sizes.small, directory / "small"),
            keep(sizes.large, directory / "large"),
        )


@pytest.fixture(scope="module", params=sorted(STARTERS))
def served(
    request: pytest.FixtureRequest,
    kept: tuple[Kept, Kept],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Served, Served]]:
    """Bring both stores into a server of each product."""
    with ExitStack() as stack:
        peer: Peer = stack.enter_context(STARTERS[request.param]())

        def bring(each: Kept) -> Served:
            dsn = stack.enter_context(scratch_database(peer.dsn))
            data = tmp_path_factory.mktemp("data")
            order(
                *("backup", "restore", each.archive),
                *("--data", data, "--driver", peer.driver, "--dsn", dsn),
            )
            asyncio.run(analyze(dsn))
            return Served(replace(each.store, data=data), dsn)

        yield bring(kept[0]), bring(kept[1])


def order(*arguments: object) -> None:
    """Run a command of ours to its good end."""
    words = [sys.executable, "-m", "appliance", *map(str, arguments)]
    finished = subprocess.run(
        words, capture_output=True, text=True, check=False, timeout=COMMAND_SECONDS
    )
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize("name", BOUNDED)
async def test_read_looks_at_as_many_rows_at_every_size(
    served: tuple[Served, Served], name: str
) -> None:
    small, large = [await read(each.store, each.dsn, name) for each in served]

    assert small.answer
    assert len(large.answer) < len(small.answer) * 1.5 + 100
    assert len(large.queries) <= len(small.queries)
    assert large.rows < small.rows * 1.3 + SPARE


@pytest.mark.parametrize("name", test_reads.GROWING)
async def test_read_looks_at_what_it_answers(
    served: tuple[Served, Served], name: str
) -> None:
    small, large = [await read(each.store, each.dsn, name) for each in served]

    growth = test_reads.grown(name, small.answer, large.answer)
    assert growth > 1.5 or SCALE.memos >= test_reads.FULL.get(name, math.inf)
    assert 0 < large.rows < small.rows * growth * 1.3 + SPARE


async def test_search_would_be_seen_to_grow(served: tuple[Served, Served]) -> None:
    small, large = [
        await read(each.store, each.dsn, test_work.SEARCH) for each in served
    ]

    assert large.rows > small.rows * SCALE.factor / 2
