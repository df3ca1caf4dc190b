"""Data of Memos that nobody imported."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appliance.dsn import Dsn
from appliance.errors import FailedPreconditionError
from appliance.ops.foreign import MEMOS_FILES, refuse_foreign


@pytest.mark.parametrize("name", MEMOS_FILES)
def test_a_file_of_memos_without_one_of_ours_is_refused(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).touch()
    with pytest.raises(FailedPreconditionError, match=name):
        refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_a_file_of_memos_beside_ours_is_history(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    with closing(sqlite3.connect(tmp_path / "appliance.db")) as connection:
        connection.execute("CREATE TABLE appliance_memo (id INTEGER)")
    refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_an_empty_file_beside_one_of_memos_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    (tmp_path / "appliance.db").touch()
    with pytest.raises(FailedPreconditionError, match="memos_prod"):
        refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_a_dsn_that_names_a_file_of_memos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FailedPreconditionError, match="memos_prod"):
        refuse_foreign(tmp_path / "elsewhere", Dsn(path=tmp_path / "memos_prod.db"))


def test_the_directory_of_the_database_counts_as_well(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    with pytest.raises(FailedPreconditionError):
        refuse_foreign(tmp_path / "data", Dsn(path=tmp_path / "appliance.db"))


def test_tables_of_memos_are_recognised_under_any_name(tmp_path: Path) -> None:
    file = tmp_path / "notes #1?.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE memo (id INTEGER)")
        connection.execute("CREATE TABLE system_setting (name TEXT)")
    before = file.read_bytes()
    with pytest.raises(FailedPreconditionError, match="notes #1"):
        refuse_foreign(tmp_path, Dsn(path=file))
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_file_that_is_no_database_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    (tmp_path / "appliance.db").write_text("notes " * 100)
    refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_an_empty_directory_is_fine(tmp_path: Path) -> None:
    refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_a_server_is_judged_by_its_tables_not_by_files(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    refuse_foreign(tmp_path, Dsn(host="db", database="memos"))
