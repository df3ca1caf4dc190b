"""Memos, the aggregate everything else hangs on, and how they are written.

Columns read by every list come before the text, so that a list need not touch the
pages that hold it. Whatever can be derived from the text is derived when it is written.
"""

import json
from collections.abc import Iterable
from typing import Self

from tortoise import fields

from appliance.markdown import analyze
from appliance.models.access import Guarded
from appliance.models.base import UID_LENGTH, Row, State, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.counter import Counted, count
from appliance.models.database import Transaction
from appliance.models.tag import write_tags
from appliance.models.user import User

# How many values one statement may carry.
IN_BATCH = 500
ID_BITS = 25
ID_MASK = (1 << ID_BITS) - 1
PROPERTIES = ("has_link", "has_task_list", "has_code", "has_incomplete_tasks")
# What counters know of a memo besides its tags and time.
COUNTED = (*PROPERTIES, "pinned")


def order_key(seconds: int, memo_id: int) -> int:
    """Pack a time and an id so that comparing keys compares both.

    39 signed bits hold every second the wire can say (years 1 to 9999); the id only
    orders memos of one second.
    """
    return (seconds << ID_BITS) | (memo_id & ID_MASK)


class Memo(Row):
    """A note, or a comment: a memo with a parent. Times are epoch seconds."""

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    creator: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    creator_id: int
    parent: fields.ForeignKeyNullableRelation["Memo"] = fields.ForeignKeyField(
        "models.Memo", related_name=False, null=True, db_index=False
    )
    parent_id: int | None
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()
    order_key = fields.BigIntField(default=0)
    update_key = fields.BigIntField(default=0)
    state = fields.SmallIntField(default=State.NORMAL.value)
    # The state for memos that lists show, NULL for comments: list indexes begin here.
    listing = fields.SmallIntField(null=True)
    visibility = fields.SmallIntField(default=Visibility.PRIVATE.value)
    pinned = fields.BooleanField(default=False)
    has_link = fields.BooleanField(default=False)
    has_task_list = fields.BooleanField(default=False)
    has_code = fields.BooleanField(default=False)
    has_incomplete_tasks = fields.BooleanField(default=False)
    revision = fields.BigIntField(default=1)
    location_latitude = fields.FloatField(null=True)
    location_longitude = fields.FloatField(null=True)
    location_placeholder: str | None = fields.TextField(null=True)
    tags = fields.TextField(default="[]")
    title = fields.TextField(default="")
    snippet = fields.TextField(default="")
    content = fields.TextField()
    content_folded = fields.TextField()
    # Of a comment, once a transaction has asked for it.
    _parent_name = ""

    class Meta:
        table = "appliance_memo"
        indexes = (
            ("listing", "creator_id", "visibility", "order_key"),
            ("listing", "visibility", "order_key"),
            ("listing", "creator_id", "visibility", "update_key"),
            ("listing", "visibility", "update_key"),
            ("listing", "pinned", "order_key"),
            ("parent_id", "id"),
            ("creator_id", "id"),
        )

    @property
    def name(self) -> str:
        """The resource name."""
        return f"memos/{self.uid}"

    @property
    def tag_list(self) -> tuple[str, ...]:
        """The tags in document order."""
        return tuple(json.loads(self.tags))

    @property
    def guarded(self) -> Guarded:
        """What the access rules look at."""
        return Guarded(self.creator_id, self.state, self.visibility)

    def write(self, content: str) -> Self:
        """Replace the text and everything derived from it.

        Not every database stores NUL; Markdown shows it as U+FFFD (CommonMark 2.3).
        """
        content = content.replace("\0", "\ufffd")
        analysis = analyze(content)
        self.content = content
        self.content_folded = content.casefold()
        self.tags = json.dumps(analysis.tags, ensure_ascii=False)
        self.title = analysis.properties.title
        self.snippet = analysis.snippet
        for name in PROPERTIES:
            setattr(self, name, getattr(analysis.properties, name))
        return self

    def counted(self) -> Counted | None:
        """Return what the memo contributes to the counters; comments: nothing."""
        if self.parent_id is not None:
            return None
        return Counted(
            creator_id=self.creator_id,
            state=self.state,
            visibility=self.visibility,
            create_time=self.create_time,
            tags=self.tag_list,
            properties=tuple(name for name in COUNTED if getattr(self, name)),
        )

    async def insert(self, transaction: Transaction) -> None:
        """Store a new memo with its tags and counts. An id that is set is kept."""
        await self.name_parent(transaction)
        self._settle()
        await self.save(using_db=transaction.connection, force_create=True)
        # Only now is the id known that the keys contain.
        self._settle()
        await self.save(
            using_db=transaction.connection, update_fields=["order_key", "update_key"]
        )
        await write_tags(transaction, self)
        await count(transaction, None, self.counted())

    async def replace(self, transaction: Transaction, before: Counted | None) -> None:
        """Store what changed since `before`, as a new revision."""
        self.revision += 1
        await self.name_parent(transaction)
        self._settle()
        await self.save(using_db=transaction.connection)
        await write_tags(transaction, self)
        await count(transaction, before, self.counted())

    async def remove(self, transaction: Transaction) -> None:
        """Delete the row, what hangs on it, and its counts."""
        await count(transaction, self.counted(), None)
        await self.delete(using_db=transaction.connection)

    async def name_parent(self, transaction: Transaction) -> None:
        """Learn what a change of a comment says about its memo."""
        if self.parent_id is not None:
            sql = "SELECT uid FROM appliance_memo WHERE id = ?"
            rows = await transaction.fetch(sql, [self.parent_id])
            self._parent_name = f"memos/{rows[0]['uid']}" if rows else ""

    def change(
        self,
        kind: ChangeKind,
        actor_id: int | None,
        before: int | None = None,
        *,
        parent: str = "",
    ) -> Change:
        """Describe a mutation of this memo for the change log.

        `parent` names the memo that a comment belongs to, where that was not asked for
        before.
        """
        after = None if kind is ChangeKind.MEMO_DELETED else Visibility(self.visibility)
        return Change(
            kind=kind,
            name=self.name,
            parent=parent or self._parent_name,
            owner_id=self.creator_id,
            actor_id=actor_id,
            before=Visibility(before) if before else None,
            after=after,
        )

    def _settle(self) -> None:
        self.listing = self.state if self.parent_id is None else None
        memo_id = self.id or 0
        self.order_key = order_key(self.create_time, memo_id)
        self.update_key = order_key(self.update_time, memo_id)


async def raise_revisions(transaction: Transaction, ids: Iterable[int]) -> None:
    """Make whatever remembers these memos look again: a part of them has changed."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), IN_BATCH):
        batch = wanted[start : start + IN_BATCH]
        marks = ", ".join("?" * len(batch))
        await transaction.execute(
            f"UPDATE appliance_memo SET revision = revision + 1 WHERE id IN ({marks})",  # noqa: S608 - values are bound
            batch,
        )
