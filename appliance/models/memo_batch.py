"""Work on many memos at once, kept for as long as it can be undone."""

import json
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from tortoise import fields

from appliance.models.base import UID_LENGTH, Row
from appliance.models.database import Database, Transaction
from appliance.models.memo import IN_BATCH, Memo
from appliance.models.tag import TagKind
from appliance.models.user import User

RETENTION_SECONDS = 7 * 86400
MOST_PROBLEMS = 500


class BatchKind(IntEnum):
    """How a batch came about, in the wire's numbers."""

    CHANGE = 1
    TAG_RENAME = 2


class BatchState(IntEnum):
    """How far a batch is, in the wire's numbers."""

    RUNNING = 1
    DONE = 2
    UNDOING = 3
    UNDONE = 4


AT_WORK = (BatchState.RUNNING, BatchState.UNDOING)


class Result(IntEnum):
    """What became of one memo, in the wire's numbers."""

    PENDING = 1
    CHANGED = 2
    UNCHANGED = 3
    NOT_FOUND = 4
    DENIED = 5
    FAILED = 6
    UNDONE = 7
    KEPT = 8


PROBLEMS = (Result.NOT_FOUND, Result.DENIED, Result.FAILED, Result.KEPT)


class MemoBatch(Row):
    """One piece of work. Times are epoch seconds; `action` is the wire's number."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    user_id: int
    kind = fields.SmallIntField()
    action = fields.SmallIntField(default=0)
    state = fields.SmallIntField()
    tag = fields.TextField(default="")
    new_tag = fields.TextField(default="")
    total = fields.BigIntField(default=0)
    done = fields.BigIntField(default=0)
    changed = fields.BigIntField(default=0)
    undone = fields.BigIntField(default=0)
    create_time = fields.BigIntField()

    class Meta:
        table = "appliance_memo_batch"
        indexes = (("user_id", "id"), ("state", "id"), ("create_time",))

    @property
    def expire_time(self) -> int:
        """Until when it can be undone."""
        return int(self.create_time) + RETENTION_SECONDS


class MemoBatchItem(Row):
    """One memo of a batch, and how to put back what was changed.

    There is no foreign key to the memo: it may be in the trash.
    """

    batch: fields.ForeignKeyRelation[MemoBatch] = fields.ForeignKeyField(
        "models.MemoBatch", related_name=False, db_index=False
    )
    batch_id: int
    memo_id = fields.BigIntField()
    uid = fields.CharField(max_length=UID_LENGTH)
    result = fields.SmallIntField()
    reason = fields.TextField(default="")
    undo_json = fields.TextField(default="")

    class Meta:
        table = "appliance_memo_batch_item"
        indexes = (("batch_id", "result", "id"),)

    def settle(self, result: Result, reason: str = "") -> None:
        """Note what became of the memo."""
        self.result, self.reason = result, reason

    def remember(self, before: dict[str, Any]) -> None:
        """Note how to put the memo back, and that it was changed."""
        self.undo_json = json.dumps(before, ensure_ascii=False)
        self.settle(Result.CHANGED)


async def add_tagged(transaction: Transaction, batch: MemoBatch) -> int:
    """Add the user's memos below the batch's tag in any case; return how many."""
    await transaction.execute(
        "INSERT INTO appliance_memo_batch_item"
        " (batch_id, memo_id, uid, result, reason, undo_json)"
        " SELECT ?, m.id, m.uid, ?, '', '' FROM appliance_memo_tag t"
        " JOIN appliance_memo m ON m.id = t.memo_id"
        " WHERE t.kind = ? AND t.tag = ? AND t.creator_id = ? ORDER BY m.id",
        (
            batch.id,
            int(Result.PENDING),
            TagKind.BELOW,
            batch.tag.casefold(),
            batch.user_id,
        ),
    )
    # Not every driver tells how many rows such a statement made.
    rows = await transaction.fetch(
        "SELECT COUNT(*) AS n FROM appliance_memo_batch_item WHERE batch_id = ?",
        (batch.id,),
    )
    return int(rows[0]["n"])


async def add_items(transaction: Transaction, items: Sequence[MemoBatchItem]) -> None:
    """Store what became of memos."""
    connection = transaction.connection
    await MemoBatchItem.bulk_create(items, batch_size=100, using_db=connection)


async def next_items(
    transaction: Transaction, batch: MemoBatch, result: Result, limit: int
) -> list[MemoBatchItem]:
    """Return the next memos of a batch of which this became.

    What is to be put back comes in the opposite order: memos before their comments.
    """
    order = "-id" if result is Result.CHANGED else "id"
    rows = MemoBatchItem.filter(batch_id=batch.id, result=result.value)
    return await rows.using_db(transaction.connection).order_by(order).limit(limit)


async def load_memos(transaction: Transaction, uids: Iterable[str]) -> dict[str, Memo]:
    """Return memos by their uids."""
    wanted = sorted(set(uids))
    found: dict[str, Memo] = {}
    for start in range(0, len(wanted), IN_BATCH):
        rows = Memo.filter(uid__in=wanted[start : start + IN_BATCH])
        found |= {row.uid: row for row in await rows.using_db(transaction.connection)}
    return found


async def problems(batch: MemoBatch) -> list[MemoBatchItem]:
    """Return the memos that were not changed, or not put back, and why."""
    wanted = [result.value for result in PROBLEMS]
    return (
        await MemoBatchItem.filter(batch_id=batch.id, result__in=wanted)
        .order_by("id")
        .limit(MOST_PROBLEMS)
    )


async def at_work() -> MemoBatch | None:
    """Return the oldest batch that is not over."""
    states = [state.value for state in AT_WORK]
    return await MemoBatch.filter(state__in=states).order_by("id").first()


async def forget_old(database: Database, now: int) -> None:
    """Forget the batches that can no longer be undone, one at a time."""
    states = [state.value for state in AT_WORK]
    old = MemoBatch.filter(create_time__lt=now - RETENTION_SECONDS)
    while batch := await old.exclude(state__in=states).order_by("id").first():
        async with database.write() as transaction:
            await batch.delete(using_db=transaction.connection)
