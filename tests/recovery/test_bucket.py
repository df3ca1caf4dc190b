"""A backup into a real bucket: we are killed in the middle, or the storage is."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers import need
from tests.peers_s3 import S3Process, s3_process
from tests.recovery.host import Host
from tests.recovery.scene import Scene, check_repository
from tests.recovery.test_kill import KILLED, moments

KILLS, MANY_KILLS = 4, 40
# Longer than a storage needs to be gone for, shorter than we wait for it.
AWAY_SECONDS = 3.0


@pytest.fixture(scope="module")
def storage() -> Iterator[S3Process]:
    """Run a storage that can be killed."""
    with s3_process(need("weed")) as running:
        yield running


@pytest.fixture(scope="module")
def sender(storage: S3Process, original: Scene) -> Iterator[Host]:
    """Run commands that know the keys, and have used them once."""
    bucket = storage.bucket
    keys = {
        "AWS_ACCESS_KEY_ID": bucket.access_key_id,
        "AWS_SECRET_ACCESS_KEY": bucket.access_key_secret,
    }
    with pytest.MonkeyPatch.context() as environment, Host(keys) as running:
        for name, value in keys.items():
            environment.setenv(name, value)
        target = address(storage, "warm")
        running.warm("backup", "create", "--data", original.data, "--to", target)
        yield running


def address(storage: S3Process, prefix: str) -> str:
    """Return where a repository is."""
    bucket = storage.bucket
    return f"s3://{bucket.bucket}/{prefix}?endpoint={bucket.endpoint}"


def kill_uploads(original: Scene, sender: Host, storage: S3Process, count: int) -> int:
    """Kill uploads, each into a place of its own; return how many died."""
    create = "backup", "create", "--data", original.data, "--to"
    seconds = sender.order(*create, address(storage, "timed"))["seconds"]
    codes = []
    for number, moment in enumerate(moments(seconds, count)):
        target = address(storage, f"killed/{count}/{number}")
        codes.append(sender.order(*create, target, kill=moment)["code"])
        before = check_repository(target)
        # Whoever died holds nobody up, and least of all looks like a backup.
        done = sender.order(*create, target)
        assert done["code"] == 0, done["said"]
        assert check_repository(target) == before + 1
    return codes.count(KILLED)


def test_killed_uploads_leave_nothing_half(
    original: Scene, sender: Host, storage: S3Process
) -> None:
    assert kill_uploads(original, sender, storage, KILLS) > 0


@pytest.mark.slow  # each upload takes seconds, and each is looked at
def test_many_killed_uploads_leave_nothing_half(
    original: Scene, sender: Host, storage: S3Process
) -> None:
    assert kill_uploads(original, sender, storage, MANY_KILLS) > KILLS


@pytest.mark.slow  # half a minute until it answers again and we ask again
def test_a_storage_that_dies_in_the_middle_and_comes_back_has_the_backup(
    original: Scene, sender: Host, storage: S3Process, tmp_path: Path
) -> None:
    target = address(storage, "away")
    create = "backup", "create", "--data", original.data, "--to"
    usual = sender.order(*create, address(storage, "usual"))["seconds"]

    def fail() -> None:
        time.sleep(usual / 2)
        storage.kill()
        time.sleep(AWAY_SECONDS)
        storage.revive()

    failing = threading.Thread(target=fail)
    failing.start()
    done = sender.order(*create, target)
    failing.join()
    assert done["code"] == 0, done["said"]
    # It was away while we wrote, or this proves nothing.
    assert done["seconds"] > AWAY_SECONDS
    assert check_repository(target) == 1
    restored = sender.order("backup", "restore", target, "--data", tmp_path / "new")
    assert restored["code"] == 0, restored["said"]


@pytest.mark.slow  # we wait a minute for it
def test_a_storage_that_stays_away_is_named(
    original: Scene, sender: Host, storage: S3Process
) -> None:
    target = address(storage, "gone").replace(storage.bucket.endpoint, NOBODY)
    done = sender.order(
        "backup", "create", "--data", original.data, "--to", target, "--json"
    )
    assert done["code"] == 1
    assert "the storage does not answer" in done["said"]


# The discard port of a machine that discards nothing.
NOBODY = "http://127.0.0.1:9"
