"""Files by reference: rows without bytes, bytes in pieces."""

import pytest
from tortoise.exceptions import IntegrityError

from appliance.models.attachment import CHUNK_SIZE, Attachment, Blob, BlobChunk
from appliance.models.database import Database
from appliance.models.memo import Memo
from tests.factories import make_attachment, make_memo, make_user


async def test_attachment_comes_back_as_it_was_stored(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann)
    made = await make_attachment(database, ann, memo, "写真 🏞 #1.png")

    stored = await Attachment.get(uid=made.uid)
    assert stored.filename == "写真 🏞 #1.png"
    assert (stored.memo_id, stored.creator_id) == (memo.id, ann.id)
    assert stored.blob_id == made.blob_id
    assert stored.size == 3


@pytest.mark.usefixtures("database")
async def test_bytes_are_kept_in_order_and_unchanged() -> None:
    blob = await Blob.create(
        storage="database", reference="", size=3, sha256="0" * 64, create_time=0
    )
    pieces = {2: b"", 1: bytes(range(256)) * (CHUNK_SIZE // 256), 3: b"\0tail"}
    for position, content in pieces.items():
        await BlobChunk.create(blob_id=blob.id, position=position, content=content)

    stored = await BlobChunk.filter(blob_id=blob.id).order_by("position")
    assert [chunk.content for chunk in stored] == [pieces[key] for key in (1, 2, 3)]


@pytest.mark.usefixtures("database")
async def test_piece_has_one_place() -> None:
    blob = await Blob.create(
        storage="database", reference="", size=0, sha256="", create_time=0
    )
    await BlobChunk.create(blob_id=blob.id, position=1, content=b"a")
    with pytest.raises(IntegrityError):
        await BlobChunk.create(blob_id=blob.id, position=1, content=b"b")


@pytest.mark.usefixtures("database")
async def test_pieces_go_with_their_blob() -> None:
    blob = await Blob.create(
        storage="database", reference="", size=0, sha256="", create_time=0
    )
    await BlobChunk.create(blob_id=blob.id, position=1, content=b"a")
    await blob.delete()

    assert not await BlobChunk.exists()


async def test_blob_in_use_cannot_go(database: Database) -> None:
    ann = await make_user(database)
    made = await make_attachment(database, ann, None, "a.txt")
    with pytest.raises(IntegrityError):
        await Blob.filter(id=made.blob_id).delete()

    assert await Blob.exists()


async def test_attachment_goes_with_its_memo_and_leaves_the_bytes(
    database: Database,
) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann)
    await make_attachment(database, ann, memo, "a.txt")
    free = await make_attachment(database, ann, None, "b.txt")
    await Memo.filter(id=memo.id).delete()

    assert [row.id for row in await Attachment.all()] == [free.id]
    assert await Blob.all().count() == 2


async def test_names_compare_byte_for_byte(database: Database) -> None:
    ann = await make_user(database)
    for uid in ("abc", "ABC"):
        await make_attachment(database, ann, None, f"{uid}.txt", uid=uid)

    assert (await Attachment.get(uid="ABC")).filename == "ABC.txt"
