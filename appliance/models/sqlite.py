"""The SQLite engine for Tortoise: every transaction starts as a writer.

Tortoise's own client begins deferred, so that two writers fail with "database is
locked" half of the time; BEGIN IMMEDIATE waits its turn instead. Scripts run statement
by statement, since `executescript` would commit the transaction around it.
"""

import asyncio
import threading
from collections.abc import Collection
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import TransactionManagementError

from appliance.models import regexp
from appliance.models.sqlite_library import library

# How long a writer waits for another process, in milliseconds.
BUSY_TIMEOUT = 10_000
# The name of the threads in which aiosqlite runs connections, and how long one may end.
WORKER, END_SECONDS = "_connection_worker_thread", 5.0


class ImmediateClient(SqliteClient):
    """A connection whose transactions hold the write lock from their first moment."""

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 - Tortoise's signature
        """Open the file, and teach the connection what filters ask of it."""
        before = threading.enumerate()
        try:
            await super().create_connection(with_db)
        except library.Error:
            if not self._connection:
                await _see_ended(before)
            raise
        if self._connection:
            await self._connection.create_function(
                regexp.FUNCTION, 2, regexp.matches, deterministic=True
            )

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


async def _see_ended(before: Collection[threading.Thread]) -> None:
    """Wait for the thread of a connection that could not be opened.

    It speaks to our event loop once more. Were that closed by then, as at the end of a
    command, a traceback would stand beside the sentence that says what is wrong.
    """
    for thread in threading.enumerate():
        if WORKER in thread.name and thread not in before:
            await asyncio.to_thread(thread.join, END_SECONDS)


class ImmediateTransaction(SqliteTransactionWrapper):
    """One transaction, started with BEGIN IMMEDIATE."""

    async def begin(self) -> None:
        """Take the write lock, waiting up to the busy timeout for it."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except library.OperationalError as error:
            raise TransactionManagementError(error) from error
        except BaseException:
            # A cancelled wait leaves the statement in its thread's queue.
            await self._connection.rollback()
            raise

    async def execute_script(self, query: str) -> None:
        """Run nothing for a blank script; statements arrive one by one elsewhere."""
        if query.strip():
            await super().execute_script(query)


client_class = ImmediateClient


def credentials(path: str, synchronous: str) -> dict[str, Any]:
    """Return what Tortoise hands to the client: the file, and pragmas for the rest."""
    return {
        "file_path": path,
        "journal_mode": "WAL",
        "foreign_keys": "ON",
        "busy_timeout": BUSY_TIMEOUT,
        # FULL: an acknowledged write survives a power cut.
        "synchronous": synchronous,
        "cache_size": -16_000,
    }
