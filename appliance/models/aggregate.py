"""A memo with everything that lives and dies with it, whole and as text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Self, TypeVar

from appliance.models.attachment import Attachment
from appliance.models.base import Row
from appliance.models.database import Transaction
from appliance.models.memo import IN_BATCH, Memo
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.share import MemoShare
from appliance.models.user import User

M = TypeVar("M", bound=Row)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The rows of a memo, of its comments and of all that hangs on them.

    Parents come before children. Relations may have an end that is elsewhere.
    """

    memos: list[Memo]
    attachments: list[Attachment] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    shares: list[MemoShare] = field(default_factory=list)

    @property
    def blob_ids(self) -> set[int]:
        """The bytes that its files need."""
        return {each.blob_id for each in self.attachments if each.blob_id is not None}

    def to_json(self) -> str:
        """Return what the trash keeps."""
        parts: dict[str, Sequence[Row]] = {
            "memos": self.memos,
            "attachments": self.attachments,
            "reactions": self.reactions,
            "relations": self.relations,
            "shares": self.shares,
        }
        return json.dumps(
            {name: [row.columns() for row in rows] for name, rows in parts.items()},
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote; older entries have fewer parts."""
        parts: dict[str, list[dict[str, Any]]] = json.loads(text)
        return cls(
            memos=[Memo(**columns) for columns in parts["memos"]],
            attachments=[Attachment(**row) for row in parts.get("attachments", ())],
            reactions=[Reaction(**row) for row in parts.get("reactions", ())],
            relations=[Relation(**row) for row in parts.get("relations", ())],
            shares=[MemoShare(**row) for row in parts.get("shares", ())],
        )


def _batches(values: Iterable[int]) -> Iterator[list[int]]:
    rest = sorted(set(values))
    for start in range(0, len(rest), IN_BATCH):
        yield rest[start : start + IN_BATCH]


async def _load(
    transaction: Transaction, kind: type[M], column: str, values: Iterable[int]
) -> list[M]:
    """Return the rows whose column has one of many values, the oldest first."""
    found: dict[int, M] = {}
    for batch in _batches(values):
        rows = kind.filter(**{f"{column}__in": batch}).using_db(transaction.connection)
        found |= {row.id: row for row in await rows}
    return [found[number] for number in sorted(found)]


async def gather(transaction: Transaction, memo: Memo) -> Aggregate:
    """Load a memo's comments, theirs, level by level, and what hangs on them all."""
    memos = level = [memo]
    while level:
        level = await _load(transaction, Memo, "parent_id", [each.id for each in level])
        memos = memos + level
    ids = [each.id for each in memos]
    outgoing = await _load(transaction, Relation, "memo_id", ids)
    incoming = await _load(transaction, Relation, "related_memo_id", ids)
    return Aggregate(
        memos=memos,
        attachments=await _load(transaction, Attachment, "memo_id", ids),
        reactions=await _load(transaction, Reaction, "memo_id", ids),
        relations=list({row.id: row for row in outgoing + incoming}.values()),
        shares=await _load(transaction, MemoShare, "memo_id", ids),
    )


async def remove(transaction: Transaction, aggregate: Aggregate) -> None:
    """Delete the rows, comments on comments first.

    Foreign keys take along the rest; on MariaDB they do not reach 15 levels down.
    """
    top, *comments = aggregate.memos
    for comment in reversed(comments):
        await comment.remove(transaction)
    await top.remove(transaction)


async def survivors(transaction: Transaction, aggregate: Aggregate) -> Aggregate:
    """Return what can still be put back: accounts and memos may be gone by now."""
    users = await _existing(transaction, User, _user_ids(aggregate))
    memos: list[Memo] = []
    ids: set[int] = set()
    for memo in aggregate.memos:
        top = memo is aggregate.memos[0]
        if memo.creator_id in users and (top or memo.parent_id in ids):
            memos.append(memo)
            ids.add(memo.id)
    ends = {end for row in aggregate.relations for end in _ends(row)}
    known = ids | await _existing(transaction, Memo, ends - ids)

    def alive(row: Attachment | Reaction | MemoShare) -> bool:
        return row.memo_id in ids and row.creator_id in users

    return Aggregate(
        memos=memos,
        attachments=[row for row in aggregate.attachments if alive(row)],
        reactions=[row for row in aggregate.reactions if alive(row)],
        relations=[row for row in aggregate.relations if known >= set(_ends(row))],
        shares=[row for row in aggregate.shares if alive(row)],
    )


async def insert(transaction: Transaction, aggregate: Aggregate) -> None:
    """Put all rows back under their old ids, which are never given twice."""
    for memo in aggregate.memos:
        # A new revision, because readers may remember the old one.
        memo.revision += 1
        await memo.insert(transaction)
    parts: Sequence[Row] = [
        *aggregate.attachments,
        *aggregate.reactions,
        *aggregate.relations,
        *aggregate.shares,
    ]
    for row in parts:
        await row.save(using_db=transaction.connection, force_create=True)


def _ends(relation: Relation) -> tuple[int, int]:
    return relation.memo_id, relation.related_memo_id


def _user_ids(aggregate: Aggregate) -> set[int]:
    rows: Iterable[Memo | Attachment | Reaction | MemoShare] = chain(
        aggregate.memos, aggregate.attachments, aggregate.reactions, aggregate.shares
    )
    return {row.creator_id for row in rows}


async def _existing(
    transaction: Transaction, kind: type[Row], ids: Iterable[int]
) -> set[int]:
    found: set[int] = set()
    for batch in _batches(ids):
        rows = kind.filter(id__in=batch).using_db(transaction.connection)
        found |= set(await rows.values_list("id", flat=True))  # type: ignore[arg-type]  # of one column
    return found
