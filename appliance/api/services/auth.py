"""Sign-in, refresh, sign-out: access tokens in answers, refresh tokens in a cookie."""

import time

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import current_principal, require_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import auth_service_pb as pb
from appliance.api.interceptors import current_metadata
from appliance.api.single_sign_on import SingleSignOn
from appliance.api.tokens import read_cookie, set_cookie
from appliance.errors import (
    InvalidArgumentError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from appliance.models import identity
from appliance.models.access import Credential
from appliance.models.base import Role, State
from appliance.models.identity import SECOND, Device, Refusal, Renewal
from appliance.models.user import Account, User, find_user

# One message for both, so that nobody learns which user names exist.
UNMATCHED = "unmatched username and password"


REFUSALS = (InvalidArgumentError, PermissionDeniedError, UnauthenticatedError)


class AuthService:
    """memos.api.v1.AuthService."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._accounts = core.accounts
        self._tokens = core.tokens
        self._passwords = core.passwords
        self._settings = core.settings
        self._single_sign_on = SingleSignOn(core)
        self._failures = core.failures

    async def get_current_user(
        self, _request: pb.GetCurrentUserRequest, _ctx: RequestContext
    ) -> pb.GetCurrentUserResponse:
        """Answer who the caller is."""
        principal = require_principal()
        account = await self._account(principal.user_id)
        return pb.GetCurrentUserResponse(user=converters.user(account, principal))

    async def sign_in(
        self, request: pb.SignInRequest, ctx: RequestContext
    ) -> pb.SignInResponse:
        """Open a session for a password, or for what an identity provider says."""
        try:
            account = await self._proved(request)
        except REFUSALS as error:
            target = await _known_name(request)
            self._failures.note("session.refused", target=target, detail=str(error))
            raise
        now = _now()
        renewal = await identity.start_session(
            self._database, account.id, _device(), now
        )
        access = await self._tokens.issue_access(
            account, now // SECOND, renewal.session_id
        )
        await self._set_cookie(ctx, renewal, now)
        viewer = current_principal()
        user = converters.user(account, viewer)
        # The caller has just proved to be this user.
        user.email = account.email
        return pb.SignInResponse(
            user=user,
            access_token=access.token,
            access_token_expires_at=converters.time(access.expire_time),
        )

    async def refresh_token(
        self, _request: pb.RefreshTokenRequest, ctx: RequestContext
    ) -> pb.RefreshTokenResponse:
        """Exchange the cookie for a new one and a fresh access token."""
        cookie = read_cookie(ctx.request_headers.get("cookie", ""))
        if not cookie:
            raise UnauthenticatedError("refresh token not found")
        now = _now()
        token_uid = await self._token_uid(cookie)
        renewal = await identity.rotate(self._database, token_uid, now)
        if isinstance(renewal, Refusal):
            raise UnauthenticatedError("invalid refresh token: refresh token revoked")
        account = await self._account(renewal.user_id)
        if account.state != State.NORMAL:
            raise UnauthenticatedError("invalid refresh token: user is archived")
        access = await self._tokens.issue_access(
            account, now // SECOND, renewal.session_id
        )
        await self._set_cookie(ctx, renewal, now)
        return pb.RefreshTokenResponse(
            access_token=access.token,
            expires_at=converters.time(access.expire_time),
        )

    async def sign_out(self, _request: pb.SignOutRequest, ctx: RequestContext) -> Empty:
        """Clear the cookie and, for a browser, end its session."""
        principal = require_principal()
        cookie = read_cookie(ctx.request_headers.get("cookie", ""))
        if cookie and principal.credential is Credential.ACCESS_TOKEN:
            await self._end(cookie, principal.user_id)
        ctx.response_headers["set-cookie"] = set_cookie("", 0, secure=_is_secure(ctx))
        return Empty()

    async def _end(self, cookie: str, user_id: int) -> None:
        try:
            token_uid = await self._tokens.read_refresh(cookie)
        except UnauthenticatedError:
            return
        await identity.end_session(self._database, token_uid, user_id)

    async def _proved(self, request: pb.SignInRequest) -> Account:
        """Return whose credentials these are."""
        credentials = request.credentials
        if credentials is None:
            raise InvalidArgumentError("invalid credentials")
        if isinstance(credentials.value, pb.SignInRequest.PasswordCredentials):
            return await self._verified(credentials.value)
        return await self._vouched_for(credentials.value)

    async def _verified(
        self, credentials: pb.SignInRequest.PasswordCredentials
    ) -> Account:
        user = await find_user(credentials.username)
        stored = user.password_hash if user else None
        matched = await self._passwords.verify(stored, credentials.password)
        if user is None or not matched:
            raise InvalidArgumentError(UNMATCHED)
        _require_active(user)
        general = await self._settings.get("GENERAL") or {}
        if general.get("disallowPasswordAuth") and user.role != Role.ADMIN:
            raise PermissionDeniedError("password signin is not allowed")
        return await self._account(user.id)

    async def _vouched_for(
        self, credentials: pb.SignInRequest.SSOCredentials
    ) -> Account:
        # Who is signed in at the moment does not matter: signing in links nothing.
        identity = await self._single_sign_on.identify(credentials)
        account = await self._account(await self._single_sign_on.user_id(identity))
        _require_active(account)
        return account

    async def _account(self, user_id: int) -> Account:
        account = await self._accounts.find(user_id)
        if account is None:
            raise UnauthenticatedError
        return account

    async def _token_uid(self, cookie: str) -> str:
        try:
            return await self._tokens.read_refresh(cookie)
        except UnauthenticatedError as error:
            raise UnauthenticatedError("invalid refresh token") from error

    async def _set_cookie(
        self, ctx: RequestContext, renewal: Renewal, now: int
    ) -> None:
        token = await self._tokens.issue_refresh(renewal, now // SECOND)
        ctx.response_headers["set-cookie"] = set_cookie(
            token, renewal.expire_time // SECOND, secure=_is_secure(ctx)
        )


async def _known_name(request: pb.SignInRequest) -> str:
    """Name the account that somebody failed to sign in to.

    Only one that exists: people type passwords where the name belongs.
    """
    given = request.credentials and request.credentials.value
    if not isinstance(given, pb.SignInRequest.PasswordCredentials):
        return ""
    user = await find_user(given.username)
    return f"users/{user.username}" if user else ""


def _require_active(user: User | Account) -> None:
    if user.state != State.NORMAL:
        raise PermissionDeniedError(
            f"user has been archived with username {user.username}"
        )


def _now() -> int:
    return time.time_ns() // 1000


def _device() -> Device:
    metadata = current_metadata()
    return Device(user_agent=metadata.user_agent, address=metadata.client)


def _is_secure(ctx: RequestContext) -> bool:
    """Whether the browser came by TLS; a false claim only hurts who makes it."""
    headers = ctx.request_headers
    return headers.get("x-forwarded-proto") == "https" or headers.get(
        "origin", ""
    ).startswith("https://")
