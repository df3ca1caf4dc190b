"""Credentials at rest: sessions with their refresh tokens, personal access tokens.

Times here are microseconds since the epoch.
"""

from tortoise import fields

from appliance.models.base import Row
from appliance.models.user import User


class Session(Row):
    """A signed-in device: the family of refresh tokens that follow one sign-in."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False
    )
    user_id: int
    user_agent = fields.TextField(default="")
    address = fields.CharField(max_length=64, default="")
    create_time = fields.BigIntField()
    last_seen_time = fields.BigIntField()

    class Meta:
        table = "appliance_session"
        indexes = (("user_id", "last_seen_time"),)


class RefreshToken(Row):
    """One token of a session. A rotated one stays, so that its reuse is noticed."""

    uid = fields.CharField(max_length=36, unique=True)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name=False
    )
    session_id: int
    expire_time = fields.BigIntField(db_index=True)
    rotate_time = fields.BigIntField(null=True)

    class Meta:
        table = "appliance_refresh_token"
        indexes = (("session_id",),)


class PersonalAccessToken(Row):
    """A token for scripts and apps; only its SHA-256 in hex is kept."""

    uid = fields.CharField(max_length=36, unique=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False
    )
    user_id: int
    token_hash = fields.CharField(max_length=64, unique=True)
    description = fields.TextField(default="")
    create_time = fields.BigIntField()
    expire_time = fields.BigIntField(null=True)
    last_use_time = fields.BigIntField(null=True)

    class Meta:
        table = "appliance_personal_access_token"
        indexes = (("user_id", "id"),)
