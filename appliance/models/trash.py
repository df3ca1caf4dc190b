"""Deleted memos, whole, until they are restored or purged."""

from tortoise import fields

from appliance.models.base import UID_LENGTH, Row


class TrashedMemo(Row):
    """A deleted aggregate as JSON: the memo, its comments, references to its files.

    Users are named by id without a foreign key: the row must outlive what it names
    until its owner's account goes.
    """

    uid = fields.CharField(max_length=UID_LENGTH)
    creator_id = fields.BigIntField()
    deleter_id = fields.BigIntField()
    delete_time = fields.BigIntField()
    snippet = fields.TextField()
    content = fields.TextField()
    aggregate = fields.TextField()

    class Meta:
        table = "appliance_trash"
        indexes = (("creator_id", "id"), ("uid",), ("delete_time",))
