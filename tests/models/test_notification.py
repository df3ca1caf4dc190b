"""Who is told of what: once, in the transaction, and only what may be read."""

import pytest

from appliance.models.base import State, Visibility
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.notification import (
    Notification,
    NotificationKind,
    NotificationStatus,
    notify_of_comment,
    notify_of_mentions,
)
from appliance.models.user import User
from tests.factories import make_memo, make_user

NOW = 1_800_000_000


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


async def mention(database: Database, memo: Memo, *names: str) -> list[int]:
    """Mention names; return the users that are told, in order."""
    async with database.write() as transaction:
        await notify_of_mentions(transaction, memo, names, NOW)
    rows = await Notification.all().order_by("id")
    assert {row.kind for row in rows} <= {NotificationKind.MEMO_MENTION}
    assert {row.status for row in rows} <= {NotificationStatus.UNREAD}
    return [row.receiver_id for row in rows]


@pytest.mark.parametrize(
    ("visibility", "state", "told"),
    [
        (Visibility.PUBLIC, State.NORMAL, True),
        (Visibility.PROTECTED, State.NORMAL, True),
        (Visibility.PRIVATE, State.NORMAL, False),
        (Visibility.PUBLIC, State.ARCHIVED, False),
    ],
)
async def test_readers_are_told(
    database: Database, ann: User, visibility: Visibility, state: State, *, told: bool
) -> None:
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann, visibility=visibility, state=state)

    assert await mention(database, memo, "bob", "bob") == ([bob.id] if told else [])


async def test_names_are_those_of_active_users_letter_by_letter(
    database: Database, ann: User
) -> None:
    await make_user(database, "Eve")
    gone = await make_user(database, "gone")
    await User.filter(id=gone.id).update(state=State.ARCHIVED)
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann)

    told = await mention(database, memo, "eve", "gone", "nobody", "ann", "bob")

    assert told == [bob.id]


@pytest.mark.parametrize("visibility", Visibility)
async def test_owner_hears_of_comments_on_what_is_not_private(
    database: Database, ann: User, visibility: Visibility
) -> None:
    bob = await make_user(database, "bob")
    memo = await make_memo(database, ann, visibility=visibility)
    comment = await make_memo(database, bob, parent=memo)
    async with database.write() as transaction:
        told = await notify_of_comment(transaction, comment, memo, NOW)

    rows = await Notification.all()
    if visibility is Visibility.PRIVATE:
        assert (told, rows) == (None, [])
        return
    (row,) = rows
    assert told == row.receiver_id == ann.id
    assert (row.sender_id, row.memo_id, row.related_memo_id, row.create_time) == (
        bob.id,
        comment.id,
        memo.id,
        NOW,
    )
    change = await ChangeRow.get(kind=ChangeKind.NOTIFICATION_CREATED)
    assert change.name == f"users/ann/notifications/{row.id}"
    assert (change.owner_id, change.actor_id) == (ann.id, bob.id)


async def test_nobody_hears_of_themselves(database: Database, ann: User) -> None:
    memo = await make_memo(database, ann)
    comment = await make_memo(database, ann, parent=memo)
    async with database.write() as transaction:
        assert await notify_of_comment(transaction, comment, memo, NOW) is None
    assert not await Notification.exists()
