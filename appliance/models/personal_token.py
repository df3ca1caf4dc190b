"""Personal access tokens: made, described, revoked."""

import secrets
import string
import time
import uuid

from appliance.errors import InvalidArgumentError
from appliance.models.base import UID_LENGTH
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.identity import SECOND, PersonalAccessToken, hash_token

# By this a token is told from a session's.
PREFIX = "memos_pat_"
ALPHABET = string.ascii_letters + string.digits
TOKEN_LENGTH = 32
DAY = 24 * 3600 * SECOND
# The last second that the wire can say.
LAST_TIME = 253_402_300_799 * SECOND


def draft_token(
    user_id: int, description: str, days: int
) -> tuple[PersonalAccessToken, str]:
    """Return a row that is not stored yet, and the token's text: nowhere else is it.

    With `days` of 0 or less the token has no end.
    """
    if "\0" in description:
        raise InvalidArgumentError("text must not contain NUL characters")
    text = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))
    now = time.time_ns() // 1000
    row = PersonalAccessToken(
        uid=str(uuid.uuid4()),
        user_id=user_id,
        token_hash=hash_token(text),
        description=description,
        create_time=now,
        expire_time=_expire_time(now, days),
    )
    return row, text


async def keep_token(
    transaction: Transaction,
    row: PersonalAccessToken,
    username: str,
    actor_id: int | None,
) -> None:
    """Store a token that was drafted."""
    await row.save(using_db=transaction.connection)
    transaction.record(_change(ChangeKind.TOKEN_CREATED, row, username, actor_id))


async def revoke_token(
    transaction: Transaction,
    user_id: int,
    username: str,
    uid: str,
    actor_id: int | None,
) -> bool:
    """Remove a token of a user; return whether there was one."""
    # Tortoise raises for what is too long, and PostgreSQL for NUL.
    if len(uid) > UID_LENGTH or "\0" in uid:
        return False
    row = await PersonalAccessToken.get_or_none(
        uid=uid, user_id=user_id, using_db=transaction.connection
    )
    if row is None:
        return False
    await row.delete(using_db=transaction.connection)
    transaction.record(_change(ChangeKind.TOKEN_DELETED, row, username, actor_id))
    return True


def _expire_time(now: int, days: int) -> int | None:
    """Return the end of a token's life; None: it has none."""
    if days <= 0:
        return None
    end = now + days * DAY
    if end > LAST_TIME:
        raise InvalidArgumentError("expires_in_days leads beyond the year 9999")
    return end


def _change(
    kind: ChangeKind, row: PersonalAccessToken, username: str, actor_id: int | None
) -> Change:
    return Change(
        kind=kind,
        name=f"users/{username}/personalAccessTokens/{row.uid}",
        owner_id=row.user_id,
        actor_id=actor_id,
    )
