"""A look into the database of a test server, past the server."""

from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncmy
import asyncpg
import pysqlite3

from tests.servers import Server

Rows = list[tuple[Any, ...]]


async def fetch(server: Server, sql: str) -> Rows:
    """Return the rows of a query, or run a statement that has none."""
    dsn = store_dsn(server.flags)
    if dsn.startswith("postgres"):
        return await _fetch_postgres(dsn, sql)
    if dsn.startswith("mysql"):
        return await _fetch_mysql(dsn, sql)
    with closing(pysqlite3.connect(server.data / "appliance.db")) as connection:
        rows: Rows = connection.execute(sql).fetchall()
        connection.commit()
        return rows


def store_dsn(flags: Sequence[str]) -> str:
    """Return where the database is, "" for the file in the data directory."""
    pairs = dict(pairwise(flags))
    return pairs.get("--dsn", "")


async def _fetch_postgres(dsn: str, sql: str) -> Rows:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def _fetch_mysql(dsn: str, sql: str) -> Rows:
    url = urlsplit(dsn)
    connection = await asyncmy.connect(
        host=url.hostname,
        port=url.port,
        user=url.username,
        password=unquote(url.password or ""),
        db=url.path.removeprefix("/"),
        autocommit=True,
    )
    try:
        async with connection.cursor() as cursor:
            await cursor.execute(sql)
            return [tuple(row) for row in await cursor.fetchall()]
    finally:
        connection.close()
