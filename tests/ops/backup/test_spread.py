"""One backup in several places, of which some may fail."""

import asyncio
from pathlib import Path

import pytest

from appliance.errors import UnavailableError
from appliance.models.database import Database
from appliance.ops.backup import repository
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.spread import Spread
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import settings_under_test

TOO_MUCH = 1 << 60


async def test_each_place_has_it(full: Database, data: Path) -> None:
    await full.close()
    (data / "file").touch()
    targets = [str(data / "file/below"), str(data / "a"), str(data / "b")]
    spread = Spread(settings_under_test(data), Recipients())
    made = await asyncio.to_thread(spread.run, targets)
    assert spread.failed == {targets[0]: "Not a directory"}
    assert len(spread.copies) == 1
    for target in targets[1:]:
        (location,) = repository.snapshots(Directory(Path(target)))
        assert location.id == made.receipt.id
        assert verify(location).good


async def test_nowhere_is_told(full: Database, data: Path) -> None:
    await full.close()
    settings, targets = settings_under_test(data), [str(data / "a"), str(data / "b")]
    spread = Spread(settings, Recipients(), min_free=TOO_MUCH)
    with pytest.raises(UnavailableError, match="would be left free"):
        await asyncio.to_thread(spread.run, targets)
    with pytest.raises(OSError, match="would be left free"):
        await asyncio.to_thread(spread.run, targets[:1])
    assert repository.snapshots(Directory(data / "a")) == []
    assert list((data / "a/blobs").iterdir()) == []
