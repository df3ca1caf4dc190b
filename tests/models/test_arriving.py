"""Uploads in parts, at rest."""

import pytest

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.models.arriving import Arriving
from appliance.models.attachment import CHUNK_SIZE, BlobChunk
from appliance.models.database import Database
from tests.factories import make_user


async def test_parts_lie_in_chunks_in_their_order(database: Database) -> None:
    own = Arriving(database, (await make_user(database)).id)
    content = bytes(range(256)) * (CHUNK_SIZE // 128)
    upload = await own.begin("{}", len(content))
    third = CHUNK_SIZE * 2 // 3
    for start in range(0, len(content), third):
        await own.add(upload.uid, start, content[start : start + third])
    found = await own.find(upload.uid)
    assert found.received == len(content)
    pieces = [piece async for piece in own.read(found)]
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= CHUNK_SIZE
    assert await BlobChunk.all().count() == len(pieces)


async def test_a_part_that_overlaps_the_end_is_refused(database: Database) -> None:
    own = Arriving(database, (await make_user(database)).id)
    upload = await own.begin("{}", 10)
    await own.add(upload.uid, 0, b"12345")
    assert (await own.add(upload.uid, 2, b"34")).received == 5
    with pytest.raises(FailedPreconditionError):
        await own.add(upload.uid, 3, b"456")


async def test_it_ends_once(database: Database) -> None:
    own = Arriving(database, (await make_user(database)).id)
    upload = await own.begin("{}", 0)
    async with database.write() as transaction:
        blob = await own.end(transaction, upload)
    assert blob.release_time is not None
    with pytest.raises(NotFoundError):
        async with database.write() as transaction:
            await own.end(transaction, upload)
