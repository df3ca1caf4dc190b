"""Which files belong to which memo; what is dropped goes to the trash of files."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from appliance.errors import NotFoundError, PermissionDeniedError
from appliance.models.access import Principal
from appliance.models.attachment import Attachment
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Fetch, Row, Transaction
from appliance.models.memo import Memo, raise_revisions
from appliance.models.trash import TrashedAttachment


async def load_attachments(
    fetch: Fetch, memo_ids: Sequence[int]
) -> Mapping[int, list[Row]]:
    """Return the files of each of these memos in their order.

    Each row has its memo's uid and the revision of the memo that was read.
    """
    if not memo_ids:
        return {}
    marks = ", ".join("?" * len(memo_ids))
    rows = await fetch(
        "SELECT a.id, a.uid, a.memo_id, a.position, a.create_time, a.filename, a.type,"  # noqa: S608 - values are bound
        " a.size, a.external_link, a.payload, m.uid AS memo_uid, m.revision"
        " FROM appliance_attachment a JOIN appliance_memo m ON m.id = a.memo_id"
        f" WHERE a.memo_id IN ({marks}) ORDER BY a.memo_id, a.position, a.id",
        [*memo_ids],
    )
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["memo_id"]].append(row)
    return found


async def bind_attachments(
    transaction: Transaction,
    memo: Memo,
    uids: Iterable[str],
    *,
    principal: Principal,
    now: int,
) -> None:
    """Make just these files the memo's, in this order; what it loses is trashed.

    All checks come before the first write. The parts of one moving picture stay
    together. The caller raises the memo's revision; other memos' are raised here.
    """
    connection = transaction.connection
    bound = await Attachment.filter(memo_id=memo.id).using_db(connection)
    bound.sort(key=lambda file: (file.position, file.id))
    wanted = await _load(transaction, uids)
    own = {principal.user_id, memo.creator_id}
    if any(file.memo_id != memo.id and file.creator_id not in own for file in wanted):
        raise PermissionDeniedError("cannot attach another user's attachment")
    kept = _with_groups(wanted, bound)
    kept_ids = {file.id for file in kept}
    dropped = [file for file in bound if file.id not in kept_ids]
    if not principal.is_admin and any(file.creator_id not in own for file in dropped):
        raise PermissionDeniedError("cannot remove another user's attachment")
    robbed = {file.memo_id for file in kept if file.memo_id is not None} - {memo.id}
    for file in dropped:
        await move_attachment_to_trash(
            transaction, file, deleter_id=principal.user_id, now=now
        )
    for position, file in enumerate(kept):
        file.memo_id = memo.id
        file.position = position
        # Lists of files are sorted by it: the first file of a memo comes first.
        file.update_time = now + len(kept) - 1 - position
        await file.save(
            using_db=connection, update_fields=["memo_id", "position", "update_time"]
        )
    await raise_revisions(transaction, robbed)


async def move_attachment_to_trash(
    transaction: Transaction, attachment: Attachment, *, deleter_id: int, now: int
) -> TrashedAttachment:
    """Delete a file on the wire but keep it whole; its bytes stay where they are."""
    trashed = TrashedAttachment(
        uid=attachment.uid,
        creator_id=attachment.creator_id,
        deleter_id=deleter_id,
        delete_time=now,
        blob_id=attachment.blob_id,
        columns_json=json.dumps(attachment.columns(), ensure_ascii=False),
    )
    await trashed.save(using_db=transaction.connection)
    await attachment.delete(using_db=transaction.connection)
    if attachment.memo_id is not None:
        await raise_revisions(transaction, [attachment.memo_id])
    transaction.record(
        Change(
            kind=ChangeKind.ATTACHMENT_DELETED,
            name=f"attachments/{attachment.uid}",
            owner_id=attachment.creator_id,
            actor_id=deleter_id,
        )
    )
    return trashed


async def _load(transaction: Transaction, uids: Iterable[str]) -> list[Attachment]:
    """Load files in the order of their names, each once."""
    names = list(dict.fromkeys(uids))
    if not names:
        return []
    rows = await Attachment.filter(uid__in=names).using_db(transaction.connection)
    found = {row.uid: row for row in rows}
    for name in names:
        if name not in found:
            raise NotFoundError(f"attachment not found: {name}")
    return [found[name] for name in names]


def _group(attachment: Attachment) -> str:
    motion = json.loads(attachment.payload).get("motionMedia") or {}
    return str(motion.get("groupId") or "")


def _with_groups(
    wanted: Sequence[Attachment], bound: Sequence[Attachment]
) -> list[Attachment]:
    """Add to what is wanted the rest of each moving picture of which a part is."""
    kept = {file.id: file for file in wanted}
    groups = {(file.creator_id, group) for file in wanted if (group := _group(file))}
    for file in bound:
        if (file.creator_id, _group(file)) in groups:
            kept.setdefault(file.id, file)
    return list(kept.values())
