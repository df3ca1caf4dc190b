"""What every write of a memo does inside its one transaction."""

from collections.abc import Sequence

from appliance import markdown
from appliance.api.gen.memos.api.v1 import attachment_service_pb as attachment_pb
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import uid_of
from appliance.errors import AlreadyExistsError, InvalidArgumentError, NotFoundError
from appliance.models import access
from appliance.models.access import Guarded, Principal
from appliance.models.binding import bind_attachments
from appliance.models.change import ChangeKind
from appliance.models.database import Transaction
from appliance.models.memo import IN_BATCH, Memo
from appliance.models.notification import notify_of_mentions
from appliance.models.relation import replace_references

# A memo holds far fewer; all of them are read and written in one turn of writing.
MAX_PARTS = 1000


async def load_memo(transaction: Transaction, name: str) -> Memo:
    """Load a memo by its resource name."""
    uid = uid_of(name, "memos", "memo")
    memo = await Memo.get_or_none(uid=uid, using_db=transaction.connection)
    # The database may take names for alike that differ.
    if memo is None or memo.uid != uid:
        raise NotFoundError("memo not found")
    return memo


async def load_writable(
    transaction: Transaction, name: str, principal: Principal
) -> Memo:
    """Load a memo that the caller may change."""
    memo = await load_memo(transaction, name)
    access.require_writable(principal, memo.guarded)
    return memo


async def load_parent(transaction: Transaction, memo: Memo) -> Memo | None:
    """Load the memo that a comment belongs to."""
    if memo.parent_id is None:
        return None
    return await Memo.get(id=memo.parent_id, using_db=transaction.connection)


async def require_free(transaction: Transaction, uid: str) -> None:
    """Raise AlreadyExistsError if a memo has this uid."""
    if await Memo.filter(uid=uid).using_db(transaction.connection).exists():
        raise AlreadyExistsError(f'memo with ID "{uid}" already exists')


async def set_attachments(
    transaction: Transaction,
    memo: Memo,
    files: Sequence[attachment_pb.Attachment],
    *,
    principal: Principal,
    now: int,
) -> None:
    """Make these files the memo's and trash those that it had besides."""
    _require_few(files, "attachments")
    uids = [uid_of(file.name, "attachments", "attachment") for file in files]
    await bind_attachments(transaction, memo, uids, principal=principal, now=now)


async def set_references(
    transaction: Transaction, memo: Memo, relations: Sequence[pb.MemoRelation]
) -> None:
    """Make the memo refer to just these; being a comment is not for choosing."""
    _require_few(relations, "relations")
    uids: list[str] = []
    for relation in relations:
        if relation.type == pb.MemoRelation.Type.COMMENT:
            continue
        if relation.related_memo is None:
            raise InvalidArgumentError("related memo is required")
        uids.append(uid_of(relation.related_memo.name, "memos", "related memo"))
    await replace_references(transaction, memo.id, await _ids(transaction, uids))


def _require_few(parts: Sequence[object], what: str) -> None:
    if len(parts) > MAX_PARTS:
        raise InvalidArgumentError(f"too many {what} (max {MAX_PARTS})")


async def _ids(transaction: Transaction, uids: Sequence[str]) -> list[int]:
    found: dict[str, int] = {}
    for start in range(0, len(uids), IN_BATCH):
        batch = uids[start : start + IN_BATCH]
        rows = Memo.filter(uid__in=batch).using_db(transaction.connection)
        found |= {row.uid: row.id for row in await rows.only("id", "uid")}
    for uid in uids:
        if uid not in found:
            raise NotFoundError(f"related memo not found: memos/{uid}")
    return [found[uid] for uid in uids]


async def add_parts(
    transaction: Transaction,
    memo: Memo,
    message: pb.Memo,
    *,
    principal: Principal,
    now: int,
) -> None:
    """Give a memo that was just stored the files and references that came with it."""
    if message.attachments:
        await set_attachments(
            transaction, memo, message.attachments, principal=principal, now=now
        )
    if message.relations:
        await set_references(transaction, memo, message.relations)


async def tell_mentioned(  # noqa: PLR0913 - a mention is made of this much
    transaction: Transaction,
    memo: Memo,
    now: int,
    *,
    before: str = "",
    above: Sequence[Guarded] = (),
    told: int | None = None,
) -> None:
    """Notify those whom the text mentions and the text `before` did not."""
    if "@" not in memo.content:
        return
    known = set(markdown.mentions(before))
    names = [name for name in markdown.mentions(memo.content) if name not in known]
    await notify_of_mentions(transaction, memo, names, now, above=above, told=told)


async def announce(
    transaction: Transaction, memo: Memo, kind: ChangeKind, principal: Principal
) -> None:
    """Record what happened to something that belongs to a memo."""
    parent = await load_parent(transaction, memo)
    name = parent.name if parent else ""
    transaction.record(memo.change(kind, principal.user_id, parent=name))


async def touch(
    transaction: Transaction, memo: Memo, principal: Principal, now: int
) -> None:
    """Store that a memo's files or references were replaced.

    The contract moves its time then, which it does not for a change of text.
    """
    before, visibility = memo.counted(), memo.visibility
    memo.update_time = now
    await memo.replace(transaction, before)
    parent = await load_parent(transaction, memo)
    transaction.record(
        memo.change(
            ChangeKind.MEMO_UPDATED,
            principal.user_id,
            visibility,
            parent=parent.name if parent else "",
        )
    )
