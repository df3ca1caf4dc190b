"""Accounts changed and deleted, by their owners and by administrators."""

import time
from dataclasses import dataclass

from protobuf.wkt import FieldMask
from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import AdminOnlyError, require_principal, require_self_or_admin
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.gen.memos.api.v1.common_pb import State as WireState
from appliance.api.resources import uid_of
from appliance.api.tokens import Tokens, read_cookie, set_cookie
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models.access import Principal
from appliance.models.base import Role, State
from appliance.models.database import Database, Transaction
from appliance.models.deletion import delete_account
from appliance.models.identity import session_of
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.profile import rename, validated_picture, validated_text
from appliance.models.standing import replace_password, set_standing, updated
from appliance.models.user import Account, Accounts, User

# Fields of the wire that are columns of the same name, and what may stand in them.
COLUMNS = {
    "email": validated_text,
    "display_name": validated_text,
    "description": validated_text,
    "avatar_url": validated_picture,
}
# What only administrators may set, and what the instance may lock for all.
ADMIN_PATHS = frozenset({"role", "state"})
LOCKS = {
    "username": ("disallowChangeUsername", "username"),
    "display_name": ("disallowChangeNickname", "nickname"),
}
PATHS = frozenset({"username", "password", *ADMIN_PATHS, *COLUMNS})


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change that was checked as far as it can be without the row."""

    paths: tuple[str, ...]
    patch: pb.User
    password_hash: str | None = None


class AccountChanges:
    """The RPCs of UserService that change and delete accounts."""

    def __init__(
        self,
        *,
        database: Database,
        accounts: Accounts,
        passwords: Passwords,
        settings: InstanceSettings,
        tokens: Tokens,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._passwords = passwords
        self._settings = settings
        self._tokens = tokens

    async def update_user(
        self, request: pb.UpdateUserRequest, ctx: RequestContext
    ) -> pb.User:
        """Change the fields that the mask names; a new password ends sessions."""
        principal = require_principal()
        if request.user is None:
            raise InvalidArgumentError("user is required")
        if request.update_mask is None:
            raise InvalidArgumentError("update mask is empty")
        account = await self._writable(principal, request.user.name)
        edit = await self._checked(request.user, request.update_mask, principal)
        spared = await self._own_session(ctx) if edit.password_hash else None
        async with self._database.write() as transaction:
            user = await _load(transaction, account.id)
            await _apply(transaction, user, edit, principal, spared)
            user.update_time = int(time.time())
            await user.save(using_db=transaction.connection)
            transaction.record(updated(user, principal.user_id))
        return converters.user(Account.of(user), principal)

    async def delete_user(
        self, request: pb.DeleteUserRequest, ctx: RequestContext
    ) -> Empty:
        """Delete an account with everything that belongs to it."""
        principal = require_principal()
        account = await self._writable(principal, request.name)
        async with self._database.write() as transaction:
            user = await _load(transaction, account.id)
            await delete_account(transaction, user, principal.user_id)
        if account.id == principal.user_id:
            ctx.response_headers["set-cookie"] = set_cookie("", 0, secure=False)
        return Empty()

    async def _writable(self, principal: Principal, name: str) -> Account:
        """Find the account, which must be the caller's unless that administers."""
        username = uid_of(name, "users", "user")
        account = await self._accounts.find_by_username(username)
        if account is None:
            raise NotFoundError("user not found")
        require_self_or_admin(principal, account.id)
        return account

    async def _checked(
        self, patch: pb.User, mask: FieldMask, principal: Principal
    ) -> _Edit:
        """Refuse, in the order of the mask, what the caller may not change."""
        paths = tuple(path.partition(".")[0] for path in mask.paths) or ("",)
        general = await self._settings.get("GENERAL") or {}
        for path in paths:
            if path not in PATHS:
                raise InvalidArgumentError(f"invalid update path: {path}")
            if path in ADMIN_PATHS and not principal.is_admin:
                raise AdminOnlyError
            lock, noun = LOCKS.get(path, ("", ""))
            if lock and general.get(lock):
                raise PermissionDeniedError(
                    f"permission denied: disallow change {noun}"
                )
            if path == "password" and not patch.password:
                raise InvalidArgumentError("password must not be empty")
        if "password" not in paths:
            return _Edit(paths, patch)
        return _Edit(paths, patch, await self._passwords.hash(patch.password))

    async def _own_session(self, ctx: RequestContext) -> int | None:
        """Return the session of this browser, which stays signed in."""
        if session_id := require_principal().session_id:
            return session_id
        cookie = read_cookie(ctx.request_headers.get("cookie", ""))
        try:
            uid = await self._tokens.read_refresh(cookie) if cookie else ""
        except UnauthenticatedError:
            return None
        return await session_of(uid)


async def _load(transaction: Transaction, user_id: int) -> User:
    user = await User.get_or_none(id=user_id, using_db=transaction.connection)
    if user is None:
        raise NotFoundError("user not found")
    return user


async def _apply(
    transaction: Transaction,
    user: User,
    edit: _Edit,
    principal: Principal,
    spared: int | None,
) -> None:
    for path in edit.paths:
        if path in COLUMNS:
            setattr(user, path, COLUMNS[path](getattr(edit.patch, path)))
        elif path == "username":
            await rename(transaction, user, edit.patch.username)
    if edit.password_hash:
        await replace_password(
            transaction, user, edit.password_hash, principal.user_id, spared=spared
        )
    role, state = _standing(user, edit)
    await set_standing(transaction, user, role, state)


def _standing(user: User, edit: _Edit) -> tuple[Role, State]:
    """Return role and state after the edit; what says nothing means the lesser."""
    role, state = Role(user.role), State(user.state)
    if "role" in edit.paths:
        is_admin = edit.patch.role == pb.User.Role.ADMIN
        role = Role.ADMIN if is_admin else Role.USER
    if "state" in edit.paths:
        archived = edit.patch.state == WireState.ARCHIVED
        state = State.ARCHIVED if archived else State.NORMAL
    return role, state
