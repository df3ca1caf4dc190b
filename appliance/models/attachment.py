"""Files: what they are, where their bytes lie, and bytes kept in the database.

Bytes are never in a hot row. An attachment names a blob by id; the blob says which
storage holds it under which key, and is unlinked only after a grace period, because a
running backup may still read it.
"""

from tortoise import fields

from appliance.models.base import UID_LENGTH, Row
from appliance.models.memo import Memo
from appliance.models.user import User

# Below every packet limit that MariaDB and MySQL have shipped with.
CHUNK_SIZE = 512 * 1024


class Blob(Row):
    """Bytes at rest. `storage` names the store, `reference` the key in it."""

    storage = fields.CharField(max_length=64)
    reference = fields.TextField()
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64, db_index=True)
    create_time = fields.BigIntField()
    # When the last attachment let go of it; NULL while it is in use.
    release_time = fields.BigIntField(null=True, db_index=True)

    class Meta:
        table = "appliance_blob"


class BlobChunk(Row):
    """A piece of a blob kept in the database, in order of `position`."""

    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "models.Blob", related_name=False, db_index=False
    )
    blob_id: int
    position = fields.IntField()
    content = fields.BinaryField()

    class Meta:
        table = "appliance_blob_chunk"
        unique_together = (("blob_id", "position"),)


class Attachment(Row):
    """A file of a memo, or one not yet bound to any."""

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    creator: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    creator_id: int
    memo: fields.ForeignKeyNullableRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, null=True, db_index=False
    )
    memo_id: int | None
    blob: fields.ForeignKeyNullableRelation[Blob] = fields.ForeignKeyField(
        "models.Blob", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    blob_id: int | None
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()
    # The place among the memo's attachments.
    position = fields.IntField(default=0)
    filename = fields.TextField()
    type = fields.CharField(max_length=255)
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    # Bytes that lie elsewhere on the web; never fetched by us.
    external_link = fields.TextField(default="")
    payload = fields.TextField(default="{}")

    class Meta:
        table = "appliance_attachment"
        indexes = (
            ("memo_id", "position"),
            ("creator_id", "update_time", "id"),
            # The files of no memo, without a walk over those of memos.
            ("creator_id", "memo_id", "update_time", "id"),
            ("blob_id",),
        )
