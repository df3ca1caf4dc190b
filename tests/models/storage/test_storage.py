"""One suite for every storage: what a blob is put into is what comes out of it."""

import hashlib
import random
from collections.abc import AsyncIterator

import pytest

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.models.attachment import CHUNK_SIZE, Blob
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Storages
from appliance.models.storage.choice import SETTING, Bucket
from tests.models.storage.conftest import KINDS, choose, filled
from tests.peers_s3 import setting_of

CONTENT = random.Random(7).randbytes(2 * CHUNK_SIZE + 4711)  # noqa: S311 - bytes to compare
LARGE = random.Random(8).randbytes(17 << 20)  # noqa: S311 - bytes to compare


async def put(storages: Storages, content: bytes, name: str = "a b ü.bin") -> Blob:
    with await filled(storages, content) as spool:
        return await storages.put(spool, name, "application/octet-stream")


async def joined(pieces: AsyncIterator[bytes]) -> bytes:
    found = [piece async for piece in pieces]
    assert all(0 < len(piece) <= CHUNK_SIZE for piece in found)
    return b"".join(found)


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("size", [0, 1, CHUNK_SIZE, len(CONTENT)])
async def test_what_goes_in_comes_out(storages: Storages, size: int) -> None:
    blob = await put(storages, CONTENT[:size])
    assert (blob.size, blob.sha256) == (
        size,
        hashlib.sha256(CONTENT[:size]).hexdigest(),
    )
    assert await joined(storages.read(blob)) == CONTENT[:size]


@pytest.mark.usefixtures("kind")
async def test_a_large_file_comes_out_too(storages: Storages) -> None:
    blob = await put(storages, LARGE)
    assert await joined(storages.read(blob)) == LARGE


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize(
    ("start", "length"),
    [
        *((0, 1), (5, 10), (CHUNK_SIZE - 1, 2), (CHUNK_SIZE, CHUNK_SIZE)),
        *((len(CONTENT) - 1, 1), (1, len(CONTENT) - 1), (7, 0)),
    ],
)
async def test_any_piece_can_be_read(
    storages: Storages, start: int, length: int
) -> None:
    blob = await put(storages, CONTENT)
    found = await joined(storages.read(blob, start, length))
    assert found == CONTENT[start : start + length]


@pytest.mark.usefixtures("kind")
async def test_one_name_twice_is_two_files(storages: Storages) -> None:
    first, second = await put(storages, b"one"), await put(storages, b"two")
    assert await joined(storages.read(first)) == b"one"
    assert await joined(storages.read(second)) == b"two"


@pytest.mark.usefixtures("kind")
async def test_what_is_erased_is_gone(storages: Storages) -> None:
    blob, other = await put(storages, CONTENT), await put(storages, b"other")
    await storages.erase(blob)
    assert not await Blob.filter(id=blob.id).exists()
    with pytest.raises(NotFoundError):
        await joined(storages.read(blob))
    assert await joined(storages.read(other)) == b"other"


@pytest.mark.usefixtures("kind")
async def test_what_is_gone_already_can_be_erased(storages: Storages) -> None:
    blob = await put(storages, b"x")
    copy = await Blob.get(id=blob.id)
    await storages.erase(blob)
    await storages.erase(copy)


async def test_a_change_of_storage_breaks_no_old_file(
    storages: Storages, settings: InstanceSettings, request: pytest.FixtureRequest
) -> None:
    blobs = []
    for kind in (*KINDS, *reversed(KINDS)):
        await choose(settings, kind, request)
        blobs.append((kind, await put(storages, kind.encode())))
        for other, blob in blobs:
            assert await joined(storages.read(blob)) == other.encode()
    assert len({blob.storage for _, blob in blobs}) == len(KINDS)


async def test_another_bucket_leaves_the_first_in_reach(
    storages: Storages, settings: InstanceSettings, bucket: Bucket, database: Database
) -> None:
    await settings.set(SETTING, setting_of(bucket), None)
    blob = await put(storages, b"in the first")
    moved = setting_of(bucket) | {"s3Config": {"bucket": "elsewhere"}}
    await settings.set(SETTING, moved, None)
    assert await joined(storages.read(blob)) == b"in the first"
    rows = await database.scan("SELECT * FROM appliance_blob")
    assert bucket.access_key_secret not in str([dict(row) for row in rows])


async def test_a_bucket_without_a_name_takes_nothing(
    storages: Storages, settings: InstanceSettings
) -> None:
    await settings.set(SETTING, {"storageType": "S3"}, None)
    with pytest.raises(FailedPreconditionError):
        await put(storages, b"x")


async def test_a_copy_can_be_read_in_any_order(storages: Storages) -> None:
    blob = await put(storages, CONTENT)
    with await storages.fetch(blob) as copy:
        assert copy.at(9, 5) == CONTENT[9:14]
        assert copy.sha256 == blob.sha256
