"""What is done with each memo of a batch, and how it is put back.

A batch remembers the one thing that it changed, so undoing it leaves alone whatever
else was changed since, and says so where it was the same thing.
"""

import hashlib
import json
import time
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from appliance.errors import AlreadyExistsError, FailedPreconditionError
from appliance.markdown import tags
from appliance.markdown.tags import Edit, TagError
from appliance.models.access import Principal, can_write
from appliance.models.base import State
from appliance.models.change import ChangeKind
from appliance.models.database import Transaction
from appliance.models.memo import Memo
from appliance.models.memo_batch import (
    BatchKind,
    BatchState,
    MemoBatch,
    MemoBatchItem,
    Result,
    load_memos,
    next_items,
)
from appliance.models.trash import TrashedMemo, move_to_trash, restore

# Of one transaction of a renaming: others write in between.
STEP_MEMOS = 50
STEP_SECONDS = 0.1
CHANGED_SINCE = "It was changed since."


class Action(IntEnum):
    """What to do, in the wire's numbers."""

    ARCHIVE = 1
    RESTORE = 2
    DELETE = 3
    ADD_TAG = 4
    REMOVE_TAG = 5
    SET_VISIBILITY = 6
    PIN = 7
    UNPIN = 8
    # Not on the wire: what a renaming does.
    RENAME_TAG = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What to do, for whom, and within which limits."""

    action: Action
    user_id: int
    now: int
    content_limit: int
    tag: str = ""
    new_tag: str = ""
    visibility: int = 0


async def carry_out(
    transaction: Transaction, memo: Memo, item: MemoBatchItem, order: Order
) -> None:
    """Do to one memo what is ordered, and note it in the item."""
    if order.action is Action.DELETE:
        await _delete(transaction, memo, item, order)
    elif column := _column(order):
        name, value = column
        if name == "visibility" and memo.parent_id is not None:
            item.settle(Result.FAILED, "A comment is seen as its note is.")
        elif (before := getattr(memo, name)) == value:
            item.settle(Result.UNCHANGED)
        else:
            await _set(transaction, memo, name, value, order.user_id)
            item.remember({"column": name, "before": before, "after": value})
    else:
        await _edit(transaction, memo, item, order)


def _column(order: Order) -> tuple[str, int | bool] | None:
    """Return the column that an order sets, and to what."""
    columns: dict[Action, tuple[str, int | bool]] = {
        Action.ARCHIVE: ("state", State.ARCHIVED.value),
        Action.RESTORE: ("state", State.NORMAL.value),
        Action.SET_VISIBILITY: ("visibility", order.visibility),
        Action.PIN: ("pinned", True),
        Action.UNPIN: ("pinned", False),
    }
    return columns.get(order.action)


async def _delete(
    transaction: Transaction, memo: Memo, item: MemoBatchItem, order: Order
) -> None:
    # With its memo a comment may have gone just now.
    rows = Memo.filter(id=memo.id).using_db(transaction.connection)
    if memo.parent_id is not None and not await rows.exists():
        item.settle(Result.NOT_FOUND, "It went with the note it belongs to.")
        return
    trashed = await move_to_trash(
        transaction, memo, deleter_id=order.user_id, now=order.now
    )
    item.remember({"trash": trashed.id})


async def _edit(
    transaction: Transaction, memo: Memo, item: MemoBatchItem, order: Order
) -> None:
    try:
        edits = _edits(memo.content, order)
    except TagError as error:
        item.settle(Result.FAILED, str(error))
        return
    content = tags.applied(memo.content, edits)
    if not edits:
        item.settle(Result.UNCHANGED)
    elif len(content.encode()) > order.content_limit:
        item.settle(Result.FAILED, "It would become longer than notes may be.")
    else:
        back = tags.reversed_edits(memo.content, edits)
        await _set(transaction, memo, "content", content, order.user_id)
        item.remember(
            {
                "digest": _digest(content),
                "edits": [(e.start, e.end, e.replacement.decode()) for e in back],
            }
        )


def _edits(content: str, order: Order) -> list[Edit]:
    if order.action is Action.ADD_TAG:
        return tags.add(content, order.tag)
    if order.action is Action.REMOVE_TAG:
        return tags.remove(content, order.tag)
    return tags.rename(content, order.tag, order.new_tag)


async def _set(
    transaction: Transaction, memo: Memo, column: str, value: Any, actor_id: int
) -> None:
    """Store one thing of a memo. Its time stays: nobody wrote in it."""
    before, visibility = memo.counted(), memo.visibility
    if column == "content":
        memo.write(value)
    else:
        setattr(memo, column, value)
    await memo.replace(transaction, before)
    transaction.record(memo.change(ChangeKind.MEMO_UPDATED, actor_id, visibility))


async def put_back(
    transaction: Transaction, item: MemoBatchItem, principal: Principal, now: int
) -> None:
    """Undo what was done to one memo, and note it in the item."""
    before: dict[str, Any] = json.loads(item.undo_json)
    if "trash" in before:
        await _return(transaction, before["trash"], item, principal, now)
        return
    memo = await Memo.get_or_none(id=item.memo_id, using_db=transaction.connection)
    if memo is None:
        item.settle(Result.KEPT, "It was deleted since.")
    elif not can_write(principal, memo.guarded):
        item.settle(Result.KEPT, "It can no longer be changed by you.")
    elif "column" in before:
        if getattr(memo, before["column"]) != before["after"]:
            item.settle(Result.KEPT, CHANGED_SINCE)
            return
        await _set(
            transaction, memo, before["column"], before["before"], principal.user_id
        )
        item.settle(Result.UNDONE)
    elif _digest(memo.content) != before["digest"]:
        item.settle(Result.KEPT, CHANGED_SINCE)
    else:
        edits = [Edit(start, end, old.encode()) for start, end, old in before["edits"]]
        content = tags.applied(memo.content, edits)
        await _set(transaction, memo, "content", content, principal.user_id)
        item.settle(Result.UNDONE)


async def _return(
    transaction: Transaction,
    trash_id: int,
    item: MemoBatchItem,
    principal: Principal,
    now: int,
) -> None:
    trashed = await TrashedMemo.get_or_none(
        id=trash_id, uid=item.uid, using_db=transaction.connection
    )
    if trashed is None:
        item.settle(Result.KEPT, "It is no longer in the trash.")
        return
    try:
        await restore(transaction, trashed, actor_id=principal.user_id, now=now)
    except (AlreadyExistsError, FailedPreconditionError) as error:
        item.settle(Result.KEPT, str(error))
        return
    item.settle(Result.UNDONE)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


async def undo_all(
    transaction: Transaction, batch: MemoBatch, principal: Principal, now: int
) -> None:
    """Put back all that a batch of one transaction changed."""
    items = await next_items(transaction, batch, Result.CHANGED, batch.total)
    for item in items:
        await put_back(transaction, item, principal, now)
        await keep(transaction, item)
    batch.undone = sum(item.result == Result.UNDONE for item in items)
    batch.state = BatchState.UNDONE.value
    await batch.save(using_db=transaction.connection)


async def advance(
    transaction: Transaction, batch: MemoBatch, principal: Principal, limit: int
) -> None:
    """Do the next part of a renaming, or of its undoing; note how far it is."""
    undoing = batch.state == BatchState.UNDOING
    order = Order(
        action=Action.RENAME_TAG,
        user_id=batch.user_id,
        now=int(time.time()),
        content_limit=limit,
        tag=batch.tag,
        new_tag=batch.new_tag,
    )
    wanted = Result.CHANGED if undoing else Result.PENDING
    items = await next_items(transaction, batch, wanted, STEP_MEMOS)
    memos = await load_memos(transaction, [item.uid for item in items])
    start = time.monotonic()
    for item in items:
        if undoing:
            await put_back(transaction, item, principal, order.now)
            batch.undone += item.result == Result.UNDONE
        else:
            await _rename(transaction, memos.get(item.uid), item, order)
            batch.changed += item.result == Result.CHANGED
            batch.done += 1
        await keep(transaction, item)
        if time.monotonic() - start > STEP_SECONDS:
            break
    if not items:
        over = BatchState.UNDONE if undoing else BatchState.DONE
        batch.state = over.value
    await batch.save(using_db=transaction.connection)


async def _rename(
    transaction: Transaction, memo: Memo | None, item: MemoBatchItem, order: Order
) -> None:
    if memo is None or memo.id != item.memo_id:
        item.settle(Result.NOT_FOUND, "It was deleted since.")
        return
    await _edit(transaction, memo, item, order)


async def keep(transaction: Transaction, item: MemoBatchItem) -> None:
    """Store what became of one memo."""
    await item.save(
        using_db=transaction.connection,
        update_fields=["result", "reason", "undo_json"],
    )


def renaming(user_id: int, tag: str, new_tag: str, now: int) -> MemoBatch:
    """Begin a renaming, not stored yet."""
    return MemoBatch(
        user_id=user_id,
        kind=BatchKind.TAG_RENAME.value,
        state=BatchState.RUNNING.value,
        tag=tag,
        new_tag=new_tag,
        create_time=now,
    )
