"""Files that no row knows are found; those that a row knows never are."""

import os
import time
from pathlib import Path

import pytest

from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.storage import strays
from appliance.models.storage.strays import Stray

LATER = 60.0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a data directory with files of attachments and others."""
    root = tmp_path / "data"
    for name in ("appliance.db", ".spool/x", "assets/deep/known", "assets/known"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes")
    return root


async def know(*references: str) -> None:
    """Let rows name files."""
    for reference in references:
        await Blob.create(
            storage="local", reference=reference, size=5, sha256="", create_time=1
        )


async def test_only_what_no_row_knows_is_found(database: Database, data: Path) -> None:
    await know("assets/known", "assets/deep/../deep/known", "assets/gone", "x" * 300)
    before = time.time() + LATER
    assert await strays.find(database, data, before) == []
    (data / "assets/deep/stray").write_bytes(b"123")
    (data / "assets/.arriving-x").write_bytes(b"")
    (data / "assets/link").symlink_to(data / "appliance.db")
    assert await strays.find(database, data, before) == [
        Stray("assets/.arriving-x", 0),
        Stray("assets/deep/stray", 3),
    ]


async def test_what_was_just_touched_is_not(database: Database, data: Path) -> None:
    stray = data / "assets/stray"
    stray.write_bytes(b"1")
    # Its name is new here, however old it says that it is.
    os.utime(stray, (1, 1))
    assert await strays.find(database, data, time.time() - LATER) == []


async def test_a_file_known_by_another_name_is_not(
    database: Database, data: Path
) -> None:
    await know("assets/known", "elsewhere/known")
    (data / "elsewhere").symlink_to(data / "assets/deep")
    assert await strays.find(database, data, time.time() + LATER) == []


async def test_without_files_there_are_none(database: Database, tmp_path: Path) -> None:
    assert await strays.find(database, tmp_path, time.time() + LATER) == []


def test_what_stays_is_told(data: Path) -> None:
    (data / "assets/full/x").mkdir(parents=True)
    found = [Stray("assets/full", 0), Stray("assets/known", 5), Stray("assets/gone", 0)]
    assert strays.remove(data, found).keys() == {"assets/full"}
    assert not (data / "assets/known").exists()
