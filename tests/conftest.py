"""What all tests share: a fresh database of the product under test.

APPLIANCE_TEST_DATABASE chooses the product (sqlite, postgres, mysql),
APPLIANCE_TEST_DSN says where a server of it is.
"""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.dialect import Dialect

pytest_plugins = ("tests.workers",)

DRIVER = os.environ.get("APPLIANCE_TEST_DATABASE", "sqlite")

_COLUMNS = (
    "SELECT table_name AS t, column_name AS c FROM information_schema.columns"
    " WHERE table_schema = "
)
COLUMNS = {
    Dialect.POSTGRES: _COLUMNS + "current_schema()",
    Dialect.MYSQL: _COLUMNS + "DATABASE()",
}
# How one transaction deletes what other rows point at.
UNCHECKED = {
    Dialect.POSTGRES: ("SET LOCAL session_replication_role = replica",),
    Dialect.MYSQL: ("SET foreign_key_checks = 0",),
}
CHECKED = {
    Dialect.POSTGRES: (),
    Dialect.MYSQL: ("SET foreign_key_checks = 1",),
}
# The tables and columns that the migrations made in this session.
_made: set[tuple[str, str]] = set()

_EMPTY = {
    Dialect.POSTGRES: (
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
    ),
}


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the session keeps an empty, migrated SQLite file to copy."""
    return tmp_path_factory.mktemp("migrated") / "appliance.db"


@pytest.fixture
async def database(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Database]:
    """Open an empty database with the current schema."""
    described = describe(tmp_path)
    if described.dialect is Dialect.SQLITE:
        if not migrated_file.exists():  # noqa: ASYNC240 - one stat of a local file
            original = Database.sqlite(str(migrated_file), "OFF")
            await migrate.migrate(original)
        shutil.copy(migrated_file, tmp_path / "appliance.db")
        await described.open()
    else:
        await make_empty(described)
    yield described
    await described.close()


def dsn() -> str:
    """Return where the server of the database under test is."""
    return os.environ.get("APPLIANCE_TEST_DSN", "")


def describe(directory: Path) -> Database:
    """Return the database under test, not opened."""
    if DRIVER == "sqlite":
        # No test cuts the power of this process: see tests/durability for those.
        return Database.sqlite(str(directory / "appliance.db"), "OFF")
    environment = {"APPLIANCE_DATA": str(directory), "APPLIANCE_DSN": dsn()}
    return describe_database(read_settings({}, environment))


async def make_empty(described: Database) -> None:
    """Open the database of a server with the current schema and no rows.

    Making the schema takes longer than most tests, so it is kept as long as it is
    what the migrations made.
    """
    await described.open()
    if _made and await _columns(described) == _made:
        await _clear(described)
        return
    await described.close()
    await drop_everything(described)
    await migrate.migrate(described)
    await described.open()
    _made.clear()
    _made.update(await _columns(described))


async def _columns(described: Database) -> set[tuple[str, str]]:
    """Return tables with their columns, and the migrations that are noted."""
    rows = await described.scan(COLUMNS[described.dialect])
    found = {(row["t"], row["c"]) for row in rows}
    if ("appliance_aerich", "version") in found:
        noted = await described.scan("SELECT version FROM appliance_aerich")
        found |= {("appliance_aerich", row["version"]) for row in noted}
    return found


async def _clear(described: Database) -> None:
    """Delete every row but what the migrations wrote; ids begin anew.

    Few tables hold any after a test, and asking is cheaper than emptying a table.
    """
    tables = sorted({table for table, _ in _made} - {"appliance_aerich"})
    asked = " UNION ALL ".join(
        f"SELECT '{table}' AS t WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608 - names of tables of ours
        for table in tables
    )
    filled = [row["t"] for row in await described.scan(asked)]
    async with described.connection._in_transaction() as connection:  # noqa: SLF001 - Tortoise's only door to one connection of its pool
        for switch in UNCHECKED[described.dialect]:
            await connection.execute_query(switch)
        for table in filled:
            await connection.execute_query(f"DELETE FROM {table}")  # noqa: S608 - names of tables of ours
        for switch in CHECKED[described.dialect]:
            await connection.execute_query(switch)
    await _begin_ids_anew(described)
    await described.execute(
        "INSERT INTO appliance_change_sequence (id, value) VALUES (1, 0)"
    )


async def _begin_ids_anew(described: Database) -> None:
    if described.dialect is Dialect.POSTGRES:
        await described.scan(
            "SELECT setval(format('%I', sequencename)::regclass, start_value, false)"
            " FROM pg_sequences"
            " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
            # The migrations that are noted there stay.
            " AND sequencename <> 'appliance_aerich_id_seq'"
        )
        return
    # Filters speak of ids of these; the others need not begin at one.
    rows = await described.scan(
        "SELECT table_name AS t FROM information_schema.tables WHERE"
        " table_schema = DATABASE() AND auto_increment > 1"
        " AND table_name IN ('appliance_user', 'appliance_memo')"
    )
    for row in rows:
        await described.execute(f"ALTER TABLE {row['t']} AUTO_INCREMENT = 1")


async def drop_everything(described: Database) -> None:
    """Empty the database of a server."""
    await described.open()
    try:
        if described.dialect is Dialect.POSTGRES:
            for statement in _EMPTY[Dialect.POSTGRES]:
                await described.execute(statement)
        else:
            await _drop_mysql(described)
    finally:
        await described.close()


async def _drop_mysql(described: Database) -> None:
    rows = await described.scan(
        "SELECT table_name AS name FROM information_schema.tables"
        " WHERE table_schema = DATABASE()"
    )
    tables = ", ".join(f"`{row['name']}`" for row in rows)
    if tables:
        # One connection, so that the switch holds for the statement behind it.
        async with described.connection._in_transaction() as connection:  # noqa: SLF001 - Tortoise's only door to one connection of its pool
            await connection.execute_query("SET foreign_key_checks = 0")
            await connection.execute_query(f"DROP TABLE {tables}")
            await connection.execute_query("SET foreign_key_checks = 1")
