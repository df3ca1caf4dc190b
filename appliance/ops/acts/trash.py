"""Deleted memos, as operators bring them back or forget them."""

import time
from typing import Any

from appliance.errors import NotFoundError
from appliance.models.database import Transaction
from appliance.models.expiry import empty_trash
from appliance.models.trash import TrashedMemo
from appliance.models.trash import restore as put_back
from appliance.models.user import find_user
from appliance.ops.acts.ground import Ground


async def restore(ground: Ground, *, entry: int) -> dict[str, Any]:
    """Put a deleted memo back with everything that was deleted with it."""
    async with ground.database.write() as transaction:
        trashed = await _load(transaction, entry)
        memo = await put_back(transaction, trashed, actor_id=None, now=int(time.time()))
    return {"id": entry, "memo": memo.name}


async def empty(
    ground: Ground, *, username: str | None = None, before: int | None = None
) -> dict[str, Any]:
    """Forget deleted memos for good: of one account or all, of before a second."""
    user = await find_user(username) if username else None
    if username and not user:
        raise NotFoundError(f"There is no account {username}.")
    done = await empty_trash(ground.database, user.id if user else None, before)
    return {"forgotten": done.memos, "files": done.files}


async def _load(transaction: Transaction, entry: int) -> TrashedMemo:
    trashed = await TrashedMemo.get_or_none(id=entry, using_db=transaction.connection)
    if trashed is None:
        raise NotFoundError(f"The trash has no entry {entry}.")
    return trashed
