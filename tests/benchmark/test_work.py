"""The work behind a request does not grow with the store: counted, not timed.

The application runs in this process over an SQLite file, and SQLite itself says which
statements it ran and how many steps of its virtual machine each request took.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from appliance.app import build
from appliance.config import read_settings
from appliance.models.database import Database
from tests.benchmark.growth import multiply
from tests.benchmark.rows import MONTH, Row, rows_of
from tests.benchmark.seeding import seed
from tests.benchmark.state import State
from tests.servers import Server, prepared_server, running_server

SMALL, FACTOR = 400, 25
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
    like = rows["list 50 REST"]
    for name, condition in FILTERS.items():
        path = f"{like.paths[0]}&filter={quote(condition)}"
        rows[name] = replace(like, name=name, paths=[path])
    # One memo in a thousand is pinned, so only a page of one is full at either size.
    path = like.paths[0].replace("pageSize=50", "pageSize=1")
    rows["pinned"] = replace(like, name="pinned", paths=[f"{path}&filter=pinned"])
    path = f"{like.paths[0]}&orderBy=pinned"
    rows["pinned first"] = replace(like, name="pinned first", paths=[path])
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
    """Return the statements and the steps of a request that nobody made before."""
    row = store.rows[name]
    path, body = next(row.requests())
    headers = dict(row.headers)
    async with counted(store) as (http, work):
        # Who calls is known by then, and only what was asked for is counted.
        await http.get("/api/v1/auth/me", headers=headers)
        work.statements.clear()
        work.steps = 0
        answer = await http.request(row.method, path, content=body, headers=headers)
        answer.raise_for_status()
    return work.statements, work.steps


@pytest.mark.parametrize("name", [*ROWS, *FILTERS, *PINS, *WRITES])
async def test_request_costs_the_same_at_every_size(
    stores: tuple[Store, Store], name: str
) -> None:
    small, large = stores

    small_statements, small_steps = await work_of(small, name)
    large_statements, large_steps = await work_of(large, name)

    assert small_statements, "nothing was counted"
    assert len(large_statements) == len(small_statements)
    # Texts and tags differ a little from page to page; 25 times the memos would not.
    assert 0 < large_steps < small_steps * 1.3 + 50


async def test_search_would_be_seen_to_grow(stores: tuple[Store, Store]) -> None:
    small, large = stores

    _, small_steps = await work_of(small, SEARCH)
    _, large_steps = await work_of(large, SEARCH)

    assert large_steps > small_steps * FACTOR / 2
