"""One SQLite library in the process, and one without the fault."""

import sqlite3

import aiosqlite
import pytest

from appliance.models import sqlite_library
from appliance.models.database import Database
from appliance.models.dialect import Dialect


def test_standard_name_means_the_chosen_library() -> None:
    assert sqlite3 is sqlite_library.library
    assert aiosqlite.core.sqlite3 is sqlite_library.library  # type: ignore[attr-defined]  # its imports are not exported


async def test_everybody_runs_the_same_version(database: Database) -> None:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("no SQLite here")
    _, rows = await database.connection.execute_query("SELECT sqlite_version() AS v")
    read = await database.read("SELECT sqlite_version() AS v")
    scanned = await database.scan("SELECT sqlite_version() AS v")
    named = sqlite3.connect(":memory:")
    standard = named.execute("SELECT sqlite_version()").fetchone()
    named.close()

    versions = {rows[0]["v"], read[0]["v"], scanned[0]["v"], standard[0]}
    assert versions == {".".join(map(str, sqlite_library.version()))}


def test_library_is_without_the_fault() -> None:
    assert sqlite_library.version() >= (3, 51, 3)
    assert sqlite_library.is_fixed()


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ("3.40.1", False),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0.0", True),
    ],
)
def test_fault_is_known_by_version(
    version: str, monkeypatch: pytest.MonkeyPatch, *, fixed: bool
) -> None:
    monkeypatch.setattr(sqlite_library.library, "sqlite_version", version)

    assert sqlite_library.is_fixed() == fixed
