"""Bytes are let go of when no row names them, and not before.

What only a deleted memo names is the sweep's to keep: `storage/test_sweep.py`.
"""

from collections.abc import Sequence
from unittest.mock import patch

from appliance.models.arriving import Arriving
from appliance.models.attachment import Attachment, Blob
from appliance.models.binding import move_attachment_to_trash
from appliance.models.database import Database
from appliance.models.release import release_blobs
from appliance.models.trash import TrashedAttachment
from tests.factories import make_attachment, make_user

NOW = 1_800_000_000


async def released(database: Database, *blob_ids: int | None) -> list[bool]:
    """Try to release blobs; tell of each whether it was."""
    wanted = [blob_id for blob_id in blob_ids if blob_id is not None]
    async with database.write() as transaction:
        await release_blobs(transaction, wanted, NOW)
    return [(await Blob.get(id=each)).release_time == NOW for each in wanted]


async def test_whatever_names_a_blob_holds_it(database: Database) -> None:
    ann = await make_user(database)
    files = [await make_attachment(database, ann, None, f"{n}") for n in range(3)]
    held, thrown, gone = files
    upload = await Arriving(database, ann.id).begin("{}", 10)
    async with database.write() as transaction:
        for file in (thrown, gone):
            await move_attachment_to_trash(
                transaction, file, deleter_id=ann.id, now=NOW
            )
    await TrashedAttachment.filter(uid=gone.uid).delete()

    assert await released(
        database,
        held.blob_id,
        thrown.blob_id,
        gone.blob_id,
        upload.blob_id,
    ) == [False, False, True, False]


async def test_blob_of_two_files_stays_for_the_second(database: Database) -> None:
    ann = await make_user(database)
    first = await make_attachment(database, ann, None, "a")
    second = await make_attachment(database, ann, None, "b")
    await Attachment.filter(id=second.id).update(blob_id=first.blob_id)
    await Attachment.filter(id=first.id).delete()

    assert await released(database, first.blob_id, second.blob_id) == [False, True]
    await Attachment.filter(id=second.id).delete()
    assert await released(database, first.blob_id) == [True]


async def test_number_of_statements_does_not_follow_the_number_of_blobs(
    database: Database,
) -> None:
    ann = await make_user(database)
    files = [await make_attachment(database, ann, None, f"{n}") for n in range(5)]
    await Attachment.all().delete()
    ran: list[str] = []

    async with database.write() as transaction:
        execute = transaction.execute

        async def counted(sql: str, values: Sequence[object] = ()) -> int:
            ran.append(sql)
            return await execute(sql, values)

        with patch.object(transaction, "execute", counted):
            await release_blobs(transaction, [each.blob_id or 0 for each in files], NOW)

    assert len(ran) == 1
    assert "appliance_trash" not in ran[0]
    assert {blob.release_time for blob in await Blob.all()} == {NOW}
