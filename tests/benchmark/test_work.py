"""The work behind a request does not grow with the store: counted, not timed.

The application runs in this process over an SQLite file, and SQLite itself says which
statements it ran and how many steps of its virtual machine each request took.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from appliance.app import build
from appliance.config import read_settings
from appliance.models.database import Database
from tests.benchmark.growth import multiply
from tests.benchmark.rows import Row, rows_of
from tests.benchmark.seeding import seed
from tests.benchmark.state import State
from tests.servers import Server, prepared_server, running_server

SMALL, FACTOR = 400, 25
# Rows whose cost an index bounds; searches in text have to look at the text.
BOUNDED = (
    "me (JWT)",
    "get memo REST",
    "list 10 REST",
    "list 50 REST",
    "list 50 anon",
    "tag filter",
    "month range",
    "create",
    "update",
)


@dataclass
class Work:
    """What SQLite did."""

    statements: list[str] = field(default_factory=list)
    steps: int = 0

    def ran(self, statement: str) -> None:
        self.statements.append(statement)

    def stepped(self) -> int:
        self.steps += 1
        return 0


@dataclass(frozen=True, slots=True)
class Store:
    """A data directory, and the requests that make sense on it."""

    data: Path
    base_url: str
    rows: dict[str, Row]


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Store, Store]]:
    with (
        running_server(database="sqlite", public=True) as small,
        prepared_server(database="sqlite", public=True) as large,
    ):
        state = asyncio.run(seed(small.base_url, SMALL))
        small.stop()
        shutil.copytree(small.data, large.data)
        multiply(large.data / "appliance.db", FACTOR)
        yield spell_out(small.start(), state), spell_out(large.start(), state)


def spell_out(server: Server, state: State) -> Store:
    """Prepare the requests while the server runs, then stop it."""
    rows = {row.name: row for row in rows_of(server.base_url, state)}
    server.stop()
    return Store(server.data, server.base_url, rows)


@asynccontextmanager
async def counted(store: Store) -> AsyncIterator[tuple[httpx.AsyncClient, Work]]:
    """Run the application on a store, with SQLite telling what it does."""
    flags = {"data": str(store.data), "instance_url": store.base_url}
    database = Database.sqlite(str(store.data / "appliance.db"))
    application = build(read_settings(flags, {}), database=database)
    work = Work()
    async with alive(application.asgi):
        await watch(database, work)
        transport = httpx.ASGITransport(app=application.asgi)
        async with httpx.AsyncClient(
            transport=transport, base_url=store.base_url
        ) as http:
            yield http, work


async def watch(database: Database, work: Work) -> None:
    """Have every connection to the file report to `work`."""
    reader: Any = database._reader  # noqa: SLF001 - no other way to its connections
    for connection in (reader._bounded, reader._scanning):  # noqa: SLF001 - same
        connection.set_trace_callback(work.ran)
        connection.set_progress_handler(work.stepped, 1)
    writer: Any = database.connection
    await writer._connection.set_trace_callback(work.ran)  # noqa: SLF001 - same
    await writer._connection.set_progress_handler(work.stepped, 1)  # noqa: SLF001 - same


@asynccontextmanager
async def alive(asgi: Callable[..., Awaitable[None]]) -> AsyncIterator[None]:
    """Live through the ASGI lifespan."""
    wanted: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    told: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    life = asyncio.ensure_future(asgi({"type": "lifespan"}, wanted.get, told.put))
    await wanted.put({"type": "lifespan.startup"})
    assert (await told.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await wanted.put({"type": "lifespan.shutdown"})
        await life


async def work_of(store: Store, name: str) -> tuple[list[str], int]:
    """Return the statements and the steps of a request to a warm server."""
    row = store.rows[name]
    requests = list(row.requests())
    async with counted(store) as (http, work):
        for path, body in (requests[0], requests[-1]):
            work.statements.clear()
            work.steps = 0
            answer = await http.request(
                row.method, path, content=body, headers=dict(row.headers)
            )
            answer.raise_for_status()
    return [statement.split("'")[0] for statement in work.statements], work.steps


@pytest.mark.parametrize("name", BOUNDED)
async def test_request_costs_the_same_at_every_size(
    stores: tuple[Store, Store], name: str
) -> None:
    small, large = stores

    small_statements, small_steps = await work_of(small, name)
    large_statements, large_steps = await work_of(large, name)

    assert small_statements, "nothing was counted"
    assert len(large_statements) == len(small_statements)
    assert small_steps > 0
    # Texts and tags differ a little from page to page; 25 times the memos would not.
    assert large_steps < small_steps * 1.3 + 50


async def test_search_would_be_seen_to_grow(stores: tuple[Store, Store]) -> None:
    small, large = stores

    _, small_steps = await work_of(small, "search absent")
    _, large_steps = await work_of(large, "search absent")

    assert large_steps > small_steps * FACTOR / 2
