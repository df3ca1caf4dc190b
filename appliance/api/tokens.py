"""Signed tokens as the contract has them: claims, lifetimes, the refresh cookie."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import jwt

from appliance.errors import UnauthenticatedError
from appliance.models.base import Role, State
from appliance.models.identity import SECOND, Renewal
from appliance.models.instance import SECRET_KEY, InstanceSettings
from appliance.models.user import Account

ACCESS_LIFETIME = 15 * 60
ACCESS_AUDIENCE = "user.access-token"
REFRESH_AUDIENCE = "user.refresh-token"
ISSUER = "memos"
KEY_ID = "v1"
COOKIE = "memos_refresh"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token and the second at which it expires."""

    token: str
    expire_time: int


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """Whom an access token speaks for, and until which second."""

    user_id: int
    expire_time: int
    # Tokens of old programs name none.
    session_id: int | None = None


class Tokens:
    """Issues and reads JSON Web Tokens, HS256 with the instance's secret."""

    def __init__(self, settings: InstanceSettings) -> None:
        self._settings = settings

    async def issue_access(
        self, account: Account, now: int, session_id: int | None = None
    ) -> AccessToken:
        """Return a token that speaks for the account for a quarter of an hour."""
        expire_time = now + ACCESS_LIFETIME
        claims: dict[str, Any] = {
            "type": "access",
            "role": Role(account.role).name,
            "status": State(account.state).name,
            "username": account.username,
            "iss": ISSUER,
            "aud": [ACCESS_AUDIENCE],
            "sub": str(account.id),
            "iat": now,
            "exp": expire_time,
        }
        if session_id is not None:
            claims["sid"] = session_id
        return AccessToken(await self._sign(claims), expire_time)

    async def issue_refresh(self, renewal: Renewal, now: int) -> str:
        """Return the token that the cookie carries."""
        claims = {
            "type": "refresh",
            "tid": renewal.token_uid,
            "iss": ISSUER,
            "aud": [REFRESH_AUDIENCE],
            "sub": str(renewal.user_id),
            "iat": now,
            "exp": renewal.expire_time // SECOND,
        }
        return await self._sign(claims)

    async def read_access(self, token: str) -> AccessClaims:
        """Return what the token says; raise UnauthenticatedError for any other."""
        claims = await self._verify(token, ACCESS_AUDIENCE, "access")
        session_id = claims.get("sid")
        if not isinstance(session_id, int | None):
            raise UnauthenticatedError
        return AccessClaims(int(claims["sub"]), int(claims["exp"]), session_id)

    async def read_refresh(self, token: str) -> str:
        """Return the refresh token's uid; raise UnauthenticatedError."""
        claims = await self._verify(token, REFRESH_AUDIENCE, "refresh")
        return str(claims.get("tid", ""))

    async def _sign(self, claims: dict[str, Any]) -> str:
        secret = await self._settings.get(SECRET_KEY)
        return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": KEY_ID})

    async def _verify(self, token: str, audience: str, kind: str) -> dict[str, Any]:
        secret = await self._settings.get(SECRET_KEY)
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                audience=audience,
                issuer=ISSUER,
                options={"require": ["exp", "sub", "aud", "iss"]},
            )
        except jwt.InvalidTokenError as error:
            raise UnauthenticatedError from error
        if claims.get("type") != kind or not str(claims["sub"]).isdigit():
            raise UnauthenticatedError
        return claims


def set_cookie(value: str, expire_time: int, *, secure: bool) -> str:
    """Return the Set-Cookie header of a refresh token; time 0 with "" clears it."""
    expires = format_datetime(datetime.fromtimestamp(expire_time, UTC), usegmt=True)
    header = f"{COOKIE}={value}; Path=/; Expires={expires}; HttpOnly; SameSite=Lax"
    return header + "; Secure" if secure else header


def read_cookie(header: str) -> str:
    """Return the refresh token of a Cookie header, or "".

    By hand, because `http.cookies` gives up at what other programs on the same host
    may have set.
    """
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value.strip('"')
    return ""
