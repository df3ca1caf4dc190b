"""A deleted memo as a message, from what the trash keeps of it."""

from collections.abc import Iterator

from appliance.api import converters
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.models.aggregate import Aggregate
from appliance.models.memo import Memo
from appliance.models.user import Accounts


async def trashed_message(accounts: Accounts, aggregate: Aggregate) -> pb.Memo:
    """Return the memo as it was: with files, reactions, comments and references.

    Relations to memos that are not in the same entry of the trash are left out: who
    may see those is not known here.
    """
    memo = aggregate.memos[0]
    parent = await Memo.get_or_none(id=memo.parent_id) if memo.parent_id else None
    message = converters.memo(
        memo.columns(),
        await _username(accounts, memo.creator_id),
        parent.uid if parent else None,
    )
    message.attachments = [
        converters.attachment(row, memo.uid)
        for row in aggregate.attachments
        if row.memo_id == memo.id
    ]
    message.relations = list(_relations(aggregate))
    if parent:
        above = pb.MemoRelation.Memo(name=parent.name)
        message.relations.append(_relation(memo, above, pb.MemoRelation.Type.COMMENT))
    message.reactions = [
        pb.Reaction(
            name=f"{memo.name}/reactions/{row.id}",
            creator=f"users/{await _username(accounts, row.creator_id)}",
            content_id=memo.name,
            reaction_type=row.reaction_type,
            create_time=converters.time(row.create_time),
        )
        for row in aggregate.reactions
        if row.memo_id == memo.id
    ]
    return message


def _relations(aggregate: Aggregate) -> Iterator[pb.MemoRelation]:
    memo = aggregate.memos[0]
    known = {each.id: each for each in aggregate.memos}
    for row in aggregate.relations:
        ends = known.get(row.memo_id), known.get(row.related_memo_id)
        if memo in ends and ends[0] and ends[1]:
            yield _relation(ends[0], _end(ends[1]), pb.MemoRelation.Type.REFERENCE)
    for each in aggregate.memos:
        if each.parent_id == memo.id:
            yield _relation(each, _end(memo), pb.MemoRelation.Type.COMMENT)


def _relation(
    memo: Memo, related: pb.MemoRelation.Memo, kind: pb.MemoRelation.Type
) -> pb.MemoRelation:
    return pb.MemoRelation(memo=_end(memo), related_memo=related, type=kind)


def _end(memo: Memo) -> pb.MemoRelation.Memo:
    return pb.MemoRelation.Memo(name=memo.name, snippet=memo.snippet)


async def _username(accounts: Accounts, user_id: int) -> str:
    account = await accounts.find(user_id)
    return account.username if account else ""
