"""A twin holds what the encrypted backup holds, and its faults are its own."""

import asyncio
import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Storages
from appliance.ops.backup.create import Creation, Made
from appliance.ops.backup.crypt import Recipients, new_identity, read_identities
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.mirror import Mirror
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import LARGE, location_of, rows_of


async def make(database: Database, data: Path, mirror: Mirror, key: str) -> Made:
    """Make an encrypted backup with a twin."""
    destination = Directory(data / "backups")
    destination.prepare()
    storages = Storages(database, InstanceSettings(database), data)
    creation = Creation(
        database, storages, destination, Recipients([key]), mirror=mirror
    )
    try:
        return await creation.run()
    finally:
        await storages.close()


async def test_it_is_the_same_in_plain(full: Database, data: Path) -> None:
    text, recipient = new_identity()
    (data / "key").write_text(text)
    keys = tuple(read_identities([data / "key"]))
    # The second one finds all its files stored already.
    for number in range(2):
        mirror = Mirror(data / f"twin{number}")
        made = await make(full, data, mirror, recipient)
        assert mirror.fault == ""
        verdict = await asyncio.to_thread(verify, mirror.location)
        assert (verdict.faults, verdict.opened) == ([], True)
        assert mirror.location.id == made.receipt.id
        assert not mirror.location.encrypted
        assert rows_of(mirror.location) == rows_of(location_of(made), keys)
        assert verdict.manifest is not None
        assert verdict.manifest.blobs == made.manifest.blobs


async def test_without_room_for_it_the_backup_is_made_all_the_same(
    full: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(data / "twin")

    def full_disk(_name: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(mirror.location.destination, "put", full_disk)
    made = await make(full, data, mirror, new_identity()[1])
    assert "No space left" in mirror.fault
    assert (await asyncio.to_thread(verify, location_of(made))).good


async def test_a_file_that_only_older_backups_have_is_named(
    full: Database, data: Path
) -> None:
    recipient = new_identity()[1]
    await make(full, data, Mirror(data / "first"), recipient)
    blob = await Blob.filter(storage="local", size=len(LARGE)).first()
    assert blob is not None
    (data / blob.reference).unlink()
    mirror = Mirror(data / "second")
    made = await make(full, data, mirror, recipient)
    assert made.receipt.complete
    assert blob.sha256 in mirror.fault


def test_it_leaves_so_much_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(tmp_path, min_free=1000)
    free = os.statvfs(tmp_path)
    size = free.f_frsize
    left = os.statvfs_result((size, size, 9, 9, 1, *free[5:]))
    monkeypatch.setattr(os, "statvfs", lambda _: left)
    with mirror.archive("one") as sink:
        sink.write(b"x")
        assert mirror.fault == ""
        # What comes counts before it is there.
        sink.write(b"x" * size)
        assert "would be left free" in mirror.fault
    with mirror.archive("two"):
        mirror.put("0" * 64, size, iter([b"x" * size]))
        assert "would be left free" in mirror.fault
    assert list((tmp_path / "blobs").iterdir()) == []


def test_an_archive_that_cannot_be_written_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"

    mirror = Mirror(tmp_path)
    (tmp_path / "snapshots").rename(tmp_path / "moved")
    with mirror.archive("one") as sink:
        assert sink.write(b"a piece") == 7
    assert "drill before encryption" in mirror.fault
    mirror.put("0" * 64, 1, pieces())
    (tmp_path / "moved").rename(tmp_path / "snapshots")

    class Full(io.BytesIO):
        def write(self, _piece: object, /) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda *_: Full())
    with mirror.archive("two") as sink:
        assert mirror.fault == ""
        assert sink.write(b"a piece") == 7
    assert "No space left" in mirror.fault
