"""A drill restores for real, finds what is wrong, and leaves nothing behind."""

import os
import time
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.attachment import Attachment, Blob
from appliance.models.database import Database
from appliance.ops.backup.crypt import Recipients, new_identity, read_identities
from appliance.ops.backup.drill import drill
from tests.ops.backup.instance import back_up, files_end_at, flip, location_of


async def test_a_good_backup_restores(
    full: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    monkeypatch.setenv("APPLIANCE_DSN", "postgres://nobody@127.0.0.1:9/none")
    left = data / "scratch/.drill-left"
    left.mkdir(parents=True)
    os.utime(left, (0, time.time() - 48 * 3600))
    drilled = await drill(location_of(made), data / "scratch")
    assert drilled.faults == []
    assert drilled.counts == made.manifest.counts
    assert drilled.files == made.manifest.counts["blob"]
    assert drilled.memos > 0
    assert drilled.facts()["good"]
    assert list((data / "scratch").iterdir()) == []


async def test_an_encrypted_one_needs_the_key(full: Database, data: Path) -> None:
    text, recipient = new_identity()
    (data / "key").write_text(text)
    made = await back_up(full, data, data / "backups", Recipients([recipient]))
    await full.close()
    with pytest.raises(InvalidArgumentError, match="--identity"):
        await drill(location_of(made), data / "scratch")
    keys = read_identities([data / "key"])
    assert (await drill(location_of(made), data / "scratch", keys)).good


async def test_whatever_keeps_it_from_coming_back_is_named(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    drilled = await drill(location_of(made), data / "scratch", min_free=1 << 60)
    (fault,) = drilled.faults
    assert f"less than {1 << 60} bytes would be left free" in fault
    assert "--scratch" in fault
    with files_end_at(100_000):
        drilled = await drill(location_of(made), data / "scratch")
    (fault,) = drilled.faults
    # In the words of the database's driver, whichever class it has for them.
    assert fault.startswith("OperationalError: ")
    assert list((data / "scratch").iterdir()) == []


async def test_what_is_wrong_is_named(full: Database, data: Path) -> None:
    local = await Attachment.get(uid="local-file")
    blob = await Blob.get(id=local.blob_id)
    (data / blob.reference).unlink()
    made = await back_up(full, data, data / "backups")
    await full.close()
    drilled = await drill(location_of(made), data / "scratch")
    assert drilled.faults == [
        f"was not in the backup: local:{blob.reference}: the file is missing"
    ]
    flip(Path(made.place), 0)
    drilled = await drill(location_of(made), data / "scratch")
    assert not drilled.good
    assert "damaged" in drilled.faults[0]
    assert list((data / "scratch").iterdir()) == []
