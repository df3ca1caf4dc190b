"""Tokens as the contract has them, and no others."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import jwt
import pytest

from appliance.api.tokens import ACCESS_LIFETIME, Tokens, read_cookie, set_cookie
from appliance.errors import UnauthenticatedError
from appliance.models.base import Role, State
from appliance.models.database import Database
from appliance.models.identity import SECOND, Renewal
from appliance.models.instance import SECRET_KEY, InstanceSettings
from appliance.models.user import Account

NOW = int(time.time())


def now() -> int:
    """Return the second at hand: NOW may be older than an access token lasts."""
    return int(time.time())


DAY = 86_400
ANN = Account(
    id=7,
    username="ann",
    role=Role.ADMIN,
    state=State.NORMAL,
    email="",
    display_name="",
    avatar_url="",
    description="",
    create_time=0,
    update_time=0,
)
RENEWAL = Renewal(
    session_id=1, user_id=7, token_uid="the-uid", expire_time=(NOW + DAY) * SECOND
)


@pytest.fixture
async def settings(database: Database) -> InstanceSettings:
    made = InstanceSettings(database)
    await made.prepare(public=True)
    return made


@pytest.fixture
def tokens(settings: InstanceSettings) -> Tokens:
    return Tokens(settings)


def parts(token: str) -> tuple[Any, Any]:
    """Return header and claims without checking anything."""
    head, claims = (
        json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]
    )
    return head, claims


async def test_access_token_says_what_the_contract_says(tokens: Tokens) -> None:
    access = await tokens.issue_access(ANN, NOW)

    head, claims = parts(access.token)
    assert head == {"alg": "HS256", "kid": "v1", "typ": "JWT"}
    assert claims == {
        "type": "access",
        "role": "ADMIN",
        "status": "NORMAL",
        "username": "ann",
        "iss": "memos",
        "aud": ["user.access-token"],
        "sub": "7",
        "iat": NOW,
        "exp": NOW + 15 * 60,
    }
    assert access.expire_time == NOW + 15 * 60


async def test_refresh_token_says_what_the_contract_says(tokens: Tokens) -> None:
    head, claims = parts(await tokens.issue_refresh(RENEWAL, NOW))

    assert head["kid"] == "v1"
    assert claims == {
        "type": "refresh",
        "tid": "the-uid",
        "iss": "memos",
        "aud": ["user.refresh-token"],
        "sub": "7",
        "iat": NOW,
        "exp": NOW + DAY,
    }


async def test_tokens_are_read_back(tokens: Tokens) -> None:
    access = await tokens.issue_access(ANN, now())
    claims = await tokens.read_access(access.token)

    assert (claims.user_id, claims.expire_time) == (7, access.expire_time)
    assert await tokens.read_refresh(await tokens.issue_refresh(RENEWAL, NOW)) == (
        "the-uid"
    )


async def test_token_dies_of_age(tokens: Tokens) -> None:
    now = int(time.time())
    alive = await tokens.issue_access(ANN, now - ACCESS_LIFETIME + 60)
    dead = await tokens.issue_access(ANN, now - ACCESS_LIFETIME - 1)

    assert await tokens.read_access(alive.token)
    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(dead.token)


async def test_one_kind_does_not_pass_for_the_other(tokens: Tokens) -> None:
    access = await tokens.issue_access(ANN, now())
    refresh = await tokens.issue_refresh(RENEWAL, NOW)

    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(refresh)
    with pytest.raises(UnauthenticatedError):
        await tokens.read_refresh(access.token)


FORGERIES: dict[str, dict[str, Any]] = {
    "audience": {"aud": "user.refresh-token"},
    "no audience": {"aud": None},
    "issuer": {"iss": "somebody"},
    "no issuer": {"iss": None},
    "type": {"type": "refresh"},
    "no type": {"type": None},
    "no subject": {"sub": None},
    "subject that is no number": {"sub": "ann"},
    "no expiry": {"exp": None},
    "expired": {"exp": NOW - 1},
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_token_with_other_claims_is_refused(
    tokens: Tokens, settings: InstanceSettings, forgery: str
) -> None:
    _, claims = parts((await tokens.issue_access(ANN, now())).token)
    changed = claims | FORGERIES[forgery]
    changed = {key: value for key, value in changed.items() if value is not None}
    secret = await settings.get(SECRET_KEY)

    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(jwt.encode(changed, secret, algorithm="HS256"))
    # The same hand may sign the original.
    assert await tokens.read_access(jwt.encode(claims, secret, algorithm="HS256"))


@pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512"])
async def test_token_of_another_algorithm_is_refused(
    tokens: Tokens, settings: InstanceSettings, algorithm: str
) -> None:
    _, claims = parts((await tokens.issue_access(ANN, now())).token)
    secret = await settings.get(SECRET_KEY)
    key: Any = None if algorithm == "none" else secret
    forged = jwt.encode(claims, key, algorithm=algorithm)

    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(forged)


async def test_token_of_another_instance_is_refused(tokens: Tokens) -> None:
    _, claims = parts((await tokens.issue_access(ANN, now())).token)
    forged = jwt.encode(claims, "another secret of this very length" * 2, "HS256")

    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(forged)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "é.é.é", "." * 99])
async def test_garbage_is_refused(tokens: Tokens, token: str) -> None:
    with pytest.raises(UnauthenticatedError):
        await tokens.read_access(token)


async def test_changed_token_is_refused(tokens: Tokens) -> None:
    token = (await tokens.issue_access(ANN, now())).token
    head, claims, signature = token.split(".")
    other = json.dumps(parts(token)[1] | {"sub": "1"}).encode()
    changed = urlsafe_b64encode(other).decode().rstrip("=")

    for forged in (f"{head}.{changed}.{signature}", f"{head}.{claims}."):
        with pytest.raises(UnauthenticatedError):
            await tokens.read_access(forged)


def test_cookie_is_guarded() -> None:
    assert set_cookie("abc", 1_700_000_000, secure=False) == (
        "memos_refresh=abc; Path=/; Expires=Tue, 14 Nov 2023 22:13:20 GMT;"
        " HttpOnly; SameSite=Lax"
    )
    assert set_cookie("abc", 1, secure=True).endswith("; Secure")


def test_cookie_is_cleared_by_an_old_one() -> None:
    assert set_cookie("", 0, secure=False) == (
        "memos_refresh=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
        " HttpOnly; SameSite=Lax"
    )


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("", ""),
        ("memos_refresh=abc", "abc"),
        ("memos_refresh=", ""),
        ("a=1; memos_refresh=a.b-c_d; z=2", "a.b-c_d"),
        ("a=1;memos_refresh=abc", "abc"),
        ("memos_refreshed=abc", ""),
        ("other=memos_refresh=abc", ""),
        # Neighbours on the same host set what they like.
        ('app={"a":1}; memos_refresh=abc', "abc"),
        ("app=[1, 2]; memos_refresh=abc", "abc"),
        ("bare; memos_refresh=abc", "abc"),
        ("näme=wert; memos_refresh=abc; ü", "abc"),
        ('memos_refresh="abc"', "abc"),
    ],
)
def test_cookie_is_found_among_others(header: str, token: str) -> None:
    assert read_cookie(header) == token
