"""Reading an SQLite file beside its writer, without a hop to another thread.

Two query-only connections: one for reads bounded by an index, used on the event loop,
one for scans, used from worker threads one at a time. In WAL mode neither waits for
the writer.
"""

import threading
from collections.abc import Sequence
from typing import Any

from appliance.models import regexp
from appliance.models.sqlite_library import library


class SqliteReader:
    """Query-only connections to one file."""

    def __init__(self, path: str) -> None:
        self._bounded = self._connect(path)
        self._scanning = self._connect(path)
        self._scan_lock = threading.Lock()

    @staticmethod
    def _connect(path: str) -> Any:
        connection = library.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = library.Row
        regexp.register(connection)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA busy_timeout = 1000")
        connection.execute("PRAGMA cache_size = -8000")
        return connection

    def read(self, sql: str, values: Sequence[object]) -> list[Any]:
        """Return all rows; only the event loop's thread may call this."""
        rows: list[Any] = self._bounded.execute(sql, values).fetchall()
        return rows

    def scan(self, sql: str, values: Sequence[object]) -> list[Any]:
        """Return all rows; scans take turns."""
        with self._scan_lock:
            rows: list[Any] = self._scanning.execute(sql, values).fetchall()
        return rows

    def close(self) -> None:
        """Close both connections, after a scan that still runs."""
        self._bounded.close()
        with self._scan_lock:
            self._scanning.close()
