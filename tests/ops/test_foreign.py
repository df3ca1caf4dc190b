"""Data of Memos that nobody imported."""

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
    (tmp_path / "appliance.db").touch()
    refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_a_dsn_that_names_a_file_of_memos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FailedPreconditionError, match="memos_prod"):
        refuse_foreign(tmp_path / "elsewhere", Dsn(path=tmp_path / "memos_prod.db"))


def test_the_directory_of_the_database_counts_as_well(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    with pytest.raises(FailedPreconditionError):
        refuse_foreign(tmp_path / "data", Dsn(path=tmp_path / "appliance.db"))


def test_an_empty_directory_is_fine(tmp_path: Path) -> None:
    refuse_foreign(tmp_path, Dsn(path=tmp_path / "appliance.db"))


def test_a_server_is_judged_by_its_tables_not_by_files(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    refuse_foreign(tmp_path, Dsn(host="db", database="memos"))
