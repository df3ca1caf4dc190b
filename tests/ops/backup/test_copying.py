"""A copy is the same snapshot elsewhere, encrypted or not, whole or not there."""

from pathlib import Path

import pytest

from appliance.models.database import Database
from appliance.ops.backup import repository
from appliance.ops.backup.copying import copy_snapshot
from appliance.ops.backup.crypt import Recipients, new_identity
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import back_up, flip


@pytest.fixture
def elsewhere(tmp_path: Path) -> Directory:
    """Return an empty repository."""
    made = Directory(tmp_path / "elsewhere")
    made.prepare()
    return made


@pytest.mark.parametrize("locked", [False, True])
async def test_a_copy_is_good(
    full: Database, data: Path, elsewhere: Directory, *, locked: bool
) -> None:
    keys = Recipients([new_identity()[1]] if locked else [])
    for _ in range(2):
        await back_up(full, data, data / "backups", keys)
    for location in repository.snapshots(Directory(data / "backups")):
        copied = copy_snapshot(location, elsewhere)
        assert copied.receipt() == location.receipt()
        assert verify(copied).good
        first = {entry.name: entry.modified for entry in elsewhere.entries("blobs/")}
        # A second copy writes no file that is there.
        copy_snapshot(location, elsewhere)
        again = {entry.name: entry.modified for entry in elsewhere.entries("blobs/")}
        assert first == again


@pytest.mark.parametrize("folder", ["blobs", "snapshots"])
async def test_damage_is_not_copied(
    full: Database, data: Path, elsewhere: Directory, folder: str
) -> None:
    await back_up(full, data, data / "backups")
    (location,) = repository.snapshots(Directory(data / "backups"))
    pattern = "*" if folder == "blobs" else "*.zst"
    flip(max((data / "backups" / folder).glob(pattern)), 0)
    with pytest.raises(DamagedError, match="bytes have changed"):
        copy_snapshot(location, elsewhere)
    assert repository.snapshots(elsewhere) == []
