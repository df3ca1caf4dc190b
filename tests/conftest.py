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

DRIVER = os.environ.get("APPLIANCE_TEST_DATABASE", "sqlite")
DSN = os.environ.get("APPLIANCE_TEST_DSN", "")

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
    else:
        await drop_everything(described)
        await migrate.migrate(described)
    await described.open()
    yield described
    await described.close()


def describe(directory: Path) -> Database:
    """Return the database under test, not opened."""
    if DRIVER == "sqlite":
        # No test cuts the power of this process: see tests/durability for those.
        return Database.sqlite(str(directory / "appliance.db"), "OFF")
    environment = {"APPLIANCE_DATA": str(directory), "APPLIANCE_DSN": DSN}
    return describe_database(read_settings({}, environment))


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
