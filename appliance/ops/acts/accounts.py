"""Accounts, as operators make, change and end them."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from appliance.errors import InvalidArgumentError
from appliance.models.base import Role, State
from appliance.models.database import Transaction
from appliance.models.deletion import delete_account
from appliance.models.identity import revoke_sessions
from appliance.models.registration import NewUser, insert
from appliance.models.standing import replace_password, set_standing, updated
from appliance.models.user import User, validated_username
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground, load_user

Change = Callable[[Transaction, User], Awaitable[None]]


async def create(  # noqa: PLR0913 - an account is made of this much
    ground: Ground,
    *,
    username: str,
    password: str,
    role: str = "USER",
    email: str = "",
    display_name: str = "",
) -> dict[str, Any]:
    """Make an account; the first of an instance is an administrator."""
    new = NewUser(
        username=validated_username(username),
        password=_required(password),
        role=_role(role),
        email=email,
        display_name=display_name,
    )
    hashed = await ground.passwords.hash(password)
    async with ground.database.write() as transaction:
        await insert(transaction, new, hashed, None)
        return facts.account(await load_user(transaction, username))


async def set_role(ground: Ground, *, username: str, role: str) -> dict[str, Any]:
    """Make an account an administrator's or an ordinary one."""
    wanted = _role(role)

    async def change(transaction: Transaction, user: User) -> None:
        await set_standing(transaction, user, wanted, State(user.state))

    return await _changed(ground, username, change)


async def set_state(ground: Ground, *, username: str, state: str) -> dict[str, Any]:
    """Archive an account, which then cannot sign in, or bring it back."""
    wanted = State[state]

    async def change(transaction: Transaction, user: User) -> None:
        await set_standing(transaction, user, Role(user.role), wanted)

    return await _changed(ground, username, change)


async def reset_password(
    ground: Ground, *, username: str, password: str
) -> dict[str, Any]:
    """Give an account another password and sign it out everywhere."""
    hashed = await ground.passwords.hash(_required(password))

    async def change(transaction: Transaction, user: User) -> None:
        await replace_password(transaction, user, hashed, None)

    return await _changed(ground, username, change)


async def sign_out(ground: Ground, *, username: str) -> dict[str, Any]:
    """End all sessions of an account."""
    async with ground.database.write() as transaction:
        user = await load_user(transaction, username)
        ended = await revoke_sessions(transaction, user.id, None)
    return {"username": username, "ended": ended}


async def delete(ground: Ground, *, username: str) -> dict[str, Any]:
    """Delete an account with everything that belongs to it."""
    async with ground.database.write() as transaction:
        user = await load_user(transaction, username)
        gone = facts.account(user)
        await delete_account(transaction, user, None)
    return gone


async def _changed(ground: Ground, username: str, change: Change) -> dict[str, Any]:
    async with ground.database.write() as transaction:
        user = await load_user(transaction, username)
        await change(transaction, user)
        user.update_time = int(time.time())
        await user.save(using_db=transaction.connection)
        transaction.record(updated(user, None))
    return facts.account(user)


def _required(password: str) -> str:
    if not password:
        raise InvalidArgumentError("The password must not be empty.")
    return password


def _role(name: str) -> Role:
    try:
        return Role[name.upper()]
    except KeyError:
        raise InvalidArgumentError("The role must be ADMIN or USER.") from None
