"""Who is calling, and which RPCs that caller may reach at all: deny by default.

Every RPC needs a signed-in user unless it stands in one of the lists here. What a
caller may do with one particular resource is decided by `models/access.py`.
"""

import re
import time
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from appliance.api.contract import Answer, Call, Request, RequestContext
from appliance.api.interceptors import name_caller
from appliance.api.tokens import AccessClaims, Tokens
from appliance.errors import PermissionDeniedError, UnauthenticatedError
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.failures import Failures
from appliance.models.identity import (
    LAST_USE_INTERVAL,
    hash_token,
    touch_token,
)
from appliance.models.instance import AccessMode, InstanceSettings
from appliance.models.personal_token import PREFIX as PERSONAL_PREFIX
from appliance.models.user import Accounts

# No token of ours comes near; longer ones are not worth remembering.
MAX_HEADER = 2048
BEARER = re.compile(r"(?i:bearer)\s+(\S+)\s*")

# Anonymous callers may reach these even on a PRIVATE instance: nobody could sign in
# or follow a share link otherwise.
BOOTSTRAP_METHODS = frozenset(
    {
        "memos.api.v1.AuthService/SignIn",
        "memos.api.v1.AuthService/RefreshToken",
        "memos.api.v1.InstanceService/GetInstanceProfile",
        "memos.api.v1.InstanceService/GetInstanceSetting",
        "memos.api.v1.InstanceService/BatchGetInstanceSettings",
        "memos.api.v1.IdentityProviderService/ListIdentityProviders",
        "memos.api.v1.UserService/CreateUser",
        "memos.api.v1.MemoService/GetSharedMemo",
        "appliance.v1.PageSettingsService/GetPageSettings",
    }
)
# And these on a PUBLIC one.
PUBLIC_METHODS = frozenset(
    {
        "memos.api.v1.UserService/BatchGetUsers",
        "memos.api.v1.UserService/GetUser",
        "memos.api.v1.UserService/ListAllUserStats",
        "memos.api.v1.UserService/GetUserStats",
        "memos.api.v1.MemoService/ListMemos",
        "memos.api.v1.MemoService/GetMemo",
        "memos.api.v1.MemoService/ListMemoComments",
        "memos.api.v1.MemoService/GetLinkMetadata",
        "memos.api.v1.MemoService/BatchGetLinkMetadata",
        "appliance.v1.OverviewService/GetOverview",
    }
)
# Only administrators.
ADMIN_METHODS = frozenset(
    {
        "appliance.v1.AccessService/GetAccess",
        "appliance.v1.AccessService/UpdateAccess",
        "appliance.v1.PageSettingsService/UpdatePageSettings",
        "appliance.v1.AuditService/ListAuditEntries",
        "appliance.v1.OperationsService/GetOperations",
        "appliance.v1.OperationsService/ListBackups",
        "appliance.v1.OperationsService/CreateBackup",
        "appliance.v1.OperationsService/VerifyBackup",
        "appliance.v1.OperationsService/DeleteBackup",
        "appliance.v1.OperationsService/PruneBackups",
        "appliance.v1.OperationsService/RunDrill",
        "appliance.v1.OperationsService/GetJob",
        "appliance.v1.OperationsService/ListJobs",
        "appliance.v1.OperationsService/CancelJob",
        "appliance.v1.OperationsService/RunDoctor",
        "appliance.v1.OperationsService/GetBackupSchedule",
        "appliance.v1.OperationsService/UpdateBackupSchedule",
        "appliance.v1.OperationsService/TestStorage",
        "memos.api.v1.UserService/ListUsers",
        "memos.api.v1.IdentityProviderService/CreateIdentityProvider",
        "memos.api.v1.IdentityProviderService/UpdateIdentityProvider",
        "memos.api.v1.IdentityProviderService/DeleteIdentityProvider",
        "memos.api.v1.InstanceService/UpdateInstanceSetting",
        "memos.api.v1.InstanceService/TestInstanceEmailSetting",
        "memos.api.v1.InstanceService/GetInstanceStats",
    }
)

_principal: ContextVar[Principal | None] = ContextVar("principal", default=None)


def current_principal() -> Principal | None:
    """Return the caller of the RPC at hand; None: anonymous."""
    return _principal.get()


def require_principal() -> Principal:
    """Return the signed-in caller, or raise UnauthenticatedError."""
    principal = _principal.get()
    if principal is None:
        raise UnauthenticatedError
    return principal


class AdminOnlyError(PermissionDeniedError):
    """permission denied"""  # noqa: D415 - clients compare these words


def require_self_or_admin(principal: Principal, user_id: int) -> None:
    """Refuse whoever is neither that account nor an administrator."""
    if principal.user_id != user_id and not principal.is_admin:
        raise AdminOnlyError


@dataclass(frozen=True, slots=True)
class _PersonalToken:
    id: int
    user_id: int
    expire_time: int | None


class Authenticator:
    """Turns an Authorization header into a principal."""

    def __init__(
        self, *, database: Database, accounts: Accounts, tokens: Tokens
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._tokens = tokens
        self._personal = Cache(self._load_personal)
        self._access = Cache(self._read_access)
        self._ended = Cache(self._has_ended)
        # When the use of a token was last written, to write it once a minute only.
        self._touched: dict[int, int] = {}
        database.listeners.append(self.on_changes)

    @property
    def caches(self) -> dict[str, Cache[Any, Any]]:
        """What is remembered, by names for metrics."""
        return {
            "personal_tokens": self._personal,
            "access_tokens": self._access,
            "ended_sessions": self._ended,
        }

    async def authenticate(self, header: str) -> Principal | None:
        """Return the caller, or None for a missing, unknown or expired credential."""
        match = BEARER.fullmatch(header) if len(header) <= MAX_HEADER else None
        if match is None:
            return None
        token = match[1]
        session_id: int | None = None
        if token.startswith(PERSONAL_PREFIX):
            credential = Credential.PERSONAL_ACCESS_TOKEN
            user_id = await self._personal_user(token)
        else:
            credential = Credential.ACCESS_TOKEN
            user_id, session_id = await self._access_user(token)
        account = await self._accounts.find(user_id) if user_id is not None else None
        if account is None or account.state != State.NORMAL:
            return None
        return Principal(
            account.id, account.username, Role(account.role), credential, session_id
        )

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget personal access tokens and sessions when any is new or ended."""
        kinds = {change.kind for change in changes}
        if not kinds.isdisjoint((ChangeKind.TOKEN_CREATED, ChangeKind.TOKEN_DELETED)):
            self._personal.clear()
        if ChangeKind.SESSION_REVOKED in kinds:
            self._ended.clear()

    async def _access_user(self, token: str) -> tuple[int | None, int | None]:
        """Return whom an access token speaks for, and in which session."""
        claims = await self._access.get(token)
        if claims is None or claims.expire_time <= time.time():
            return None, None
        session_id = claims.session_id
        if session_id is not None and await self._ended.get(session_id):
            return None, None
        return claims.user_id, session_id

    async def _has_ended(self, session_id: int) -> bool:
        rows = await self._database.read(
            "SELECT session_id FROM appliance_ended_session WHERE session_id = ?",
            (session_id,),
        )
        return bool(rows)

    async def _read_access(self, token: str) -> AccessClaims | None:
        try:
            return await self._tokens.read_access(token)
        except UnauthenticatedError:
            return None

    async def _personal_user(self, token: str) -> int | None:
        found = await self._personal.get(hash_token(token))
        now = time.time_ns() // 1000
        if found is None or (found.expire_time and found.expire_time <= now):
            return None
        if self._touched.get(found.id, 0) + LAST_USE_INTERVAL <= now:
            self._touched[found.id] = now
            await touch_token(self._database, found.id, now)
        return found.user_id

    async def _load_personal(self, token_hash: str) -> _PersonalToken | None:
        rows = await self._database.read(
            "SELECT id, user_id, expire_time FROM appliance_personal_access_token"
            " WHERE token_hash = ?",
            (token_hash,),
        )
        return _PersonalToken(**dict(rows[0])) if rows else None


class AuthenticationInterceptor:
    """Names the caller of every RPC and refuses those that may not reach it."""

    def __init__(
        self,
        *,
        authenticator: Authenticator,
        settings: InstanceSettings,
        failures: Failures,
    ) -> None:
        self._authenticator = authenticator
        self._settings = settings
        self._failures = failures

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Authenticate, authorise, then call on with the principal in place."""
        header = ctx.request_headers.get("authorization", "")
        principal = await self._authenticator.authenticate(header) if header else None
        method = f"{ctx.method.service_name}/{ctx.method.name}"
        if principal is None:
            await self._require_open(method)
        else:
            name_caller(principal.username)
        token = _principal.set(principal)
        try:
            _require_right(method, principal)
            return await call_next(request, ctx)
        except AdminOnlyError:
            self._failures.note("operator.refused", target=method)
            raise
        finally:
            _principal.reset(token)

    async def _require_open(self, method: str) -> None:
        if method in BOOTSTRAP_METHODS:
            return
        public = await self._settings.access_mode() is AccessMode.PUBLIC
        if not (public and method in PUBLIC_METHODS):
            raise UnauthenticatedError


def _require_right(method: str, principal: Principal | None) -> None:
    if method in ADMIN_METHODS and principal and not principal.is_admin:
        raise AdminOnlyError
