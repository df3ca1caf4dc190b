"""What SQLite does for a request, counted in an application that does nothing else.

The application runs in this process over an SQLite file, and SQLite itself says which
statements it ran and how many steps of its virtual machine each request took.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from appliance.app import build
from appliance.config import read_settings
from appliance.models.database import Database
from tests.benchmark.rows import Row


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


@asynccontextmanager
async def counted(store: Store) -> AsyncIterator[tuple[httpx.AsyncClient, Work]]:
    """Run the application on a store, with SQLite telling what it does."""
    flags = {"data": str(store.data), "instance_url": store.base_url}
    database = Database.sqlite(str(store.data / "appliance.db"))
    settings = read_settings(flags, {})
    application = build(settings, database=database, background=False)
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
    work, _ = await answered(store, name)
    return work.statements, work.steps


async def answered(store: Store, name: str) -> tuple[Work, bytes]:
    """Make a request that nobody made before; return its work and its answer."""
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
    return work, answer.content
