"""Links that let anybody read one memo."""

from tortoise import fields

from appliance.models.base import UID_LENGTH, Row
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.user import User


class MemoShare(Row):
    """A link. Its `uid` is name and secret in one; times are epoch seconds."""

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    memo: fields.ForeignKeyRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    memo_id: int
    creator: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    creator_id: int
    create_time = fields.BigIntField()
    expire_time = fields.BigIntField(null=True)

    class Meta:
        table = "appliance_memo_share"
        indexes = (("memo_id", "id"), ("creator_id",))


async def find_shared(database: Database, token: str, now: int) -> int | None:
    """Return the id of the memo that a link leads to; None where it leads nowhere."""
    if not token or len(token) > UID_LENGTH or "\0" in token:
        return None
    rows = await database.read(
        "SELECT uid, memo_id, expire_time FROM appliance_memo_share WHERE uid = ?",
        (token,),
    )
    # The database may take tokens for alike that differ.
    for row in rows:
        expiry = row["expire_time"]
        if row["uid"] == token and (expiry is None or expiry > now):
            memo_id: int = row["memo_id"]
            return memo_id
    return None
