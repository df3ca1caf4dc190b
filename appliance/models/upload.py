"""Uploads that come in parts, until they become attachments."""

from tortoise import fields

from appliance.models.attachment import Blob
from appliance.models.base import UID_LENGTH, Row
from appliance.models.user import User


class Upload(Row):
    """A file that is still arriving; times are epoch seconds.

    Its bytes lie in chunks of `blob`, whatever storage the file will go to: so any
    process can take the next part, and an interrupted part leaves nothing.
    """

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    creator: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    creator_id: int
    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "models.Blob", related_name=False, db_index=False
    )
    blob_id: int
    # The attachment to be, as the client described it: JSON of the wire's message.
    attachment = fields.TextField()
    size = fields.BigIntField()
    received = fields.BigIntField(default=0)
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()

    class Meta:
        table = "appliance_upload"
        indexes = (("creator_id",), ("blob_id",), ("update_time",))
