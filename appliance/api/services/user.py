"""Accounts: signing up, looking up; personal access tokens."""

import secrets
import string
import time
import uuid

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import PERSONAL_PREFIX, current_principal, require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.resources import uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models.access import Principal
from appliance.models.base import UID_LENGTH, Role
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.identity import SECOND, PersonalAccessToken, hash_token
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.registration import NewUser, register
from appliance.models.user import Account, Accounts, validated_username

ALPHABET = string.ascii_letters + string.digits
TOKEN_LENGTH = 32
DAY = 24 * 3600 * SECOND
# The last second that the wire can say.
LAST_TIME = 253_402_300_799 * SECOND


class UserService:
    """memos.api.v1.UserService."""

    def __init__(
        self,
        *,
        database: Database,
        accounts: Accounts,
        passwords: Passwords,
        settings: InstanceSettings,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._passwords = passwords
        self._settings = settings

    async def get_user(
        self, request: pb.GetUserRequest, _ctx: RequestContext
    ) -> pb.User:
        """Answer a profile, archived ones too."""
        username = uid_of(request.name, "users", "user")
        account = await self._accounts.find_by_username(username)
        if account is None:
            raise NotFoundError("user not found")
        return converters.user(account, current_principal())

    async def create_user(
        self, request: pb.CreateUserRequest, _ctx: RequestContext
    ) -> pb.User:
        """Sign up, or make an account as an administrator."""
        principal = current_principal()
        first = await self._accounts.first_admin() is None
        if not first:
            await self._require_open_registration(principal)
        new = _new_user(request, principal)
        if request.validate_only:
            role = Role.ADMIN if first else new.role
            return pb.User(
                username=new.username,
                role=pb.User.Role(role),
                email=new.email,
                display_name=new.display_name,
            )
        password_hash = await self._passwords.hash(new.password)
        user_id = await register(
            self._database, new, password_hash, principal.user_id if principal else None
        )
        account = await self._accounts.find(user_id)
        if account is None:
            raise NotFoundError("user not found")
        answer = converters.user(account, principal)
        answer.email = account.email
        return answer

    async def create_personal_access_token(
        self, request: pb.CreatePersonalAccessTokenRequest, _ctx: RequestContext
    ) -> pb.CreatePersonalAccessTokenResponse:
        """Make a token for scripts; its text is answered this once."""
        account = await self._own(request.parent)
        if "\0" in request.description:
            raise InvalidArgumentError("text must not contain NUL characters")
        text = PERSONAL_PREFIX + "".join(
            secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH)
        )
        now = time.time_ns() // 1000
        row = PersonalAccessToken(
            uid=str(uuid.uuid4()),
            user_id=account.id,
            token_hash=hash_token(text),
            description=request.description,
            create_time=now,
            expire_time=_expire_time(now, request.expires_in_days),
        )
        async with self._database.write() as transaction:
            await row.save(using_db=transaction.connection)
            transaction.record(_token_change(ChangeKind.TOKEN_CREATED, row, account))
        return pb.CreatePersonalAccessTokenResponse(
            personal_access_token=converters.personal_access_token(
                row, account.username
            ),
            token=text,
        )

    async def list_personal_access_tokens(
        self, request: pb.ListPersonalAccessTokensRequest, _ctx: RequestContext
    ) -> pb.ListPersonalAccessTokensResponse:
        """List a user's tokens, for the user and administrators."""
        principal = require_principal()
        account = await self._parent(request.parent)
        if principal.user_id != account.id and not principal.is_admin:
            raise PermissionDeniedError("permission denied")
        rows = await PersonalAccessToken.filter(user_id=account.id).order_by(
            "description", "id"
        )
        return pb.ListPersonalAccessTokensResponse(
            personal_access_tokens=[
                converters.personal_access_token(row, account.username) for row in rows
            ]
        )

    async def delete_personal_access_token(
        self, request: pb.DeletePersonalAccessTokenRequest, _ctx: RequestContext
    ) -> Empty:
        """Revoke a token; one that is gone already is no error."""
        parent, _, uid = request.name.rpartition("/personalAccessTokens/")
        if not parent or not uid or "/" in uid:
            raise InvalidArgumentError("invalid personal access token name")
        account = await self._own(parent)
        if len(uid) > UID_LENGTH or "\0" in uid:
            return Empty()
        async with self._database.write() as transaction:
            row = await PersonalAccessToken.get_or_none(
                uid=uid, user_id=account.id, using_db=transaction.connection
            )
            if row:
                await row.delete(using_db=transaction.connection)
                transaction.record(
                    _token_change(ChangeKind.TOKEN_DELETED, row, account)
                )
        return Empty()

    async def _require_open_registration(self, principal: Principal | None) -> None:
        if principal and principal.is_admin:
            return
        general = await self._settings.get("GENERAL") or {}
        if general.get("disallowUserRegistration"):
            raise PermissionDeniedError("user registration is not allowed")
        if general.get("disallowPasswordAuth"):
            raise PermissionDeniedError("password signup is not allowed")

    async def _parent(self, name: str) -> Account:
        account = await self._accounts.find_by_username(uid_of(name, "users", "user"))
        if account is None:
            raise InvalidArgumentError(f"invalid user name: user not found: {name}")
        return account

    async def _own(self, name: str) -> Account:
        account = await self._parent(name)
        if require_principal().user_id != account.id:
            raise PermissionDeniedError("permission denied")
        return account


def _new_user(request: pb.CreateUserRequest, principal: Principal | None) -> NewUser:
    """Check a request for an account; only an administrator chooses the role."""
    user = request.user
    if user is None:
        raise InvalidArgumentError("user is required")
    username = validated_username(user.username)
    if request.user_id and request.user_id != username:
        raise InvalidArgumentError("user_id must match user.username")
    if not user.password:
        raise InvalidArgumentError("password must not be empty")
    makes_admin = principal and principal.is_admin and user.role == pb.User.Role.ADMIN
    return NewUser(
        username=username,
        password=user.password,
        role=Role.ADMIN if makes_admin else Role.USER,
        email=user.email,
        display_name=user.display_name,
        avatar_url=user.avatar_url,
        description=user.description,
    )


def _expire_time(now: int, days: int) -> int | None:
    """Return the end of a token's life; None: it has none."""
    if days <= 0:
        return None
    end = now + days * DAY
    if end > LAST_TIME:
        raise InvalidArgumentError("expires_in_days leads beyond the year 9999")
    return end


def _token_change(
    kind: ChangeKind, row: PersonalAccessToken, account: Account
) -> Change:
    return Change(
        kind=kind,
        name=f"{account.name}/personalAccessTokens/{row.uid}",
        owner_id=account.id,
        actor_id=account.id,
    )
