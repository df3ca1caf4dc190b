"""What users are told: somebody commented on their memo, or mentioned them."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from tortoise import fields

from appliance.models.access import Credential, Guarded, Principal, can_read
from appliance.models.base import Role, Row, State, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.memo import IN_BATCH, Memo
from appliance.models.user import User


class NotificationKind(IntEnum):
    """Why a user is told, in the wire's numbers."""

    MEMO_COMMENT = 1
    MEMO_MENTION = 2


class NotificationStatus(IntEnum):
    """Whether it was put away, in the wire's numbers."""

    UNREAD = 1
    ARCHIVED = 2


class Notification(Row):
    """One piece of news. `memo` is the comment or the memo that mentions.

    `related_memo` is the commented memo, or the parent of a mentioning comment.
    """

    receiver: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    receiver_id: int
    sender: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    sender_id: int
    # Without foreign keys: who was told stays told when the memo goes, and a memo
    # comes back from the trash under its old id.
    memo_id = fields.BigIntField()
    related_memo_id = fields.BigIntField(null=True)
    kind = fields.SmallIntField()
    status = fields.SmallIntField(default=NotificationStatus.UNREAD.value)
    create_time = fields.BigIntField()

    class Meta:
        table = "appliance_notification"
        indexes = (
            ("receiver_id", "id"),
            ("sender_id",),
            ("memo_id",),
            ("related_memo_id",),
        )


async def notify_of_comment(
    transaction: Transaction, comment: Memo, parent: Memo, now: int
) -> int | None:
    """Tell the owner of a memo about a comment by somebody else; return who is told.

    Nobody hears of comments on private memos.
    """
    if (
        comment.creator_id == parent.creator_id
        or parent.visibility == Visibility.PRIVATE
    ):
        return None
    owner = await User.get(id=parent.creator_id, using_db=transaction.connection)
    kind = NotificationKind.MEMO_COMMENT
    await _notify(transaction, kind, owner, comment, related_memo_id=parent.id, now=now)
    return parent.creator_id


async def notify_of_mentions(  # noqa: PLR0913 - a mention is made of this much
    transaction: Transaction,
    memo: Memo,
    names: Iterable[str],
    now: int,
    *,
    above: Sequence[Guarded] = (),
    told: int | None = None,
) -> None:
    """Tell those users of these names who may read the memo, each once.

    Names are compared as they are, lower-cased by whoever read them from the text;
    the author and who is `told` already hear nothing.
    """
    for user in await _mentioned(transaction, list(dict.fromkeys(names))):
        reader = Principal(
            user.id, user.username, Role(user.role), Credential.ACCESS_TOKEN
        )
        silent = user.id in (memo.creator_id, told)
        if not silent and can_read(reader, memo.guarded, above):
            kind = NotificationKind.MEMO_MENTION
            await _notify(
                transaction, kind, user, memo, related_memo_id=memo.parent_id, now=now
            )


async def _mentioned(transaction: Transaction, names: Sequence[str]) -> list[User]:
    found: dict[str, User] = {}
    for start in range(0, len(names), IN_BATCH):
        batch = names[start : start + IN_BATCH]
        users = User.filter(username__in=batch, state=State.NORMAL.value)
        rows = await users.using_db(transaction.connection).only(
            "id", "username", "role"
        )
        found |= {row.username: row for row in rows}
    # The database may take names for alike that differ.
    return [found[name] for name in names if name in found]


async def _notify(  # noqa: PLR0913 - the columns of a row
    transaction: Transaction,
    kind: NotificationKind,
    receiver: User,
    memo: Memo,
    *,
    related_memo_id: int | None,
    now: int,
) -> None:
    row = Notification(
        receiver_id=receiver.id,
        sender_id=memo.creator_id,
        memo_id=memo.id,
        related_memo_id=related_memo_id,
        kind=kind.value,
        create_time=now,
    )
    await row.save(using_db=transaction.connection)
    transaction.record(
        Change(
            kind=ChangeKind.NOTIFICATION_CREATED,
            name=f"users/{receiver.username}/notifications/{row.id}",
            owner_id=receiver.id,
            actor_id=memo.creator_id,
        )
    )
