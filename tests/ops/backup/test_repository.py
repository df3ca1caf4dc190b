"""Snapshots are found by every path that means them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.database import Database
from appliance.ops.backup import bundle, layout, repository
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import DamagedError
from tests.ops.backup.instance import back_up


async def test_every_path_leads_to_a_snapshot(full: Database, data: Path) -> None:
    first = await back_up(full, data, data / "backups")
    second = await back_up(full, data, data / "backups")
    target = Directory(data / "backups")
    assert [place.id for place in repository.snapshots(target)] == [
        first.receipt.id,
        second.receipt.id,
    ]
    assert repository.locate(Path(first.place)).id == first.receipt.id
    assert repository.locate(data / "backups").id == second.receipt.id
    assert repository.find(target, first.receipt.id).place == first.place
    names = [layout.receipt_name(first.receipt.id), first.receipt.archive]
    bundle.export(target, names, data / "one.tar")
    assert repository.locate(data / "one.tar").receipt() == first.receipt


async def test_an_archive_alone_is_not_enough(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    alone = shutil.copy(made.place, data)
    with pytest.raises(InvalidArgumentError, match="the archive alone"):
        repository.locate(Path(alone))


def test_what_is_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotFoundError, match="neither a repository nor a backup"):
        repository.locate(tmp_path / "file")
    with pytest.raises(NotFoundError, match="no snapshot there"):
        repository.locate(tmp_path)
    with pytest.raises(NotFoundError, match="no snapshot x there"):
        repository.find(Directory(tmp_path), "x")


async def test_a_receipt_of_another_is_noticed(full: Database, data: Path) -> None:
    first = await back_up(full, data, data / "backups")
    second = await back_up(full, data, data / "backups")
    wrong = data / "backups" / layout.receipt_name(second.receipt.id)
    wrong.write_bytes(first.receipt.to_bytes())
    place = repository.locate(Path(second.place))
    with pytest.raises(DamagedError, match="of another snapshot"):
        place.receipt()
    # Files are found by their names then.
    assert place.blob_paths().keys() == first.manifest.blobs.keys()


def test_a_copy_of_the_database_file_is_told_from_backups(tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE a (b)")
    with pytest.raises(InvalidArgumentError, match=r"copy it over appliance\.db"):
        repository.locate(file)
