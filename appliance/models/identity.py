"""Credentials at rest: sessions with their refresh tokens, personal access tokens.

Times here are microseconds since the epoch.
"""

import hashlib
import time
import uuid
from dataclasses import dataclass
from enum import Enum, auto

from tortoise import fields
from tortoise.models import Model

from appliance.models.audit import Outcome, note
from appliance.models.base import Row
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.user import User

SECOND = 1_000_000
REFRESH_LIFETIME = 30 * 24 * 3600 * SECOND
# A second tab may still hold the predecessor for a moment after a rotation.
ROTATION_GRACE = 30 * SECOND
# Longer than any access token lasts.
ENDED_KEPT = 24 * 3600 * SECOND
LAST_USE_INTERVAL = 60 * SECOND


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


class EndedSession(Model):
    """A session whose access tokens open nothing any more, though they would last.

    Signing out is no such end: as clients know it, the token at hand lives on.
    """

    session_id = fields.BigIntField(primary_key=True, generated=False)
    end_time = fields.BigIntField()

    class Meta:
        table = "appliance_ended_session"


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


@dataclass(frozen=True, slots=True)
class Device:
    """What is known of the client that signed in."""

    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """A session and the refresh token that now stands for it."""

    session_id: int
    user_id: int
    token_uid: str
    expire_time: int


class Refusal(Enum):
    """Why a refresh token was not renewed."""

    UNKNOWN = auto()
    EXPIRED = auto()
    JUST_ROTATED = auto()
    REUSED = auto()


def hash_token(token: str) -> str:
    """Return how a personal access token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


async def start_session(
    database: Database, user_id: int, device: Device, now: int
) -> Renewal:
    """Open a session with its first refresh token, and drop what has expired."""
    async with database.write() as transaction:
        await _drop_expired(transaction, now)
        session = Session(
            user_id=user_id,
            user_agent=device.user_agent[:1000],
            address=device.address[:64],
            create_time=now,
            last_seen_time=now,
        )
        await session.save(using_db=transaction.connection)
        transaction.record(
            _session_change(ChangeKind.SESSION_CREATED, session.id, user_id, user_id)
        )
        return await _issue(transaction, session, now)


async def rotate(database: Database, token_uid: str, now: int) -> Renewal | Refusal:
    """Exchange a refresh token for its successor.

    Using one that was rotated before means two parties hold the family: past the
    grace it is revoked as a whole.
    """
    async with database.write() as transaction:
        connection = transaction.connection
        token = await RefreshToken.get_or_none(uid=token_uid, using_db=connection)
        if token is None:
            return Refusal.UNKNOWN
        if token.expire_time <= now:
            return Refusal.EXPIRED
        session = await Session.get(id=token.session_id, using_db=connection)
        if token.rotate_time is not None:
            if now - token.rotate_time <= ROTATION_GRACE:
                return Refusal.JUST_ROTATED
            await revoke(transaction, session, session.user_id)
            await note(
                transaction,
                "session.reused",
                target=_name(session.id),
                detail="an old refresh token was shown; the session is ended",
                outcome=Outcome.FAILED,
            )
            return Refusal.REUSED
        token.rotate_time = now
        session.last_seen_time = now
        await token.save(using_db=connection, update_fields=["rotate_time"])
        await session.save(using_db=connection, update_fields=["last_seen_time"])
        return await _issue(transaction, session, now)


async def end_session(database: Database, token_uid: str, user_id: int) -> None:
    """Revoke the session that a refresh token belongs to, if it is the user's."""
    async with database.write() as transaction:
        connection = transaction.connection
        token = await RefreshToken.get_or_none(uid=token_uid, using_db=connection)
        if token is None:
            return
        session = await Session.get(id=token.session_id, using_db=connection)
        if session.user_id == user_id:
            _record_end(transaction, session, user_id)
            await session.delete(using_db=connection)


async def revoke_sessions(
    transaction: Transaction,
    user_id: int,
    actor_id: int | None,
    *,
    spared: int | None = None,
) -> int:
    """End the sessions of a user, but for `spared`; return how many."""
    found = Session.filter(user_id=user_id).using_db(transaction.connection)
    ended = [session for session in await found if session.id != spared]
    for session in ended:
        await revoke(transaction, session, actor_id)
    return len(ended)


async def revoke(
    transaction: Transaction, session: Session, actor_id: int | None
) -> None:
    """End a session with all its tokens, at once."""
    _record_end(transaction, session, actor_id)
    await session.delete(using_db=transaction.connection)
    now = time.time_ns() // 1000
    await EndedSession.create(
        session_id=session.id, end_time=now, using_db=transaction.connection
    )


def _record_end(
    transaction: Transaction, session: Session, actor_id: int | None
) -> None:
    transaction.record(
        _session_change(
            ChangeKind.SESSION_REVOKED, session.id, session.user_id, actor_id
        )
    )


async def session_of(token_uid: str) -> int | None:
    """Return the session that a refresh token belongs to."""
    token = await RefreshToken.get_or_none(uid=token_uid)
    return token.session_id if token else None


async def touch_token(database: Database, token_id: int, now: int) -> None:
    """Note that a personal access token was used, at most once a minute."""
    await database.execute(
        "UPDATE appliance_personal_access_token SET last_use_time = ?"
        " WHERE id = ? AND (last_use_time IS NULL OR last_use_time < ?)",
        (now, token_id, now - LAST_USE_INTERVAL),
    )


async def _issue(transaction: Transaction, session: Session, now: int) -> Renewal:
    token = RefreshToken(
        uid=str(uuid.uuid4()),
        session_id=session.id,
        expire_time=now + REFRESH_LIFETIME,
    )
    await token.save(using_db=transaction.connection)
    return Renewal(session.id, session.user_id, token.uid, token.expire_time)


async def _drop_expired(transaction: Transaction, now: int) -> None:
    await transaction.execute(
        "DELETE FROM appliance_refresh_token WHERE expire_time <= ?", (now,)
    )
    await transaction.execute(
        "DELETE FROM appliance_session WHERE last_seen_time <= ?",
        (now - REFRESH_LIFETIME,),
    )
    await transaction.execute(
        "DELETE FROM appliance_ended_session WHERE end_time <= ?",
        (now - ENDED_KEPT,),
    )


def _name(session_id: int) -> str:
    return f"sessions/{session_id}"


def _session_change(
    kind: ChangeKind, session_id: int, user_id: int, actor_id: int | None
) -> Change:
    return Change(
        kind=kind, name=_name(session_id), owner_id=user_id, actor_id=actor_id
    )
