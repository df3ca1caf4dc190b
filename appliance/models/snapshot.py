"""Reads the whole instance as it was at one moment, while others go on writing.

SQLite gives a read transaction on a connection of its own, PostgreSQL and MariaDB a
repeatable read. Rows come in pages by key: no table is ever in memory as a whole.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from typing import Any

from tortoise.transactions import in_transaction

from appliance.errors import UnavailableError
from appliance.models import migrate
from appliance.models.database import Database, Row, placeholders, values_of
from appliance.models.dialect import DRIVER_ERRORS, Dialect
from appliance.models.entities import Entity, all_entities
from appliance.models.sqlite_library import library

PAGE = 100
# The largest page, in characters of text: a page of large rows is a short one.
PAGE_TEXT = 4 << 20
_LAST_IDS = {
    Dialect.SQLITE: "SELECT name, seq AS last FROM sqlite_sequence",
    Dialect.MYSQL: "SELECT table_name AS name, auto_increment - 1 AS last"
    " FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL",
}
_OF_SERVERS = (
    "SELECT table_name AS t, column_name AS c FROM information_schema.columns"
    " WHERE table_schema = "
)
_COLUMNS = {
    Dialect.SQLITE: "SELECT m.name AS t, p.name AS c FROM sqlite_master m"
    " JOIN pragma_table_info(m.name) p WHERE m.type = 'table'",
    Dialect.POSTGRES: f"{_OF_SERVERS}ANY (current_schemas(false))",
    Dialect.MYSQL: f"{_OF_SERVERS}DATABASE()",
}

# The moment is that of the first read, or of MariaDB's own word for it.
_FIRST_READ = "SELECT value FROM appliance_change_sequence"
_BEGIN = {
    Dialect.POSTGRES: (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        _FIRST_READ,
    ),
    Dialect.MYSQL: (
        # Ends what was begun, in which nothing has happened.
        "COMMIT",
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    ),
}

Fetch = Callable[[str, Sequence[object]], Awaitable[Sequence[Row]]]


class Snapshot:
    """The instance at one moment."""

    def __init__(self, dialect: Dialect, fetch: Fetch) -> None:
        self.dialect = dialect
        self._fetch = fetch
        self.entities = all_entities()

    async def migrations(self) -> list[str]:
        """Return the migrations that the database has seen, in their own order."""
        rows = await self._fetch("SELECT version FROM appliance_aerich", ())
        # A step that was late has a higher id than those behind it.
        return sorted((str(row["version"]) for row in rows), key=migrate.number)

    async def narrow(self) -> None:
        """Look only for what is there: the schema may be an older program's."""
        present: dict[str, set[str]] = {}
        for row in await self._fetch(_COLUMNS[self.dialect], ()):
            present.setdefault(str(row["t"]), set()).add(str(row["c"]))
        self.entities = [
            entity.narrowed(present[entity.table])
            for entity in self.entities
            if entity.table in present
        ]

    async def sequence(self) -> int:
        """Return the last number of the change log."""
        rows = await self._fetch("SELECT value FROM appliance_change_sequence", ())
        return int(rows[0]["value"])

    async def last_ids(self) -> dict[str, int]:
        """Return the highest id that each table has ever given.

        A restored instance goes on from there: the trash relies on it that no id is
        given twice.
        """
        if self.dialect is Dialect.POSTGRES:
            return {
                entity.name: await self._last_of_sequence(entity.table)
                for entity in self.entities
                if entity.numbered
            }
        rows = await self._fetch(_LAST_IDS[self.dialect], ())
        last = {str(row["name"]): int(row["last"]) for row in rows}
        return {
            entity.name: last.get(entity.table, 0)
            for entity in self.entities
            if entity.numbered
        }

    async def _last_of_sequence(self, table: str) -> int:
        rows = await self._fetch(
            f'SELECT last_value, is_called FROM "{table}_id_seq"',  # noqa: S608 - a table of ours
            (),
        )
        return int(rows[0]["last_value"]) if rows[0]["is_called"] else 0

    async def pages(self, entity: Entity) -> AsyncIterator[list[dict[str, Any]]]:
        """Return all rows of an entity in the order of their keys."""
        columns = ", ".join(f"e.{column}" for column in entity.columns)
        key = f"e.{entity.key}"
        last: object = None
        size = PAGE
        while True:
            conditions = [entity.condition] if entity.condition else []
            conditions += [] if last is None else [f"{key} > ?"]
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            rows = await self._fetch(
                f"SELECT {columns} FROM {entity.table} e{where}"  # noqa: S608 - names of ours
                f" ORDER BY {key} LIMIT {size}",
                () if last is None else (last,),
            )
            page = [entity.plain(tuple(values_of(row))) for row in rows]
            if page:
                yield page
                last = page[-1][entity.key]
            if len(rows) < size:
                return
            size = _next_size(page)


def _next_size(page: Sequence[dict[str, Any]]) -> int:
    """Return how many rows like these make one page."""
    text = sum(
        len(value) for row in page for value in row.values() if isinstance(value, str)
    )
    return max(1, min(PAGE, PAGE_TEXT * len(page) // max(text, 1)))


@asynccontextmanager
async def take_snapshot(database: Database) -> AsyncIterator[Snapshot]:
    """Hold on to this moment of an open database for the block.

    UnavailableError if the database cannot be read.
    """
    try:
        async with _taken(database) as snapshot:
            yield snapshot
    except DRIVER_ERRORS as error:
        raise UnavailableError(f"The database cannot be read: {error}") from error


@asynccontextmanager
async def _taken(database: Database) -> AsyncIterator[Snapshot]:
    if database.dialect is Dialect.SQLITE:
        async with _beside_the_writer(str(database.credentials["file_path"])) as fetch:
            yield Snapshot(database.dialect, fetch)
        return
    async with in_transaction(str(database.dialect)) as connection:
        for statement in _BEGIN[database.dialect]:
            await connection.execute_query(statement)

        async def fetch(sql: str, values: Sequence[object]) -> Sequence[Row]:
            _, rows = await connection.execute_query(
                placeholders(sql, database.dialect), list(values)
            )
            return rows

        yield Snapshot(database.dialect, fetch)


@asynccontextmanager
async def _beside_the_writer(path: str) -> AsyncIterator[Fetch]:
    connection = library.connect(path, isolation_level=None, check_same_thread=False)
    with closing(connection):
        connection.row_factory = library.Row
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("BEGIN")
        connection.execute(_FIRST_READ).fetchall()

        async def fetch(sql: str, values: Sequence[object]) -> Sequence[Row]:
            rows: Sequence[Row] = await asyncio.to_thread(
                lambda: connection.execute(sql, tuple(values)).fetchall()
            )
            return rows

        yield fetch
