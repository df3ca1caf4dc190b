"""Deleted memos, whole, until they are restored or purged."""

import json
from dataclasses import dataclass

from tortoise import fields

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.attachment import Attachment
from appliance.models.base import UID_LENGTH, Row
from appliance.models.change import ChangeKind
from appliance.models.database import Transaction
from appliance.models.memo import Memo


class TrashedMemo(Row):
    """A deleted aggregate as JSON: the memo, its comments, references to its files.

    Users are named by id without a foreign key: the row must outlive what it names
    until its owner's account goes.
    """

    uid = fields.CharField(max_length=UID_LENGTH)
    creator_id = fields.BigIntField()
    deleter_id = fields.BigIntField()
    delete_time = fields.BigIntField()
    snippet = fields.TextField()
    content = fields.TextField()
    aggregate = fields.TextField()

    class Meta:
        table = "appliance_trash"
        indexes = (("creator_id", "id"), ("uid",), ("delete_time",))


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A memo with everything that lives and dies with it; parents before children."""

    memos: list[Memo]
    attachments: list[Attachment]

    def to_json(self) -> str:
        """Return what the trash keeps."""
        return json.dumps(
            {
                "memos": [memo.columns() for memo in self.memos],
                "attachments": [each.columns() for each in self.attachments],
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> "Aggregate":
        """Read back what `to_json` wrote."""
        parts = json.loads(text)
        return cls(
            memos=[Memo(**columns) for columns in parts["memos"]],
            attachments=[Attachment(**columns) for columns in parts["attachments"]],
        )


async def _gather(transaction: Transaction, memo: Memo) -> Aggregate:
    """Load the memo's comments, theirs, and all their files, level by level."""
    connection = transaction.connection
    memos = level = [memo]
    while level:
        parents = [each.id for each in level]
        level = await Memo.filter(parent_id__in=parents).using_db(connection)
        memos = memos + level
    attachments = await Attachment.filter(
        memo_id__in=[each.id for each in memos]
    ).using_db(connection)
    return Aggregate(memos, attachments)


async def move_to_trash(
    transaction: Transaction, memo: Memo, *, deleter_id: int, now: int
) -> TrashedMemo:
    """Delete the aggregate of a memo and keep all of it; its uid is free at once."""
    aggregate = await _gather(transaction, memo)
    trashed = TrashedMemo(
        uid=memo.uid,
        creator_id=memo.creator_id,
        deleter_id=deleter_id,
        delete_time=now,
        snippet=memo.snippet,
        content=memo.content,
        aggregate=aggregate.to_json(),
    )
    await trashed.save(using_db=transaction.connection)
    transaction.record(
        memo.change(ChangeKind.MEMO_DELETED, deleter_id, memo.visibility)
    )
    # Rows that hang on it go with it by foreign key.
    await memo.remove(transaction)
    return trashed


async def _require_place(transaction: Transaction, aggregate: Aggregate) -> None:
    """Raise unless all names are free and a comment's memo is there."""
    connection = transaction.connection
    uids = [memo.uid for memo in aggregate.memos]
    memo = await Memo.filter(uid__in=uids).using_db(connection).first()
    if memo:
        raise AlreadyExistsError(f"{memo.name} exists: another memo took the name")
    uids = [attachment.uid for attachment in aggregate.attachments]
    file = await Attachment.filter(uid__in=uids).using_db(connection).first()
    if file:
        raise AlreadyExistsError(
            f"attachments/{file.uid} exists: another file took the name"
        )
    parent_id = aggregate.memos[0].parent_id
    if parent_id is None:
        return
    if not await Memo.filter(id=parent_id).using_db(connection).exists():
        raise FailedPreconditionError("the memo of this comment is deleted as well")


async def restore(
    transaction: Transaction, trashed: TrashedMemo, *, actor_id: int
) -> Memo:
    """Put the aggregate back under its old names; AlreadyExistsError if one is taken.

    Ids are never given twice, so the old ones are free.
    """
    connection = transaction.connection
    aggregate = Aggregate.from_json(trashed.aggregate)
    await _require_place(transaction, aggregate)
    for memo in aggregate.memos:
        # A new revision, because readers may remember the old one.
        memo.revision += 1
        await memo.insert(transaction)
    for attachment in aggregate.attachments:
        await attachment.save(using_db=connection, force_create=True)
    await trashed.delete(using_db=connection)
    restored = aggregate.memos[0]
    transaction.record(restored.change(ChangeKind.MEMO_RESTORED, actor_id))
    return restored
