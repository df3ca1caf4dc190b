"""Readers beside the writer: never in its way, never able to write."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from appliance.models.sqlite_library import library
from appliance.models.sqlite_reader import SqliteReader


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Any]:
    """Return a writing connection to a file with one table."""
    path = tmp_path / "some.db"
    with closing(library.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE thing (name TEXT)")
        connection.execute("INSERT INTO thing VALUES ('one')")
        yield connection


@pytest.fixture
def reader(tmp_path: Path, writer: Any) -> Iterator[SqliteReader]:
    assert writer
    opened = SqliteReader(str(tmp_path / "some.db"))
    yield opened
    opened.close()


@pytest.mark.parametrize("method", ["read", "scan"])
def test_values_are_bound_and_columns_named(reader: SqliteReader, method: str) -> None:
    rows = getattr(reader, method)("SELECT name, ? AS n FROM thing", ("it's",))

    assert [dict(row) for row in rows] == [{"name": "one", "n": "it's"}]


@pytest.mark.parametrize("method", ["read", "scan"])
@pytest.mark.parametrize(
    "sql", ["DELETE FROM thing", "DROP TABLE thing", "INSERT INTO thing VALUES ('x')"]
)
def test_reader_cannot_write(reader: SqliteReader, method: str, sql: str) -> None:
    with pytest.raises(library.OperationalError, match="readonly"):
        getattr(reader, method)(sql, ())

    assert len(reader.read("SELECT * FROM thing", ())) == 1


@pytest.mark.parametrize("method", ["read", "scan"])
def test_open_transaction_is_neither_seen_nor_waited_for(
    reader: SqliteReader, writer: Any, method: str
) -> None:
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO thing VALUES ('two')")
    during = getattr(reader, method)("SELECT * FROM thing", ())
    writer.execute("COMMIT")
    after = getattr(reader, method)("SELECT * FROM thing", ())

    assert (len(during), len(after)) == (1, 2)


async def test_scans_take_turns_and_do_not_hold_up_reads(
    reader: SqliteReader,
) -> None:
    inside, gate = threading.Semaphore(0), threading.Event()
    running: list[int] = []

    def stand_still(number: int) -> int:
        running.append(number)
        inside.release()
        gate.wait(10)
        return number

    reader._scanning.create_function("stand_still", 1, stand_still)  # noqa: SLF001 - the only way to stop a scan midway
    scans = [
        asyncio.create_task(
            asyncio.to_thread(reader.scan, "SELECT stand_still(?) AS n", (number,))
        )
        for number in (1, 2)
    ]
    assert await asyncio.to_thread(inside.acquire, timeout=10)

    assert len(reader.read("SELECT * FROM thing", ())) == 1
    assert len(running) == 1
    gate.set()
    assert sorted([(await scan)[0]["n"] for scan in scans]) == [1, 2]


async def test_close_waits_for_a_running_scan(tmp_path: Path, writer: Any) -> None:
    assert writer
    reader = SqliteReader(str(tmp_path / "some.db"))
    inside, gate = threading.Event(), threading.Event()

    def stand_still() -> str:
        inside.set()
        gate.wait(10)
        return "done"

    reader._scanning.create_function("stand_still", 0, stand_still)  # noqa: SLF001 - the only way to stop a scan midway
    scan = asyncio.create_task(
        asyncio.to_thread(reader.scan, "SELECT stand_still() AS said", ())
    )
    await asyncio.to_thread(inside.wait, 10)
    closing_down = asyncio.create_task(asyncio.to_thread(reader.close))
    gate.set()

    assert (await scan)[0]["said"] == "done"
    await closing_down
    with pytest.raises(library.ProgrammingError):
        reader.read("SELECT 1", ())
