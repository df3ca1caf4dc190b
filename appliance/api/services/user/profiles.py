"""Accounts: signing up, looking up, listing."""

import re
from collections.abc import Sequence

from appliance.api import converters
from appliance.api.auth import current_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.resources import Page, digest, uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models import roster
from appliance.models.access import Principal
from appliance.models.base import Role
from appliance.models.database import Database
from appliance.models.filter.username import wanted_username
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.registration import NewUser, register
from appliance.models.user import NAME_LENGTH, Accounts, validated_username

MAX_BATCH = 100
RESOURCE_NAME = re.compile(r"users/[^/]+")


class Profiles:
    """The RPCs of UserService that are about accounts themselves."""

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
        account = await self._accounts.find_by_username(_username(request.name))
        if account is None:
            raise NotFoundError("user not found")
        return converters.user(account, current_principal())

    async def list_users(
        self, request: pb.ListUsersRequest, _ctx: RequestContext
    ) -> pb.ListUsersResponse:
        """List all accounts, archived ones too; the chain admits administrators."""
        username = wanted_username(request.filter) if request.filter else None
        asked = digest("users", request.filter)
        page = Page.parse(request.page_token, request.page_size, asked)
        rows = await roster.list_accounts(
            self._database,
            username=username,
            after=page.cursor,
            offset=page.skip,
            limit=page.limit + 1,
        )
        shown = rows[: page.limit]
        last = roster.cursor_of(shown[-1]) if len(rows) > page.limit else None
        return pb.ListUsersResponse(
            users=await self._users([row["id"] for row in shown]),
            next_page_token=page.next_token(last) if last else "",
        )

    async def batch_get_users(
        self, request: pb.BatchGetUsersRequest, _ctx: RequestContext
    ) -> pb.BatchGetUsersResponse:
        """Answer those of the named accounts that are in use."""
        names = [name for each in request.usernames if (name := each.strip())]
        if len(names) > MAX_BATCH:
            raise InvalidArgumentError(f"too many usernames (max {MAX_BATCH})")
        # No account can be called otherwise, and PostgreSQL refuses NUL.
        known = [
            name for name in names if len(name) <= NAME_LENGTH and "\0" not in name
        ]
        found = await roster.find_active(self._database, list(dict.fromkeys(known)))
        return pb.BatchGetUsersResponse(users=await self._users(found))

    async def _users(self, ids: Sequence[int]) -> list[pb.User]:
        viewer = current_principal()
        accounts = await self._accounts.load(ids)
        return [converters.user(account, viewer) for account in accounts]

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

    async def _require_open_registration(self, principal: Principal | None) -> None:
        if principal and principal.is_admin:
            return
        general = await self._settings.get("GENERAL") or {}
        if general.get("disallowUserRegistration"):
            raise PermissionDeniedError("user registration is not allowed")
        if general.get("disallowPasswordAuth"):
            raise PermissionDeniedError("password signup is not allowed")


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
        description=user.description,
    )


def _username(name: str) -> str:
    """Return the last part of a resource name; this RPC words its refusal alone."""
    if not RESOURCE_NAME.fullmatch(name):
        raise InvalidArgumentError(f"invalid user name: {name}")
    return uid_of(name, "users", "user")
