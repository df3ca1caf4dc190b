"""A quick copy of SQLite's file, made beside its writer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models.database import Database
from appliance.ops.backup import native
from tests.conftest import DRIVER
from tests.factories import make_user

pytestmark = pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")


async def test_a_copy_is_one_moment_of_a_file_in_use(
    database: Database, tmp_path: Path
) -> None:
    await make_user(database, "anna")
    async with database.write() as transaction:
        await transaction.execute("UPDATE appliance_user SET username = 'half'")
        place = native.copy_database(tmp_path / "appliance.db", tmp_path / "copies")
    assert place.parent == tmp_path / "copies/native"
    assert place.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(place)) as connection:
        names = connection.execute("SELECT username FROM appliance_user").fetchall()
        assert names == [("anna",)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in place.parent.iterdir()] == [place.name]


async def test_what_is_not_sound_is_not_kept(
    database: Database, tmp_path: Path
) -> None:
    for number in range(200):
        await make_user(database, f"user-{number}")
    await database.close()
    path = tmp_path / "appliance.db"
    content = bytearray(path.read_bytes())
    # The row says another name than its index.
    place = content.rindex(b"user-42")
    content[place : place + 7] = b"user-99"
    path.write_bytes(content)
    with pytest.raises(FailedPreconditionError, match="not sound"):
        native.copy_database(path, tmp_path / "copies")
    assert list((tmp_path / "copies/native").iterdir()) == []
