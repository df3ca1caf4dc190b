"""Deleted memos, whole, until they are restored or purged."""

from tortoise import fields

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.models.aggregate import Aggregate, gather, insert, remove, survivors
from appliance.models.attachment import Attachment
from appliance.models.base import UID_LENGTH, Row
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.memo import IN_BATCH, Memo
from appliance.models.release import release_blobs


class TrashedMemo(Row):
    """A deleted aggregate as JSON: the memo, its comments, all that hangs on them.

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


class TrashedAttachment(Row):
    """A deleted file: its row as JSON. Its blob stays until this entry goes."""

    uid = fields.CharField(max_length=UID_LENGTH)
    creator_id = fields.BigIntField()
    deleter_id = fields.BigIntField()
    delete_time = fields.BigIntField()
    blob_id = fields.BigIntField(null=True)
    columns_json = fields.TextField()

    class Meta:
        table = "appliance_attachment_trash"
        indexes = (("creator_id", "id"), ("delete_time",), ("blob_id",))


async def move_to_trash(
    transaction: Transaction, memo: Memo, *, deleter_id: int, now: int
) -> TrashedMemo:
    """Delete the aggregate of a memo and keep all of it; its uid is free at once."""
    aggregate = await gather(transaction, memo)
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
    await memo.name_parent(transaction)
    transaction.record(
        memo.change(ChangeKind.MEMO_DELETED, deleter_id, memo.visibility)
    )
    await remove(transaction, aggregate)
    return trashed


async def _require_place(transaction: Transaction, aggregate: Aggregate) -> None:
    """Raise unless all names are free and a comment's memo is there."""
    connection = transaction.connection
    if memo := await _taken(transaction, Memo, [each.uid for each in aggregate.memos]):
        raise AlreadyExistsError(f"memos/{memo} exists: another memo took the name")
    files = [each.uid for each in aggregate.attachments]
    if file := await _taken(transaction, Attachment, files):
        raise AlreadyExistsError(
            f"attachments/{file} exists: another file took the name"
        )
    parent_id = aggregate.memos[0].parent_id
    if parent_id is None:
        return
    if not await Memo.filter(id=parent_id).using_db(connection).exists():
        raise FailedPreconditionError("the memo of this comment is deleted as well")


async def _taken(
    transaction: Transaction, kind: type[Memo] | type[Attachment], uids: list[str]
) -> str | None:
    """Return the first of many uids that a row has."""
    for start in range(0, len(uids), IN_BATCH):
        batch = uids[start : start + IN_BATCH]
        rows = kind.filter(uid__in=batch).using_db(transaction.connection)
        if found := await rows.first():
            return found.uid
    return None


async def restore(
    transaction: Transaction, trashed: TrashedMemo, *, actor_id: int | None, now: int
) -> Memo:
    """Put the aggregate back under its old names; AlreadyExistsError if one is taken.

    What belonged to accounts that are gone, or referred to memos that are, stays away.
    """
    whole = Aggregate.from_json(trashed.aggregate)
    aggregate = await survivors(transaction, whole)
    if not aggregate.memos:
        raise FailedPreconditionError("the account of this memo is deleted")
    await _require_place(transaction, aggregate)
    await insert(transaction, aggregate)
    await trashed.delete(using_db=transaction.connection)
    await release_blobs(transaction, whole.blob_ids - aggregate.blob_ids, now)
    restored = aggregate.memos[0]
    transaction.record(restored.change(ChangeKind.MEMO_RESTORED, actor_id))
    return restored


async def purge(
    transaction: Transaction, trashed: TrashedMemo, *, actor_id: int | None, now: int
) -> None:
    """Forget an entry for good and let go of its files."""
    blob_ids = Aggregate.from_json(trashed.aggregate).blob_ids
    await trashed.delete(using_db=transaction.connection)
    await release_blobs(transaction, blob_ids, now)
    transaction.record(
        Change(
            kind=ChangeKind.TRASH_PURGED,
            name=f"trash/{trashed.id}",
            owner_id=trashed.creator_id,
            actor_id=actor_id,
        )
    )
