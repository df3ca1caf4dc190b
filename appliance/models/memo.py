"""Memos, the aggregate everything else hangs on, and their tags.

Columns read by every list come before the text, so that a list need not touch the
pages that hold it.
"""

from tortoise import fields

from appliance.models.base import UID_LENGTH, Row
from appliance.models.user import User

ID_BITS = 25
ID_MASK = (1 << ID_BITS) - 1


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
    state = fields.SmallIntField(default=1)
    # The state for memos that lists show, NULL for comments: list indexes begin here.
    listing = fields.SmallIntField(null=True)
    visibility = fields.SmallIntField(default=1)
    pinned = fields.BooleanField(default=False)
    has_link = fields.BooleanField(default=False)
    has_task_list = fields.BooleanField(default=False)
    has_code = fields.BooleanField(default=False)
    has_incomplete_tasks = fields.BooleanField(default=False)
    revision = fields.BigIntField(default=1)
    location_latitude = fields.FloatField(null=True)
    location_longitude = fields.FloatField(null=True)
    location_placeholder = fields.TextField(null=True)
    tags = fields.TextField(default="[]")
    title = fields.TextField(default="")
    snippet = fields.TextField(default="")
    content = fields.TextField()
    content_folded = fields.TextField()

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


class TagKind:
    """Which question a tag row answers."""

    EXACT = 1  # the tag as written
    BELOW = 2  # casefolded, and every casefolded prefix before a slash


class MemoTag(Row):
    """A memo found by one tag; carries what lists order and restrict by."""

    memo: fields.ForeignKeyRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    memo_id: int
    kind = fields.SmallIntField()
    # 100 code points, of which each may fold into three.
    tag = fields.CharField(max_length=320)
    creator_id = fields.BigIntField()
    listing = fields.SmallIntField(null=True)
    visibility = fields.SmallIntField()
    order_key = fields.BigIntField()

    class Meta:
        table = "appliance_memo_tag"
        unique_together = (("memo_id", "kind", "tag"),)
        indexes = (
            ("kind", "tag", "listing", "creator_id", "visibility", "order_key"),
            ("kind", "tag", "listing", "visibility", "order_key"),
        )
