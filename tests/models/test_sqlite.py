"""SQLite as writers get it: the lock first, and pragmas that keep promises."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from appliance.errors import UnavailableError
from appliance.models import regexp
from appliance.models.change import ChangeSequence
from appliance.models.database import Database, values_of
from appliance.models.dialect import Dialect
from appliance.models.instance import Setting
from appliance.models.memo import Memo
from appliance.models.sqlite_library import library
from tests.models.writer import add, spawn

LOCK_WAIT = 10


@pytest.fixture
def file(tmp_path: Path, database: Database) -> Path:
    """Return the file of the open database."""
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("about SQLite")
    return tmp_path / "appliance.db"


def connect(file: Path) -> Any:
    return library.connect(file, isolation_level=None, check_same_thread=False)


@pytest.fixture
def outsider(file: Path) -> Iterator[Any]:
    """Return another connection to the file, as another process has one."""
    with closing(connect(file)) as connection:
        yield connection


async def pragma(database: Database, name: str) -> object:
    _, rows = await database.connection.execute_query(f"PRAGMA {name}")
    return next(iter(rows[0]))


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
@pytest.mark.usefixtures("file")
async def test_pragmas_hold(database: Database, name: str, value: object) -> None:
    assert await pragma(database, name) == value


@pytest.mark.parametrize(("asked", "stored"), [((), 2), (("NORMAL",), 1)])
async def test_commits_are_synchronous_unless_asked_otherwise(
    tmp_path: Path, asked: tuple[str, ...], stored: int
) -> None:
    fresh = Database.sqlite(str(tmp_path / "fresh.db"), *asked)
    await fresh.open()
    try:
        assert await pragma(fresh, "synchronous") == stored
    finally:
        await fresh.close()


def test_a_file_that_cannot_be_opened_leaves_no_thread(tmp_path: Path) -> None:
    """It would print a traceback when the event loop has gone."""

    async def fail() -> None:
        with pytest.raises(UnavailableError, match="unable to open"):
            await Database.sqlite(str(tmp_path / "none" / "x.db")).open()

    before = set(threading.enumerate())
    for _ in range(20):
        asyncio.run(fail())
        assert set(threading.enumerate()) <= before


@pytest.mark.usefixtures("file")
async def test_pragmas_hold_inside_a_transaction(database: Database) -> None:
    async with database.write() as transaction:
        rows = await transaction.fetch("PRAGMA foreign_keys")
        assert list(values_of(rows[0])) == [1]


@pytest.mark.usefixtures("database")
async def test_foreign_keys_hold() -> None:
    orphan = Memo(uid="x", creator_id=404, create_time=0, update_time=0).write("x")
    with pytest.raises(IntegrityError):
        await orphan.save()


async def test_transaction_holds_the_lock_from_its_first_moment(
    database: Database, outsider: Any
) -> None:
    outsider.execute("PRAGMA busy_timeout = 0")
    async with in_transaction(str(database.dialect)):
        with pytest.raises(library.OperationalError, match="locked"):
            outsider.execute("BEGIN IMMEDIATE")
    outsider.execute("BEGIN IMMEDIATE")
    outsider.execute("ROLLBACK")


async def test_writer_waits_for_its_turn(database: Database, outsider: Any) -> None:
    outsider.execute("BEGIN IMMEDIATE")
    outsider.execute("INSERT INTO appliance_setting VALUES ('a', '1')")
    writing = asyncio.create_task(add(database, "a", 1))
    await database.scan("SELECT 1")
    assert not writing.done()
    outsider.execute("COMMIT")

    await asyncio.wait_for(writing, LOCK_WAIT)
    assert (await Setting.get(name="a")).value == "2"


async def test_write_that_found_no_turn_leaves_the_way_free(
    database: Database, outsider: Any
) -> None:
    await database.execute("PRAGMA busy_timeout = 20")
    outsider.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        with pytest.raises(UnavailableError, match="locked"):
            await add(database, "a", 1)
    outsider.execute("ROLLBACK")

    await asyncio.wait_for(add(database, "a", 1), LOCK_WAIT)


async def test_write_that_was_cancelled_while_waiting_leaves_the_way_free(
    database: Database, outsider: Any
) -> None:
    outsider.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(add(database, "a", 1))
    await database.scan("SELECT 1")
    writing.cancel()
    outsider.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await writing

    await asyncio.wait_for(add(database, "b", 1), LOCK_WAIT)
    assert [row.name for row in await Setting.all()] == ["b"]


@pytest.mark.usefixtures("file")
async def test_two_processes_lose_no_update(database: Database, tmp_path: Path) -> None:
    other = await spawn(tmp_path, "shared", 25)
    await add(database, "shared", 25)
    assert await other.wait() == 0

    assert (await Setting.get(name="shared")).value == "50"
    assert (await ChangeSequence.get()).value == 50


async def test_threads_lose_no_update(database: Database, file: Path) -> None:
    await add(database, "shared", 1)

    def increment() -> None:
        with closing(connect(file)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {LOCK_WAIT * 1000}")
            for _ in range(10):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE appliance_setting SET value = value + 1")
                connection.execute("COMMIT")

    threads = [threading.Thread(target=increment) for _ in range(2)]
    for thread in threads:
        thread.start()
    await asyncio.gather(*(add(database, "shared", 1) for _ in range(10)))
    for thread in threads:
        await asyncio.to_thread(thread.join)

    assert (await Setting.get(name="shared")).value == "31"


@pytest.mark.usefixtures("file")
async def test_blank_script_is_nothing(database: Database) -> None:
    async with in_transaction(str(database.dialect)) as connection:
        await connection.execute_script(" \n")
        await connection.execute_query("SELECT 1")


@pytest.mark.usefixtures("file")
async def test_the_writer_knows_regular_expressions_too(database: Database) -> None:
    # It reads for everybody where the library is too old for several connections.
    sql = f"SELECT {regexp.FUNCTION}('^b', CAST('ba' AS BLOB)) AS found"
    _, rows = await database.connection.execute_query(sql)
    assert rows[0]["found"] == 1
    async with database.write() as transaction:
        assert (await transaction.fetch(sql))[0]["found"] == 1
