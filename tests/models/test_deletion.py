"""An account goes with all that is its own, and nothing else goes."""

from appliance.models.attachment import Attachment, Blob
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.counter import Counter
from appliance.models.database import Database
from appliance.models.deletion import delete_account
from appliance.models.identity import PersonalAccessToken, Session
from appliance.models.memo import Memo
from appliance.models.notification import Notification
from appliance.models.preference import UserSetting
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.share import MemoShare
from appliance.models.shortcut import Shortcut
from appliance.models.trash import TrashedAttachment, TrashedMemo, move_to_trash
from appliance.models.user import User
from appliance.models.webhook import Webhook
from tests.factories import make_attachment, make_memo, make_user

EVERYTHING_OF_A_USER = (
    Memo,
    Attachment,
    Counter,
    Session,
    PersonalAccessToken,
    UserSetting,
    Shortcut,
    Webhook,
    Notification,
    Reaction,
    MemoShare,
    TrashedMemo,
    TrashedAttachment,
)


async def delete(database: Database, user: User, actor: User) -> None:
    async with database.write() as transaction:
        await delete_account(transaction, user, actor.id)


async def revisions() -> dict[str, int]:
    return {memo.uid: memo.revision for memo in await Memo.all()}


async def fill(database: Database, ann: User, boss: User) -> None:
    """Give the user one of everything."""
    memo = await make_memo(database, ann, "mine #tag")
    trashed = await make_memo(database, ann, "trashed")
    async with database.write() as transaction:
        await move_to_trash(transaction, trashed, deleter_id=boss.id, now=0)
    await Session.create(user_id=ann.id, create_time=0, last_seen_time=0)
    await PersonalAccessToken.create(
        uid="t", user_id=ann.id, token_hash="h", create_time=0
    )
    await UserSetting.create(user_id=ann.id, key="GENERAL", value="{}")
    await Shortcut.create(user_id=ann.id, uid="s", title="t", expression="pinned")
    await Webhook.create(
        user_id=ann.id,
        uid="w",
        display_name="",
        url="https://example.org",
        signing_secret="",
        create_time=0,
        update_time=0,
    )
    await Notification.create(
        receiver_id=boss.id, sender_id=ann.id, memo_id=memo.id, kind=1, create_time=0
    )
    await Reaction.create(
        memo_id=memo.id, creator_id=ann.id, reaction_type="x", create_time=0
    )
    await MemoShare.create(uid="m", memo_id=memo.id, creator_id=ann.id, create_time=0)
    await TrashedAttachment.create(
        uid="f", creator_id=ann.id, deleter_id=ann.id, delete_time=0, columns_json="{}"
    )
    await make_attachment(database, ann, memo, "a.txt")


async def test_everything_of_the_user_goes(database: Database) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    await fill(database, ann, boss)
    had = {kind.__name__: await kind.all().count() for kind in EVERYTHING_OF_A_USER}
    assert 0 not in had.values()

    await delete(database, ann, boss)

    assert [user.username for user in await User.all()] == ["boss"]
    left = {kind.__name__: await kind.all().count() for kind in EVERYTHING_OF_A_USER}
    assert left == dict.fromkeys(left, 0)
    change = await ChangeRow.filter(kind=ChangeKind.USER_DELETED).get()
    assert (change.name, change.owner_id, change.actor_id) == (
        "users/ann",
        ann.id,
        boss.id,
    )


async def test_threads_below_the_user_go_however_deep(database: Database) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    kept = await make_memo(database, boss, "kept", uid="kept")
    parent = await make_memo(database, boss, "stays", uid="stays")
    for depth in range(40):
        author = (ann, boss)[depth % 2]
        parent = await make_memo(database, author, f"depth {depth}", parent=parent)
    await make_memo(database, boss, "too", parent=kept, uid="too")

    await delete(database, ann, boss)

    assert await revisions() == {"kept": 1, "stays": 2, "too": 1}


async def test_memos_that_showed_something_get_a_new_revision(
    database: Database,
) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    uids = ("untouched", "reacted", "filed", "refers", "referred")
    memos = {uid: await make_memo(database, boss, uid=uid) for uid in uids}
    hers = await make_memo(database, ann)
    await Reaction.create(
        memo_id=memos["reacted"].id,
        creator_id=ann.id,
        reaction_type="x",
        create_time=0,
    )
    await make_attachment(database, ann, memos["filed"], "a.txt")
    await Relation.create(memo_id=memos["refers"].id, related_memo_id=hers.id)
    await Relation.create(memo_id=hers.id, related_memo_id=memos["referred"].id)

    await delete(database, ann, boss)

    assert await revisions() == {
        "untouched": 1,
        "reacted": 2,
        "filed": 2,
        "refers": 2,
        "referred": 2,
    }


async def test_files_are_let_go_unless_somebody_else_has_them(
    database: Database,
) -> None:
    boss, ann = await make_user(database, "boss"), await make_user(database, "ann")
    memo, trashed = await make_memo(database, ann), await make_memo(database, ann)
    hers = await make_attachment(database, ann, None, "hers.txt")
    below = await make_attachment(database, boss, memo, "below.txt")
    thrown = await make_attachment(database, ann, trashed, "thrown.txt")
    shared = await make_attachment(database, ann, None, "shared.txt")
    other = await make_attachment(database, boss, None, "other.txt")
    await Attachment.filter(id=other.id).update(blob_id=shared.blob_id)
    async with database.write() as transaction:
        await move_to_trash(transaction, trashed, deleter_id=ann.id, now=0)

    await delete(database, ann, boss)

    released = await Blob.exclude(release_time=None).order_by("id")
    assert [blob.id for blob in released] == sorted(
        [hers.blob_id or 0, below.blob_id or 0, thrown.blob_id or 0]
    )
    assert [each.id for each in await Attachment.all()] == [other.id]
