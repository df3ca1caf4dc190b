"""The door to the database: one writer at a time, readers whenever they like."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from tortoise.exceptions import OperationalError

from appliance.errors import UnavailableError
from appliance.models.change import Change, ChangeKind
from appliance.models.connection import POOL_SIZE
from appliance.models.database import (
    MODEL_MODULES,
    Database,
    Transaction,
    placeholders,
    values_of,
)
from appliance.models.dialect import Dialect
from appliance.models.instance import Setting
from tests.conftest import describe
from tests.models.writer import add

ACCOUNT = {"user": "u", "password": "p", "database": "d"}
COUNT = "SELECT count(*) AS n FROM appliance_setting"


def change(name: str) -> Change:
    return Change(kind=ChangeKind.SETTING_UPDATED, name=name)


async def put(transaction: Transaction, name: str) -> None:
    await transaction.execute(
        "INSERT INTO appliance_setting (name, value) VALUES (?, ?)", (name, "1")
    )


async def put_and_fail(database: Database, name: str) -> None:
    async with database.write() as transaction:
        await put(transaction, name)
        transaction.record(change(name))
        raise ZeroDivisionError


async def number(database: Database) -> int:
    """Return how many settings a reader sees."""
    found: int = (await database.read(COUNT))[0]["n"]
    return found


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (Dialect.SQLITE, "a = ? AND b IN (?, ?)"),
        (Dialect.POSTGRES, "a = $1 AND b IN ($2, $3)"),
        (Dialect.MYSQL, "a = %s AND b IN (%s, %s)"),
    ],
)
def test_placeholders_are_written_in_the_drivers_form(
    dialect: Dialect, expected: str
) -> None:
    assert placeholders("a = ? AND b IN (?, ?)", dialect) == expected
    assert placeholders("SELECT 1", dialect) == "SELECT 1"


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (Dialect.SQLITE, "a CROSS JOIN b"),
        (Dialect.POSTGRES, "a CROSS JOIN b"),
        (Dialect.MYSQL, "a STRAIGHT_JOIN b"),
    ],
)
def test_a_cross_join_keeps_its_order_where_it_can(
    dialect: Dialect, expected: str
) -> None:
    assert placeholders("a CROSS JOIN b", dialect) == expected


def test_many_placeholders_are_counted_on() -> None:
    numbered = placeholders("?" * 12, Dialect.POSTGRES)

    assert numbered == "$1$2$3$4$5$6$7$8$9$10$11$12"


def test_every_model_module_is_loaded() -> None:
    folder = Path(__file__).parents[2] / "appliance" / "models"
    defining = {
        f"appliance.models.{file.stem}"
        for file in folder.glob("*.py")
        if "    class Meta:\n        table = " in file.read_text(encoding="utf-8")
    }

    assert defining == set(MODEL_MODULES)


async def test_values_are_bound_and_never_text(database: Database) -> None:
    odd = "'; DROP TABLE appliance_setting; -- ? %s $1 \\ 🎉"
    async with database.write() as transaction:
        await transaction.execute(
            "INSERT INTO appliance_setting (name, value) VALUES (?, ?)", ("odd", odd)
        )
        found = await transaction.fetch(
            "SELECT name FROM appliance_setting WHERE value = ?", (odd,)
        )
        assert [row["name"] for row in found] == ["odd"]

    for fetch in (database.read, database.scan):
        rows = await fetch("SELECT value FROM appliance_setting WHERE value = ?", [odd])
        assert [row["value"] for row in rows] == [odd]
        assert [list(values_of(row)) for row in rows] == [[odd]]


async def test_statements_tell_how_many_rows_they_touched(database: Database) -> None:
    async with database.write() as transaction:
        for name in "ab":
            await put(transaction, name)
        assert await transaction.execute("DELETE FROM appliance_setting") == 2
        await put(transaction, "c")
    assert await database.execute("DELETE FROM appliance_setting") == 1


async def test_failed_write_leaves_nothing_and_tells_nobody(
    database: Database,
) -> None:
    told: list[object] = []
    database.listeners.append(told.append)

    with pytest.raises(ZeroDivisionError):
        await put_and_fail(database, "a")

    assert await number(database) == 0
    assert await database.sequence() == 0
    assert told == []


async def test_write_that_was_cancelled_leaves_nothing(database: Database) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database.write() as transaction:
            await put(transaction, "a")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await number(database) == 0
    await add(database, "next", 1)


async def test_listeners_hear_after_the_commit(database: Database) -> None:
    heard: list[list[str]] = []
    database.listeners.append(lambda all_: heard.append([each.name for each in all_]))

    async with database.write() as transaction:
        transaction.record(change("a"))
        transaction.record(change("b"))
        await put(transaction, "x")
        assert heard == []
    assert heard == [["a", "b"]]


async def test_write_without_changes_is_told_to_nobody(database: Database) -> None:
    heard: list[object] = []
    database.listeners.append(heard.append)
    async with database.write() as transaction:
        await put(transaction, "x")

    assert heard == []
    assert await number(database) == 1


async def test_readers_do_not_wait_for_a_writer_nor_see_its_work(
    database: Database,
) -> None:
    inside, gate = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with database.write() as transaction:
            await put(transaction, "x")
            inside.set()
            await gate.wait()

    task = asyncio.create_task(write())
    await inside.wait()
    async with asyncio.timeout(5):
        during = await number(database), (await database.scan(COUNT))[0]["n"]
    gate.set()
    await task

    assert during == (0, 0)
    assert await number(database) == 1


async def test_writers_take_turns(database: Database) -> None:
    inside = 0
    most = 0

    async def write(name: str) -> None:
        nonlocal inside, most
        async with database.write() as transaction:
            inside += 1
            most = max(most, inside)
            await put(transaction, name)
            inside -= 1

    await asyncio.gather(*(write(f"{each}") for each in range(10)))

    assert most == 1
    assert await number(database) == 10


async def test_sequence_is_that_of_the_newest_change(database: Database) -> None:
    assert await database.sequence() == 0
    await add(database, "a", 3)
    assert await database.sequence() == 3


async def test_lost_number_row_is_an_error_and_not_a_fork(database: Database) -> None:
    await database.execute("DELETE FROM appliance_change_sequence")

    with pytest.raises(OperationalError, match="number row"):
        await add(database, "a", 1)

    assert await number(database) == 0


async def test_database_can_be_opened_again(database: Database, tmp_path: Path) -> None:
    await add(database, "a", 1)
    await database.close()
    await database.close()
    again = describe(tmp_path)
    await again.open()
    try:
        assert (await Setting.get(name="a")).value == "1"
        assert await again.sequence() == 1
    finally:
        await again.close()


CONNECTIONS = {
    Dialect.POSTGRES: "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()",
    Dialect.MYSQL: "SELECT id FROM information_schema.processlist"
    " WHERE id <> connection_id() AND db = database()",
}


async def drop_connections(database: Database) -> None:
    """Have the server end the connections of the pool."""
    rows = await database.read(CONNECTIONS[database.dialect])
    if database.dialect is Dialect.MYSQL:
        for row in rows:
            # The pool may choose the very connection that is to die.
            with suppress(OperationalError):
                await database.execute(f"KILL {row['id']}")


async def test_connections_that_the_server_dropped_do_not_use_up_the_pool(
    database: Database,
) -> None:
    if database.dialect is Dialect.SQLITE:
        pytest.skip("SQLite has no server")
    for _ in range(POOL_SIZE + 2):
        await drop_connections(database)
        for _ in range(2):
            with suppress(UnavailableError, OperationalError):
                await add(database, "a", 1)

    async with asyncio.timeout(10):
        await add(database, "last", 1)


@pytest.mark.parametrize(
    ("dialect", "credentials"),
    [
        (Dialect.SQLITE, {"file_path": "/nowhere/at/all.db"}),
        (
            Dialect.POSTGRES,
            {"host": "127.0.0.1", "port": 1, **ACCOUNT},
        ),
        (
            Dialect.MYSQL,
            {"host": "127.0.0.1", "port": 1, **ACCOUNT},
        ),
    ],
)
async def test_nobody_there_is_said_so(
    dialect: Dialect, credentials: dict[str, object]
) -> None:
    with pytest.raises(UnavailableError, match="database does not"):
        await Database(dialect, credentials).open()
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)


async def test_a_full_disk_is_named_where_it_keeps_sqlite_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "appliance.db").mkdir()
    shut = Database.sqlite(str(tmp_path / "appliance.db"), "OFF")
    with pytest.raises(UnavailableError) as refused:
        await shut.open()
    assert "full" not in str(refused.value)
    monkeypatch.setattr("appliance.models.database.SQLITE_NEEDS", 1 << 60)
    with pytest.raises(UnavailableError, match=f"the disk of {tmp_path} is full"):
        await shut.open()
