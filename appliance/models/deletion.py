"""Deleting an account with everything that belongs to it.

Foreign keys take most of it along. What they cannot do is done here: comment trees of
any depth, notes of others that showed something of the user, counters, the trash, and
letting go of files.
"""

import json
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import islice

from appliance.models.change import Change, ChangeKind
from appliance.models.database import Row, Transaction, values_of
from appliance.models.profile import require_another_admin
from appliance.models.release import HOLDERS, release_blobs
from appliance.models.user import User

# Placeholders in one statement; every database takes more.
BATCH = 500

# Tables whose rows name the user without a foreign key.
_UNBOUND = ("appliance_counter", "appliance_trash", "appliance_attachment_trash")


async def delete_account(
    transaction: Transaction, user: User, actor_id: int | None
) -> None:
    """Delete the account and all it owns; the last administrator is refused."""
    await require_another_admin(transaction, user)
    memos = await _memos(transaction, user.id)
    blobs = await _blobs(transaction, user.id, memos)
    await _touch_neighbours(transaction, user.id, memos)
    for batch in _batches(memos):
        # Foreign keys cascade 15 levels on MariaDB; threads may be deeper.
        await _run(
            transaction,
            "UPDATE appliance_memo SET parent_id = NULL"
            " WHERE parent_id IS NOT NULL AND id IN",
            batch,
        )
    for batch in _batches(memos):
        await _run(transaction, "DELETE FROM appliance_memo WHERE id IN", batch)
    for table in _UNBOUND:
        await transaction.execute(
            f"DELETE FROM {table} WHERE creator_id = ?",  # noqa: S608 - names of ours
            (user.id,),
        )
    await user.delete(using_db=transaction.connection)
    await release_blobs(transaction, blobs, int(time.time()))
    transaction.record(
        Change(
            kind=ChangeKind.USER_DELETED,
            name=f"users/{user.username}",
            owner_id=user.id,
            actor_id=actor_id,
        )
    )


async def _memos(transaction: Transaction, user_id: int) -> set[int]:
    """Return the user's memos and comments with all comments below them."""
    found = await _column(
        transaction, "SELECT id FROM appliance_memo WHERE creator_id = ?", (user_id,)
    )
    level = found
    while level:
        below = "SELECT id FROM appliance_memo WHERE parent_id IN"
        level = await _gathered(transaction, below, level) - found
        found |= level
    return found


async def _touch_neighbours(
    transaction: Transaction, user_id: int, memos: set[int]
) -> None:
    """Raise the revision of memos that stay and showed something that goes."""
    touched: set[int] = set()
    for table in ("appliance_reaction", "appliance_attachment"):
        source = f"SELECT memo_id FROM {table} WHERE creator_id = ? AND memo_id > 0"  # noqa: S608 - names of ours
        touched |= await _column(transaction, source, (user_id,))
    for source in (
        "SELECT parent_id FROM appliance_memo WHERE parent_id IS NOT NULL AND id IN",
        "SELECT memo_id FROM appliance_memo_relation WHERE related_memo_id IN",
        "SELECT related_memo_id FROM appliance_memo_relation WHERE memo_id IN",
    ):
        touched |= await _gathered(transaction, source, memos)
    raising = "UPDATE appliance_memo SET revision = revision + 1 WHERE id IN"
    for batch in _batches(touched - memos):
        await _run(transaction, raising, batch)


async def _blobs(transaction: Transaction, user_id: int, memos: set[int]) -> set[int]:
    """Return the blobs of all files that go, also of those in the user's trash."""
    found: set[int] = set()
    for table in HOLDERS:
        source = f"SELECT blob_id FROM {table} WHERE creator_id = ? AND blob_id > 0"  # noqa: S608 - names of ours
        found |= await _column(transaction, source, (user_id,))
    found |= await _gathered(
        transaction,
        "SELECT blob_id FROM appliance_attachment WHERE blob_id > 0 AND memo_id IN",
        memos,
    )
    async for aggregate in _trashed(transaction, user_id):
        files = json.loads(aggregate).get("attachments", ())
        found |= {file["blob_id"] for file in files if file.get("blob_id")}
    return found


async def _trashed(transaction: Transaction, user_id: int) -> AsyncIterator[str]:
    """Yield the user's trash one by one: an entry may be large."""
    entries = await _column(
        transaction, "SELECT id FROM appliance_trash WHERE creator_id = ?", (user_id,)
    )
    for entry in entries:
        rows = await transaction.fetch(
            "SELECT aggregate FROM appliance_trash WHERE id = ?", (entry,)
        )
        yield rows[0]["aggregate"]


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while batch := list(islice(rest, BATCH)):
        yield batch


def _listed(ids: Sequence[int]) -> str:
    return f" ({', '.join('?' * len(ids))})"


async def _run(transaction: Transaction, sql: str, ids: Sequence[int]) -> None:
    await transaction.execute(sql + _listed(ids), ids)


async def _column(
    transaction: Transaction, sql: str, values: Sequence[object]
) -> set[int]:
    return {_first(row) for row in await transaction.fetch(sql, values)}


async def _gathered(transaction: Transaction, sql: str, ids: set[int]) -> set[int]:
    found: set[int] = set()
    for batch in _batches(ids):
        found |= await _column(transaction, sql + _listed(batch), batch)
    return found


def _first(row: Row) -> int:
    number: int = next(iter(values_of(row)))
    return number
