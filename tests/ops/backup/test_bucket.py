"""A repository in a real bucket. What all destinations do: test_destination.py."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.database import Database
from appliance.ops.backup import prune, repository
from appliance.ops.backup.bucket import PART_SIZE, Bucket
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.repository import locate
from appliance.ops.backup.restore import Restoration
from appliance.ops.backup.retention import Policy
from appliance.ops.backup.spread import Spread
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import emptied, settings_under_test
from tests.peers_s3 import s3_server


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of an empty bucket, and leave the keys where tools look."""
    with s3_server() as bucket, pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", bucket.access_key_id)
        environment.setenv("AWS_SECRET_ACCESS_KEY", bucket.access_key_secret)
        yield f"s3://{bucket.bucket}/{{}}?endpoint={bucket.endpoint}"


def test_files_go_there_and_back(address: str) -> None:
    bucket = Bucket(address.format("some/where"))
    bucket.prepare()
    contents = {
        "blobs/empty": b"",
        "blobs/large": os.urandom(2 * PART_SIZE + 7),
        "snapshots/x": b"x",
    }
    for name, content in contents.items():
        with bucket.put(name) as file:
            file.write(content)
    assert bucket.names("blobs/") == ["blobs/empty", "blobs/large"]
    for name, content in contents.items():
        assert bucket.size(name) == len(content)
        with bucket.open(name) as file:
            assert file.read() == content
    before = bucket.modified("snapshots/x")
    time.sleep(1.1)
    bucket.touch("snapshots/x")
    after = bucket.modified("snapshots/x")
    assert before is not None
    assert after is not None
    assert before < after < time.time() + 60
    bucket.remove("snapshots/x")
    bucket.remove("snapshots/x")
    bucket.touch("snapshots/x")
    assert bucket.modified("snapshots/x") is bucket.size("snapshots/x") is None
    with pytest.raises(NotFoundError, match="snapshots/x: missing"):
        bucket.open("snapshots/x")


def test_what_fails_on_the_way_is_not_there(address: str) -> None:
    bucket = Bucket(address.format("half"))
    with suppress(RuntimeError), bucket.put("blobs/half") as file:
        file.write(b"half")
        raise RuntimeError
    assert bucket.names("blobs/") == []


async def test_the_whole_way(
    full: Database,
    data: Path,
    address: str,
) -> None:
    await full.close()
    settings, url = settings_under_test(data), address.format("backups")
    for _ in range(2):
        spread = Spread(settings, Recipients())
        made = await asyncio.to_thread(spread.run, [url, str(data / "here")])
    assert spread.failed == {}
    assert made.new == 0
    found = repository.snapshots(repository.open_repository(url))
    assert len(found) == 2
    assert locate(made.place).id == locate(url).id == made.receipt.id
    assert (await asyncio.to_thread(verify, locate(made.place))).good
    done = await asyncio.to_thread(
        prune.prune, Bucket(url), Policy({"last": 1}), prune.complete
    )
    assert done.removed == [found[0].id]
    restoring = Restoration(locate(made.place), await emptied(data / "new"))
    assert (await restoring.run()).manifest.counts == made.manifest.counts


def test_a_storage_that_refuses_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-s3cret")
    with pytest.raises(OSError, match="refused: SignatureDoesNotMatch") as caught:
        Bucket(address.format("")).names("blobs/")
    assert "s3cret" not in str(caught.value)


def test_a_storage_that_is_gone_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    bucket = Bucket("s3://b/p?endpoint=http://127.0.0.1:9", waits=(0.01, 0.01))
    with pytest.raises(OSError, match="does not answer: EndpointConnectionError"):
        bucket.names("blobs/")


def test_what_was_left_open_may_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    Bucket("s3://b/p?endpoint=http://127.0.0.1:9").prepare()


@pytest.mark.parametrize("url", ["s3://", "s3://id:key@bucket", "s3://b?secret=x"])
def test_wrong_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidArgumentError):
        Bucket(url)
