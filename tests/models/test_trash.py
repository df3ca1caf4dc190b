"""What is deleted comes back whole, under its old names, or not at all."""

import json
from typing import Any

import pytest

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.attachment import Attachment, Blob
from appliance.models.base import State, Visibility
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.counter import Counter
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.tag import MemoTag
from appliance.models.trash import TrashedMemo, move_to_trash, purge, restore
from appliance.models.user import User
from tests.factories import make_attachment, make_memo, make_user

NOW = 1_800_000_000
Table = list[tuple[Any, ...]]


async def trash(database: Database, memo: Memo, deleter: User) -> TrashedMemo:
    async with database.write() as transaction:
        return await move_to_trash(transaction, memo, deleter_id=deleter.id, now=NOW)


async def bring_back(database: Database, trashed: TrashedMemo) -> Memo:
    async with database.write() as transaction:
        return await restore(transaction, trashed, actor_id=trashed.deleter_id, now=NOW)


async def contents() -> dict[str, Table]:
    """Return the rows of an aggregate and what is derived from them."""
    memos: Any = Memo.all().order_by("id")
    tags: Any = MemoTag.all().order_by("memo_id", "kind", "tag")
    counters: Any = Counter.exclude(value=0).order_by("name", "kind")
    columns = [name for name in Memo._meta.fields_db_projection if name != "revision"]  # noqa: SLF001 - Tortoise names its columns only there
    return {
        "memos": await memos.values_list(*columns),
        "tags": await tags.values_list("memo_id", "kind", "tag", "listing"),
        "counters": await counters.values_list("kind", "name", "state", "value"),
        "attachments": await Attachment.all().order_by("id").values_list(),
    }


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


@pytest.fixture
async def thread(database: Database, ann: User) -> Memo:
    """Store a memo with comments three deep and files on two levels."""
    bob = await make_user(database, "bob")
    memo = await make_memo(
        database,
        ann,
        "# Title\n\n#Work/now 🎉 [x](u)",
        uid="thread",
        visibility=Visibility.PROTECTED,
        create_time=-5,
        pinned=True,
    )
    memo.location_placeholder, memo.location_latitude = "Home", 1.5
    before = memo.counted()
    async with database.write() as transaction:
        await memo.replace(transaction, before)
    comment = await make_memo(database, bob, "#reply", uid="reply", parent=memo)
    nested = await make_memo(database, ann, "nested", uid="nested", parent=comment)
    await make_memo(
        database, bob, "deep", uid="deep", parent=nested, state=State.ARCHIVED
    )
    await make_attachment(database, ann, memo, "photo.png")
    await make_attachment(database, bob, nested, "note.txt")
    return memo


async def test_everything_of_the_memo_goes(
    database: Database, ann: User, thread: Memo
) -> None:
    kept = await make_memo(database, ann, "#kept", uid="kept")
    trashed = await trash(database, thread, ann)

    assert [memo.uid for memo in await Memo.all()] == ["kept"]
    assert {row.memo_id for row in await MemoTag.all()} == {kept.id}
    assert not await Attachment.exists()
    # Blobs stay: what lies in the trash still refers to them.
    assert await Blob.all().count() == 2
    assert (trashed.uid, trashed.creator_id) == ("thread", ann.id)
    assert (trashed.deleter_id, trashed.delete_time) == (ann.id, NOW)
    assert (trashed.content, trashed.snippet) == (thread.content, thread.snippet)


async def test_everything_of_the_memo_comes_back(
    database: Database, ann: User, thread: Memo
) -> None:
    before = await contents()
    trashed = await trash(database, thread, ann)
    assert await contents() != before

    restored = await bring_back(database, trashed)

    assert restored.uid == "thread"
    assert await contents() == before
    assert not await TrashedMemo.exists()


async def test_revisions_grow_over_deletion_and_return(
    database: Database, ann: User, thread: Memo
) -> None:
    before = {memo.id: memo.revision for memo in await Memo.all()}
    await bring_back(database, await trash(database, thread, ann))

    after = {memo.id: memo.revision for memo in await Memo.all()}
    assert after == {memo_id: revision + 1 for memo_id, revision in before.items()}


async def test_uid_is_free_at_once(database: Database, ann: User, thread: Memo) -> None:
    await trash(database, thread, ann)
    again = await make_memo(database, ann, "second", uid="thread")

    assert again.id != thread.id
    await trash(database, again, ann)
    assert await TrashedMemo.filter(uid="thread").count() == 2


@pytest.mark.parametrize("uid", ["thread", "deep"])
async def test_nothing_comes_back_where_a_name_is_taken(
    database: Database, ann: User, thread: Memo, uid: str
) -> None:
    trashed = await trash(database, thread, ann)
    await make_memo(database, ann, "took it", uid=uid)
    before = await contents()
    sequence = await database.sequence()

    with pytest.raises(AlreadyExistsError, match=f"memos/{uid} exists"):
        await bring_back(database, trashed)

    assert await contents() == before
    assert await database.sequence() == sequence
    assert await TrashedMemo.all().count() == 1


async def test_nothing_comes_back_where_the_name_of_a_file_is_taken(
    database: Database, ann: User, thread: Memo
) -> None:
    trashed = await trash(database, thread, ann)
    file = json.loads(trashed.aggregate)["attachments"][0]
    await make_attachment(database, ann, None, "other.txt", uid=file["uid"])
    before = await contents()

    with pytest.raises(AlreadyExistsError, match=f"attachments/{file['uid']} exists"):
        await bring_back(database, trashed)

    assert await contents() == before


async def test_comment_does_not_come_back_without_its_memo(
    database: Database, ann: User, thread: Memo
) -> None:
    trashed = await trash(database, await Memo.get(uid="reply"), ann)
    above = await trash(database, thread, ann)

    with pytest.raises(FailedPreconditionError, match="comment"):
        await bring_back(database, trashed)
    assert not await Memo.exists()

    await bring_back(database, above)
    comment = await bring_back(database, trashed)
    assert comment.parent_id == thread.id
    assert await Memo.all().count() == 4


async def test_changes_tell_of_both_ways(
    database: Database, ann: User, thread: Memo
) -> None:
    await bring_back(database, await trash(database, thread, ann))

    deleted, restored = (await ChangeRow.all().order_by("sequence"))[-2:]
    assert (deleted.kind, restored.kind) == (
        ChangeKind.MEMO_DELETED,
        ChangeKind.MEMO_RESTORED,
    )
    assert deleted.name == restored.name == "memos/thread"
    assert (deleted.visibility_before, deleted.visibility_after) == (2, None)
    assert (restored.visibility_before, restored.visibility_after) == (None, 2)


async def test_names_of_the_deleted_stay_free_for_good_ids_do_not(
    database: Database, ann: User
) -> None:
    first = await make_memo(database, ann)
    await trash(database, first, ann)
    second = await make_memo(database, ann)

    assert second.id > first.id


async def test_purged_memo_lets_go_of_its_files(
    database: Database, ann: User, thread: Memo
) -> None:
    kept = await make_attachment(database, ann, None, "kept.txt")
    trashed = await trash(database, thread, ann)
    async with database.write() as transaction:
        await purge(transaction, trashed, actor_id=ann.id, now=NOW)

    assert not await TrashedMemo.exists()
    blobs = {blob.id: blob.release_time for blob in await Blob.all()}
    assert blobs.pop(kept.blob_id) is None
    assert set(blobs.values()) == {NOW}
    last = await ChangeRow.all().order_by("-sequence").first()
    assert last is not None
    assert (last.kind, last.name) == (ChangeKind.TRASH_PURGED, f"trash/{trashed.id}")


async def test_memo_of_an_account_that_is_gone_stays_away(
    database: Database, ann: User
) -> None:
    bob = await make_user(database, "bob")
    trashed = await trash(database, await make_memo(database, bob), ann)
    await bob.delete()

    with pytest.raises(FailedPreconditionError, match="account"):
        await bring_back(database, trashed)
    assert await TrashedMemo.exists()
