"""A deleted file comes back under its name, with its bytes, where it may hang."""

import pytest

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.attachment import Attachment, Blob
from appliance.models.binding import move_attachment_to_trash
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.trash import TrashedAttachment
from appliance.models.trashed_file import purge_attachment, restore_attachment
from appliance.models.user import User
from tests.factories import make_attachment, make_memo, make_user, principal

NOW = 1_800_000_000


async def throw(database: Database, file: Attachment) -> TrashedAttachment:
    async with database.write() as transaction:
        return await move_attachment_to_trash(
            transaction, file, deleter_id=file.creator_id, now=NOW
        )


async def bring_back(
    database: Database, entry: TrashedAttachment, user: User
) -> tuple[Attachment, Memo | None]:
    async with database.write() as transaction:
        return await restore_attachment(transaction, entry, principal=principal(user))


async def test_file_returns_to_the_end_of_its_memo(database: Database) -> None:
    ann = await make_user(database, "ann")
    memo = await make_memo(database, ann, uid="m")
    first = await make_attachment(database, ann, memo, "1.txt")
    second = await make_attachment(database, ann, memo, "2.txt")
    entry = await throw(database, first)
    revision = (await Memo.get(id=memo.id)).revision
    # As if it had been let go of by mistake.
    await Blob.filter(id=first.blob_id).update(release_time=NOW)

    restored, found = await bring_back(database, entry, ann)

    assert found is not None
    assert found.uid == "m"
    assert (restored.id, restored.uid) == (first.id, first.uid)
    files = await Attachment.filter(memo_id=memo.id).order_by("position", "id")
    assert [file.id for file in files] == [second.id, first.id]
    assert (await Memo.get(id=memo.id)).revision == revision + 1
    assert (await Blob.get(id=first.blob_id)).release_time is None
    assert not await TrashedAttachment.exists()
    change = await ChangeRow.all().order_by("-sequence").first()
    assert change is not None
    assert (change.kind, change.name) == (
        ChangeKind.ATTACHMENT_CREATED,
        f"attachments/{first.uid}",
    )


@pytest.mark.parametrize("gone", [True, False])
async def test_file_returns_alone_where_it_may_not_hang(
    database: Database, *, gone: bool
) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    memo = await make_memo(database, boss)
    entry = await throw(database, await make_attachment(database, ann, memo, "1.txt"))
    if gone:
        await Memo.filter(id=memo.id).delete()

    restored, found = await bring_back(database, entry, boss if gone else ann)

    assert found is None
    assert (await Attachment.get(id=restored.id)).memo_id is None


async def test_nothing_returns_to_a_taken_name_or_a_lost_account(
    database: Database,
) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    entry = await throw(database, await make_attachment(database, ann, None, "1.txt"))
    other = await make_attachment(database, ann, None, "2.txt", uid=entry.uid)
    with pytest.raises(AlreadyExistsError):
        await bring_back(database, entry, ann)
    assert await TrashedAttachment.exists()
    await other.delete()
    await ann.delete()
    with pytest.raises(FailedPreconditionError, match="account"):
        await bring_back(database, entry, boss)


async def test_forgotten_file_lets_go_of_its_bytes(database: Database) -> None:
    ann = await make_user(database, "ann")
    entry = await throw(database, await make_attachment(database, ann, None, "1.txt"))
    async with database.write() as transaction:
        await purge_attachment(transaction, entry, actor_id=ann.id, now=NOW)

    assert not await TrashedAttachment.exists()
    assert (await Blob.get()).release_time == NOW
