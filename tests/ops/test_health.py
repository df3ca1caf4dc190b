"""Readiness over a real database."""

import os
from pathlib import Path

import pytest

from appliance.models import migrate
from appliance.models.database import Database
from appliance.ops.health import Health


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.sqlite(str(tmp_path / "appliance.db"))


async def test_a_server_that_has_not_started_is_not_ready(database: Database) -> None:
    verdicts: list[bool] = []
    health = Health(database, verdicts.append)
    assert "starting" in await health.find_obstacle()
    assert verdicts == [False]


async def test_a_migrated_database_that_answers_is_ready(database: Database) -> None:
    await migrate.migrate(database)
    await database.open()
    verdicts: list[bool] = []
    health = Health(database, verdicts.append)
    health.started = True
    try:
        assert await health.find_obstacle() == ""
        assert await health.is_ready()
    finally:
        await database.close()
    assert verdicts == [True, True]


@pytest.mark.parametrize(
    ("floor", "mode", "said"),
    [
        (0, 0o700, ""),
        (1 << 60, 0o700, "The disk is nearly full."),
        (0, 0o500, "The data directory cannot be written."),
    ],
)
async def test_there_must_be_room_to_write(
    database: Database, tmp_path: Path, floor: int, mode: int, said: str
) -> None:
    if mode == 0o500 and os.geteuid() == 0:
        # To root every directory is open: it stands for one that is gone.
        data = tmp_path / "gone"
    else:
        data = tmp_path / "data"
        data.mkdir(mode=mode)
    await migrate.migrate(database)
    await database.open()
    health = Health(database, data=data, floor=floor)
    health.started = True
    try:
        assert await health.find_obstacle() == said
        assert not data.exists() or list(data.iterdir()) == []
    finally:
        await database.close()


async def test_the_disk_is_not_looked_at_for_every_probe(
    database: Database, tmp_path: Path
) -> None:
    await migrate.migrate(database)
    await database.open()
    health = Health(database, data=tmp_path / "gone")
    health.started = True
    try:
        assert await health.find_obstacle()
        (tmp_path / "gone").mkdir()
        assert await health.find_obstacle()
    finally:
        await database.close()


async def test_an_empty_database_is_not_ready(database: Database) -> None:
    await database.open()
    health = Health(database)
    health.started = True
    try:
        assert await health.find_obstacle() == "The database is not migrated."
    finally:
        await database.close()


async def test_a_schema_from_the_future_is_an_obstacle(database: Database) -> None:
    await migrate.migrate(database)
    await database.open()
    health = Health(database)
    health.started = True
    try:
        await database.execute(
            "INSERT INTO appliance_aerich (version, app, content) VALUES (?, ?, ?)",
            ["9_29990101000000_flying.py", "models", "{}"],
        )
        assert "newer version" in await health.find_obstacle()
    finally:
        await database.close()


async def test_a_database_without_its_tables_tells_strangers_nothing(
    database: Database,
) -> None:
    await migrate.migrate(database)
    await database.open()
    health = Health(database)
    health.started = True
    try:
        await database.execute("ALTER TABLE appliance_aerich DROP COLUMN version")
        assert await health.find_obstacle() == "The database does not answer."
    finally:
        await database.close()
