"""What may be written into an account, and what must stay true of all of them."""

import re

from appliance.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
)
from appliance.models.base import Role, State
from appliance.models.database import Transaction
from appliance.models.user import User, validated_username

# In characters. Accounts are kept in memory, so their texts must have an end.
LONGEST_TEXT = 8192
DATA_URI = re.compile(r"data:(?P<type>.+);base64,.+")
PICTURE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"}
)


def validated_text(text: str) -> str:
    """Return a text that an account may hold, or raise InvalidArgumentError."""
    if "\0" in text:
        raise InvalidArgumentError("text must not contain NUL characters")
    if len(text) > LONGEST_TEXT:
        raise InvalidArgumentError(f"text must not exceed {LONGEST_TEXT} characters")
    return text


def validated_picture(uri: str) -> str:
    """Return a picture that a browser shows and never runs; "" removes it.

    Its bytes are not looked at: they are served under the type that is named here.
    """
    if not uri:
        return ""
    match = DATA_URI.fullmatch(uri)
    if match is None or "\0" in uri:
        raise InvalidArgumentError("invalid avatar format: invalid data URI format")
    if match["type"] not in PICTURE_TYPES:
        raise InvalidArgumentError(
            f"invalid avatar image type: {match['type']}."
            " Only PNG, JPEG, GIF, and WebP are allowed"
        )
    return uri


async def rename(transaction: Transaction, user: User, username: str) -> None:
    """Give an account another name, which nobody else may have."""
    wanted = validated_username(username)
    others = User.filter(username=wanted).exclude(id=user.id)
    if await others.using_db(transaction.connection).exists():
        raise AlreadyExistsError(f'username "{wanted}" is taken')
    user.username = wanted


async def require_another_admin(transaction: Transaction, user: User) -> None:
    """Raise if nobody could administer the instance without this user."""
    if user.role != Role.ADMIN or user.state != State.NORMAL:
        return
    others = User.filter(role=Role.ADMIN, state=State.NORMAL).exclude(id=user.id)
    if not await others.using_db(transaction.connection).exists():
        raise FailedPreconditionError("the last administrator must stay one")
