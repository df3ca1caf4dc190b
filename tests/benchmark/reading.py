"""What a database server reads for a request to an application of this process.

Every query that the application sends is asked once more, and the server says how many
rows it looked at: PostgreSQL in the plan it followed, MariaDB in counters of a session.
"""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncmy
import asyncpg
import httpx

from appliance.app import build
from appliance.config import read_settings
from appliance.models.connection import describe_database
from appliance.models.database import Database
from tests.benchmark.counting import Store, alive

HANDLERS = (
    "SHOW SESSION STATUS WHERE Variable_name LIKE 'Handler_read%'"
    " OR Variable_name = 'Handler_icp_attempts'"
)


@dataclass(frozen=True, slots=True)
class Query:
    """One query with its values."""

    sql: str
    values: Sequence[object]


@dataclass
class Reading:
    """What was asked for one request, how many rows were looked at, the answer."""

    queries: list[Query] = field(default_factory=list)
    rows: int = 0
    answer: bytes = b""


async def read(store: Store, dsn: str, name: str) -> Reading:
    """Make a request that nobody made before, and count what it read."""
    row = store.rows[name]
    path, _ = next(row.requests())
    headers = dict(row.headers)
    reading = Reading()
    async with _application(store, dsn, reading) as http:
        # Who calls is known by then, and only what was asked for is counted.
        await http.get("/api/v1/auth/me", headers=headers)
        reading.queries.clear()
        answer = await http.get(path, headers=headers)
        reading.answer = answer.raise_for_status().content
    reading.rows = await rows_looked_at(dsn, reading.queries)
    return reading


@asynccontextmanager
async def _application(
    store: Store, dsn: str, reading: Reading
) -> AsyncIterator[httpx.AsyncClient]:
    flags = {"data": str(store.data), "instance_url": store.base_url, "dsn": dsn}
    settings = read_settings(flags, {})
    database = describe_database(settings)
    application = build(settings, database=database, background=False)
    async with alive(application.asgi):
        _listen(database, reading.queries)
        transport = httpx.ASGITransport(app=application.asgi)
        async with httpx.AsyncClient(
            transport=transport, base_url=store.base_url
        ) as http:
            yield http


def _listen(database: Database, queries: list[Query]) -> None:
    """Note every query on its way."""
    client: Any = database.connection

    def noting(ask: Callable[..., Any]) -> Callable[..., Any]:
        def noted(sql: str, values: Sequence[object] | None = None) -> Any:
            queries.append(Query(sql, list(values or ())))
            return ask(sql, values)

        return noted

    for name in ("execute_query", "execute_query_dict"):
        setattr(client, name, noting(getattr(client, name)))


async def rows_looked_at(dsn: str, queries: Sequence[Query]) -> int:
    """Ask queries once more and return how many rows the server looked at."""
    reads = [each for each in queries if each.sql.startswith("SELECT")]
    if dsn.startswith("postgres"):
        async with _postgres(dsn) as connection:
            return await _by_plans(connection, reads)
    async with _mariadb(dsn) as cursor:
        return await _by_handlers(cursor, reads)


async def analyze(dsn: str) -> None:
    """Let the server find out now what it would by itself, some time later."""
    if dsn.startswith("postgres"):
        async with _postgres(dsn) as connection:
            await connection.execute("ANALYZE")
        return
    async with _mariadb(dsn) as cursor:
        await cursor.execute("SHOW TABLES")
        tables = ", ".join(name for (name,) in await cursor.fetchall())
        await cursor.execute(f"ANALYZE TABLE {tables}")


@asynccontextmanager
async def _postgres(dsn: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _mariadb(dsn: str) -> AsyncIterator[Any]:
    url = urlsplit(dsn)
    connection = await asyncmy.connect(
        host=url.hostname,
        port=url.port,
        user=url.username,
        password=unquote(url.password or ""),
        db=url.path.removeprefix("/"),
    )
    try:
        async with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


async def _by_plans(connection: Any, queries: Sequence[Query]) -> int:
    plans = [
        await connection.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {each.sql}", *each.values
        )
        for each in queries
    ]
    return round(sum(_scanned(json.loads(plan)[0]["Plan"]) for plan in plans))


def _scanned(node: dict[str, Any]) -> float:
    """Add up the rows of all scans, those that a condition left out included."""
    below = sum(_scanned(each) for each in node.get("Plans", ()))
    if "Scan" not in node["Node Type"]:
        return below
    rows = sum(
        node.get(key, 0)
        for key in (
            "Actual Rows",
            "Rows Removed by Filter",
            "Rows Removed by Index Recheck",
        )
    )
    return float(below + rows * node["Actual Loops"])


async def _by_handlers(cursor: Any, queries: Sequence[Query]) -> int:
    first = await _handled(cursor)
    # Looking at the counters is counted too.
    before = await _handled(cursor)
    for each in queries:
        await cursor.execute(each.sql, each.values)
        await cursor.fetchall()
    return await _handled(cursor) - before - (before - first)


async def _handled(cursor: Any) -> int:
    await cursor.execute(HANDLERS)
    return sum(int(value) for _, value in await cursor.fetchall())
