"""The SQLite engine for Tortoise: every transaction starts as a writer.

Tortoise's own client begins deferred, so that two writers fail with "database is
locked" half of the time; BEGIN IMMEDIATE waits its turn instead. Scripts run statement
by statement, since `executescript` would commit the transaction around it.
"""

from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import TransactionManagementError

from appliance.models.sqlite_library import library

# How long a writer waits for another process, in milliseconds.
BUSY_TIMEOUT = 10_000


class ImmediateClient(SqliteClient):
    """A connection whose transactions hold the write lock from their first moment."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


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
