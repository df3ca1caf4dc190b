"""Deleted files: brought back, or forgotten for good."""

import json

from appliance.errors import FailedPreconditionError
from appliance.models.access import Principal, can_write
from appliance.models.attachment import Attachment
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.filing import file
from appliance.models.memo import Memo
from appliance.models.release import release_blobs
from appliance.models.trash import TrashedAttachment
from appliance.models.user import User


async def restore_attachment(
    transaction: Transaction, trashed: TrashedAttachment, *, principal: Principal
) -> tuple[Attachment, Memo | None]:
    """Put a file back under its old name; AlreadyExistsError if that is taken.

    It returns to the end of its memo if that is there and the caller may write it.
    """
    connection = transaction.connection
    attachment = Attachment(**json.loads(trashed.columns_json))
    if not await User.filter(id=attachment.creator_id).using_db(connection).exists():
        raise FailedPreconditionError("the account of this file is deleted")
    memo = await _memo(transaction, attachment, principal)
    attachment.memo_id = memo.id if memo else None
    await trashed.delete(using_db=connection)
    await file(transaction, attachment, actor_id=principal.user_id)
    return attachment, memo


async def _memo(
    transaction: Transaction, attachment: Attachment, principal: Principal
) -> Memo | None:
    """Return the memo that the file may hang on once more."""
    if attachment.memo_id is None:
        return None
    memo = await Memo.get_or_none(
        id=attachment.memo_id, using_db=transaction.connection
    )
    return memo if memo and can_write(principal, memo.guarded) else None


async def purge_attachment(
    transaction: Transaction,
    trashed: TrashedAttachment,
    *,
    actor_id: int | None,
    now: int,
) -> None:
    """Forget an entry for good and let go of its bytes."""
    await trashed.delete(using_db=transaction.connection)
    if trashed.blob_id is not None:
        await release_blobs(transaction, [trashed.blob_id], now)
    transaction.record(
        Change(
            kind=ChangeKind.TRASH_PURGED,
            name=f"trashed-attachments/{trashed.id}",
            owner_id=trashed.creator_id,
            actor_id=actor_id,
        )
    )
