"""Old backups go, what others need stays, and the last good one always does."""

import errno
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest

from appliance.models.attachment import Attachment, Blob
from appliance.models.database import Database
from appliance.ops.backup import layout, prune, repository
from appliance.ops.backup.blobs import StoredBlobs
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.retention import LAST_GOOD, Policy
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import back_up, flip

ONE = Policy({"last": 1})


def age(root: Path, hours: float = 25) -> None:
    """Make every file of a repository older."""
    then = time.time() - hours * 3600
    for path in [*root.glob("blobs/*"), *root.glob("snapshots/*")]:
        os.utime(path, (then, then))


@pytest.fixture
async def grown(full: Database, data: Path) -> Directory:
    """Return a repository with three backups; the first has one file more."""
    root = data / "backups"
    await back_up(full, data, root)
    gone = await Attachment.get(uid="local-file")
    await gone.delete()
    await Blob.filter(id=gone.blob_id).delete()
    for _ in range(2):
        await back_up(full, data, root)
    return Directory(root)


def ids(destination: Directory) -> list[str]:
    """Return the ids of the snapshots."""
    return [each.id for each in repository.snapshots(destination)]


async def test_files_go_a_day_after_their_last_backup(grown: Directory) -> None:
    before, files = ids(grown), set(grown.names("blobs/"))
    age(grown.root)
    tried = prune.prune(grown, ONE, dry_run=True)
    assert tried.removed == before[:2]
    assert ids(grown) == before
    done = prune.prune(grown, ONE)
    assert (done.removed, done.files) == (before[:2], [])
    assert ids(grown) == before[2:]
    # A backup that found them a moment ago may rely on them.
    assert set(grown.names("blobs/")) == files
    age(grown.root)
    later = prune.prune(grown, ONE)
    (newest,) = repository.snapshots(grown)
    gone = files - newest.receipt().blobs.keys()
    assert gone
    assert set(later.files) == gone
    assert set(grown.names("blobs/")) == files - gone
    assert verify(newest).good


async def test_backups_rely_on_what_lives_or_is_fresh(grown: Directory) -> None:
    (content, size), *_ = _only_in_the_first(grown).items()
    age(grown.root)
    assert StoredBlobs(grown, Recipients()).find(content, size)
    prune.prune(grown, ONE)
    assert StoredBlobs(grown, Recipients()).find(content, size)
    age(grown.root, hours=13)
    assert not StoredBlobs(grown, Recipients()).find(content, size)


def _only_in_the_first(destination: Directory) -> dict[str, int]:
    first, second, _ = (
        each.receipt().blobs for each in repository.snapshots(destination)
    )
    return {
        path.removeprefix("blobs/"): size
        for path, size in first.items()
        if path not in second
    }


@pytest.mark.parametrize("judge", [prune.proved, prune.complete])
async def test_the_last_good_one_stays(grown: Directory, judge: prune.Judge) -> None:
    first, *others = repository.snapshots(grown)
    for location in others:
        archive = grown.root / location.archive
        if judge is prune.proved:
            flip(archive, 0)
        else:
            archive.write_bytes(archive.read_bytes()[:-1])
    done = prune.prune(grown, ONE, judge)
    assert done.removed == [others[0].id]
    assert done.kept[first.id] == [LAST_GOOD]
    flip(grown.root / first.archive, 0)
    with pytest.raises(DamagedError, match="nothing was removed"):
        prune.prune(grown, ONE)
    assert len(ids(grown)) == 2


async def test_without_a_receipt_no_file_goes(grown: Directory) -> None:
    *_, middle, newest = repository.snapshots(grown)
    grown.remove(layout.receipt_name(newest.id))
    age(grown.root)
    (grown.root / "blobs" / ("0" * 64)).write_bytes(b"stray")
    age(grown.root)
    done = prune.prune(grown, ONE, prune.complete)
    assert done.unclear == [newest.id]
    assert middle.id in done.kept
    assert "blobs/" + "0" * 64 in grown.names("blobs/")


async def test_strays_of_a_crash_go(grown: Directory) -> None:
    stray = layout.receipt_name("20200101T000000000Z-00000000")
    for name in (stray, "blobs/" + "0" * 64):
        (grown.root / name).write_bytes(b"stray")
    everything = Policy({"last": 9})
    assert prune.prune(grown, everything).files == []
    age(grown.root)
    done = prune.prune(grown, everything)
    assert {stray, "blobs/" + "0" * 64} <= set(done.files)
    assert len(ids(grown)) == 3
    assert all(verify(each).good for each in repository.snapshots(grown))


class Failing(Directory):
    """A directory whose disk fails at the n-th change."""

    def __init__(self, root: Path, left: int) -> None:
        super().__init__(root)
        self.left = left

    def touch(self, name: str) -> None:
        """Touch, or fail."""
        self._count()
        super().touch(name)

    def remove(self, name: str) -> None:
        """Remove, or fail."""
        self._count()
        super().remove(name)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.EIO, "the disk failed")


async def test_whatever_has_a_name_is_good_wherever_it_stops(
    grown: Directory, tmp_path: Path
) -> None:
    last = ids(grown)[-1]
    for changes in range(100):
        root = tmp_path / f"copy-{changes}"
        shutil.copytree(grown.root, root)
        age(root)
        (root / "blobs" / ("0" * 64)).write_bytes(b"stray")
        age(root)
        failing = Failing(root, changes)
        with suppress(OSError):
            prune.prune(failing, ONE, prune.complete)
        alive = repository.snapshots(Directory(root))
        assert alive[-1].id == last
        assert all(verify(each).good for each in alive)
        if failing.left >= 0:
            break
        # Another try brings it to its end.
        prune.prune(Directory(root), ONE, prune.complete)
        assert ids(Directory(root)) == [last]
    assert changes > 5


async def test_size_limits(grown: Directory) -> None:
    done = prune.prune(grown, Policy({}, max_size=1))
    assert len(done.removed) == 2
    assert done.facts()["bytes"] > 0
