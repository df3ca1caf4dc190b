"""The door to the database: open, read, write one at a time, close.

Writes are serialised on all three products by one row lock (on SQLite by BEGIN
IMMEDIATE), so commits and the numbers of the change log have the same order, counters
cannot drift, and no two writers can deadlock. Reads never wait for them.
"""

import asyncio
import shutil
import time
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import structlog
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connections
from tortoise.exceptions import (
    OperationalError,
    TransactionManagementError,
)
from tortoise.transactions import in_transaction

from appliance.errors import UnavailableError
from appliance.models import audit, sqlite, sqlite_library
from appliance.models.change import Change, ChangeRow
from appliance.models.dialect import Dialect
from appliance.models.sqlite_reader import SqliteReader

if TYPE_CHECKING:
    from tortoise.context import TortoiseContext

Row = Mapping[str, Any]
# Of a database or, for what it has just written, of a transaction.
Fetch = Callable[[str, Sequence[object]], Awaitable[Sequence[Row]]]
Listener = Callable[[Sequence[Change]], None]

# Its shared memory, and a page or two of its log.
SQLITE_NEEDS = 1 << 16

MODEL_MODULES = [
    f"appliance.models.{name}"
    for name in (
        "user",
        "identity",
        "memo",
        "tag",
        "attachment",
        "instance",
        "counter",
        "change",
        "trash",
        "relation",
        "reaction",
        "share",
        "preference",
        "shortcut",
        "webhook",
        "notification",
        "provider",
        "upload",
        "runner",
        "audit",
        "memo_batch",
        "job",
    )
]


def values_of(row: Row) -> Iterable[Any]:
    """Return a row's values in the order of its columns.

    asyncmy's rows are dicts; those of the other drivers iterate over values.
    """
    return row.values() if isinstance(row, dict) else row


@lru_cache(maxsize=512)
def placeholders(sql: str, dialect: Dialect) -> str:
    """Turn `?` into the driver's form. Values are always bound, so no `?` is text.

    A CROSS JOIN is followed in its order on SQLite; MariaDB has another word for that.
    """
    if dialect is Dialect.MYSQL:
        return sql.replace("?", "%s").replace(" CROSS JOIN ", " STRAIGHT_JOIN ")
    if dialect is Dialect.POSTGRES:
        parts = sql.split("?")
        numbers = (f"${number}" for number in count(1))
        return parts[0] + "".join(next(numbers) + part for part in parts[1:])
    return sql


class Transaction:
    """One writer's turn: run statements, record changes."""

    def __init__(
        self, connection: BaseDBAsyncClient, dialect: Dialect, sequence: int
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.changes: list[Change] = []
        self._sequence = sequence

    async def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement and return how many rows it touched."""
        affected, _ = await self.connection.execute_query(
            placeholders(sql, self.dialect), list(values)
        )
        return affected

    async def fetch(self, sql: str, values: Sequence[object] = ()) -> Sequence[Row]:
        """Return rows as this transaction sees them."""
        _, rows = await self.connection.execute_query(
            placeholders(sql, self.dialect), list(values)
        )
        return rows

    def record(self, change: Change) -> None:
        """Append to the change log when the transaction commits."""
        self.changes.append(change)

    async def append_changes(self) -> None:
        """Write what was recorded; the number row is released by the commit."""
        if not self.changes:
            return
        now = time.time_ns() // 1000
        first = self._sequence + 1
        for sequence, change in enumerate(self.changes, first):
            await ChangeRow.create(
                using_db=self.connection,
                sequence=sequence,
                kind=change.kind,
                name=change.name,
                parent=change.parent,
                owner_id=change.owner_id,
                actor_id=change.actor_id,
                visibility_before=change.before,
                visibility_after=change.after,
                create_time=now,
            )
        await self.execute(
            "UPDATE appliance_change_sequence SET value = ? WHERE id = 1",
            [self._sequence + len(self.changes)],
        )
        await audit.append(self, self.changes)


@asynccontextmanager
async def _begun(dialect: Dialect) -> AsyncIterator[BaseDBAsyncClient]:
    """Be inside a transaction; raise UnavailableError where none can begin.

    Tortoise does not give back the lock or the pooled connection that it took for a
    transaction that could not begin: soon nobody could write any more.
    """
    context = in_transaction(str(dialect))
    async with AsyncExitStack() as stack:
        try:
            connection = await context.__aenter__()
        except BaseException as error:
            if hasattr(context, "token"):
                # By this type it knows that there is nothing to roll back.
                await context.__aexit__(TransactionManagementError, error, None)
            if isinstance(error, Exception):
                raise UnavailableError(f"Nothing can be written: {error}") from error
            raise
        stack.push_async_exit(context)
        yield connection


class Database:
    """An open database. `credentials` are what Tortoise's engine takes."""

    ENGINES: ClassVar[Mapping[Dialect, str]] = {
        Dialect.SQLITE: "appliance.models.sqlite",
        Dialect.POSTGRES: "tortoise.backends.asyncpg",
        Dialect.MYSQL: "tortoise.backends.mysql",
    }

    def __init__(self, dialect: Dialect, credentials: Mapping[str, Any]) -> None:
        self.dialect = dialect
        self.credentials = dict(credentials)
        self.listeners: list[Listener] = []
        # Told of each write: its seconds, waiting included, and whether it was refused.
        self.observe_write: Callable[[float, bool], None] = lambda _time, _refused: None
        # Told the seconds of each query that may have to look at many rows.
        self.observe_scan: Callable[[float], None] = lambda _time: None
        self._context: TortoiseContext | None = None
        self._reader: SqliteReader | None = None

    @classmethod
    def sqlite(cls, path: str, synchronous: str = "FULL") -> "Database":
        """Describe an SQLite file."""
        return cls(Dialect.SQLITE, sqlite.credentials(path, synchronous))

    @property
    def tortoise_config(self) -> dict[str, Any]:
        """What Tortoise and aerich are started with.

        The connection is named after its dialect: Tortoise caches statements by that
        name, and a statement of one dialect must not reach another.
        """
        name = str(self.dialect)
        return {
            "connections": {
                name: {
                    "engine": self.ENGINES[self.dialect],
                    "credentials": self.credentials,
                }
            },
            "apps": {
                "models": {
                    "models": [*MODEL_MODULES, "aerich.models"],
                    "default_connection": name,
                }
            },
            "use_tz": True,
            "timezone": "UTC",
        }

    async def open(self) -> None:
        """Connect; raise UnavailableError when nobody answers."""
        config = self.tortoise_config
        # aerich's own table is only of interest while migrating: see migrate.py.
        config["apps"]["models"]["models"] = MODEL_MODULES
        # Requests run in tasks that did not see the start, hence the global context.
        self._context = await Tortoise.init(config=config, _enable_global_fallback=True)
        try:
            await self.connection.execute_query("SELECT 1")
            if self.dialect is Dialect.SQLITE:
                self._read_beside_the_writer()
        except Exception as error:
            # Each driver has a family of errors of its own, and not all are translated.
            # An open SQLite connection would keep the process from ending.
            await self.close()
            reason = f"{error.__context__ or error}{self._room()}"
            raise UnavailableError(f"The database does not answer: {reason}") from error
        except BaseException:
            # Interrupted: its thread must not outlive the loop.
            await self.close()
            raise

    def _room(self) -> str:
        """Say so where a full disk is why SQLite cannot open its files."""
        if self.dialect is not Dialect.SQLITE:
            return ""
        folder = Path(str(self.credentials["file_path"])).parent
        with suppress(OSError):
            if shutil.disk_usage(folder).free < SQLITE_NEEDS:
                return f" (the disk of {folder} is full)"
        return ""

    def _read_beside_the_writer(self) -> None:
        """Open the reader, where several connections to one file are safe."""
        if sqlite_library.is_fixed():
            self._reader = SqliteReader(self.credentials["file_path"])
            return
        structlog.get_logger().warning(
            "SQLite is too old for more than one connection; reads wait for writes",
            sqlite=sqlite_library.library.sqlite_version,
            fixed_in=".".join(map(str, sqlite_library.FIXED)),
        )

    async def close(self) -> None:
        """Let go of every connection; SQLite folds its WAL into the file."""
        if self._reader:
            self._reader.close()
            self._reader = None
        if self._context:
            await self._context.close_connections()
            self._context = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._context is not None

    @property
    def connection(self) -> BaseDBAsyncClient:
        """The connection, or the transaction that this task is inside of."""
        return get_connections().get(str(self.dialect))

    async def read(self, sql: str, values: Sequence[object] = ()) -> Sequence[Row]:
        """Return the rows of a query that an index bounds to about a page.

        On SQLite it runs right here: the hop to a thread costs more than the query.
        """
        if self._reader:
            return self._reader.read(sql, values)
        return await self._fetch(sql, values)

    async def sequence(self) -> int:
        """Return the number of the newest change: what was read at it still holds."""
        rows = await self.read(
            "SELECT value FROM appliance_change_sequence WHERE id = 1"
        )
        number: int = rows[0]["value"]
        return number

    async def scan(self, sql: str, values: Sequence[object] = ()) -> Sequence[Row]:
        """Return the rows of a query that may have to look at many."""
        start = time.perf_counter()
        try:
            if self._reader:
                return await asyncio.to_thread(self._reader.scan, sql, values)
            return await self._fetch(sql, values)
        finally:
            self.observe_scan(time.perf_counter() - start)

    async def _fetch(self, sql: str, values: Sequence[object]) -> Sequence[Row]:
        _, rows = await self.connection.execute_query(
            placeholders(sql, self.dialect), list(values)
        )
        return rows

    async def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement of its own that the change log need not know."""
        affected, _ = await self.connection.execute_query(
            placeholders(sql, self.dialect), list(values)
        )
        return affected

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Be the one writer: all or nothing, listeners told after the commit."""
        start, begun, refused = time.perf_counter(), False, False
        try:
            async with self._turn() as transaction:
                begun = True
                yield transaction
        except UnavailableError:
            refused = not begun
            raise
        finally:
            self.observe_write(time.perf_counter() - start, refused)
        if transaction.changes:
            for listener in self.listeners:
                listener(transaction.changes)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[Transaction]:
        async with _begun(self.dialect) as connection:
            lock = "" if self.dialect is Dialect.SQLITE else " FOR UPDATE"
            _, rows = await connection.execute_query(
                f"SELECT value FROM appliance_change_sequence WHERE id = 1{lock}"  # noqa: S608 - lock is one of two words of ours
            )
            if not rows:
                raise OperationalError("the change log has lost its number row")
            transaction = Transaction(connection, self.dialect, rows[0]["value"])
            yield transaction
            await transaction.append_changes()
