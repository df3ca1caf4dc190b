"""Signing in, staying signed in, signing out."""

import time
from typing import Any

import pytest

from appliance.api.tokens import read_cookie
from appliance.models.base import State
from appliance.models.change import Change, ChangeKind
from appliance.models.identity import RefreshToken, Session
from appliance.models.user import User
from tests.api.house import House, Visitor

PASSWORD = "correct horse"
UNMATCHED = ("invalid_argument", "unmatched username and password")
REVOKED = ("unauthenticated", "invalid refresh token: refresh token revoked")


async def sign_up(house: House, username: str = "ann") -> None:
    user = {"username": username, "password": PASSWORD, "email": "ann@example.org"}
    await house.anonymous.ok("UserService/CreateUser", user=user)


def credentials(username: str = "ann", password: str = PASSWORD) -> dict[str, Any]:
    return {"passwordCredentials": {"username": username, "password": password}}


async def sign_in(visitor: Visitor, username: str = "ann") -> tuple[Visitor, str]:
    """Sign in; return who that is now, and the refresh token."""
    answer = await visitor.ok("AuthService/SignIn", **credentials(username))
    access = answer["accessToken"]
    refresh = read_cookie(visitor.answered["set-cookie"])
    return visitor.sending(authorization=f"Bearer {access}"), refresh


async def change(house: House, username: str, **fields: Any) -> None:
    async with house.database.write() as transaction:
        user = await User.get(username=username)
        await user.update_from_dict(fields).save(using_db=transaction.connection)
        told = Change(kind=ChangeKind.USER_UPDATED, name="x", owner_id=user.id)
        transaction.record(told)


def wearing(house: House, refresh: str) -> Visitor:
    return house.anonymous.sending(cookie=f"other=1; memos_refresh={refresh}")


async def test_sign_in_answers_who_and_until_when(house: House) -> None:
    await sign_up(house)
    nobody = house.anonymous

    answer = await nobody.ok("AuthService/SignIn", **credentials())

    assert answer["user"]["name"] == "users/ann"
    assert answer["user"]["email"] == "ann@example.org"
    assert answer["user"]["password"] == ""
    assert answer["accessTokenExpiresAt"].endswith("Z")
    cookie = nobody.answered["set-cookie"]
    assert cookie.startswith("memos_refresh=")
    assert "HttpOnly; SameSite=Lax" in cookie
    assert "Secure" not in cookie


async def test_signed_in_user_is_the_current_one(house: House) -> None:
    await sign_up(house)
    ann, _ = await sign_in(house.anonymous)

    answer = await ann.ok("AuthService/GetCurrentUser")

    assert answer["user"]["username"] == "ann"
    assert answer["user"]["email"] == "ann@example.org"


async def test_session_notes_the_device(house: House) -> None:
    await sign_up(house)
    await sign_in(house.anonymous.sending(user_agent="Browser/1"))

    session = await Session.get()
    assert (session.user_agent, session.address) == ("Browser/1", "192.0.2.7")


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("ann", "guess"),
        ("ann", ""),
        ("ann", PASSWORD + " "),
        ("Ann", PASSWORD),
        ("ann ", PASSWORD),
        ("nobody", PASSWORD),
        ("", ""),
        ("x" * 300, PASSWORD),
        ("a\0n", PASSWORD),
        ("ann", "\0"),
    ],
)
async def test_wrong_name_and_wrong_password_sound_alike(
    house: House, username: str, password: str
) -> None:
    await sign_up(house)
    refused = await house.anonymous.refused(
        "AuthService/SignIn", **credentials(username, password)
    )

    assert refused == UNMATCHED
    assert not await Session.exists()


async def test_sign_in_needs_credentials(house: House) -> None:
    assert await house.anonymous.refused("AuthService/SignIn") == (
        "invalid_argument",
        "invalid credentials",
    )
    code, _ = await house.anonymous.refused(
        "AuthService/SignIn", ssoCredentials={"idpName": "x", "code": "y"}
    )
    assert code == "invalid_argument"


async def test_archived_user_cannot_sign_in(house: House) -> None:
    await sign_up(house)
    await change(house, "ann", state=State.ARCHIVED)

    refused = await house.anonymous.refused("AuthService/SignIn", **credentials())
    guess = await house.anonymous.refused(
        "AuthService/SignIn", **credentials(password="guess")
    )

    assert refused == (
        "permission_denied",
        "user has been archived with username ann",
    )
    assert guess == UNMATCHED


async def test_without_password_sign_in_only_administrators_get_in(
    house: House,
) -> None:
    await sign_up(house, "boss")
    await sign_up(house)
    await house.settings.set("GENERAL", {"disallowPasswordAuth": True}, None)

    refused = await house.anonymous.refused("AuthService/SignIn", **credentials())

    assert refused == ("permission_denied", "password signin is not allowed")
    assert await sign_in(house.anonymous, "boss")


async def test_account_without_a_password_has_no_password(house: House) -> None:
    await sign_up(house)
    await change(house, "ann", password_hash="")

    for guess in ("", "nobody", PASSWORD):
        refused = await house.anonymous.refused(
            "AuthService/SignIn", **credentials(password=guess)
        )
        assert refused == UNMATCHED


async def test_refresh_gives_new_tokens_for_the_cookie(house: House) -> None:
    await sign_up(house)
    _, first = await sign_in(house.anonymous)
    tab = wearing(house, first)

    answer = await tab.ok("AuthService/RefreshToken")
    second = read_cookie(tab.answered["set-cookie"])

    assert second not in {"", first}
    assert answer["expiresAt"].endswith("Z")
    renewed = house.anonymous.sending(authorization=f"Bearer {answer['accessToken']}")
    assert await renewed.ok("AuthService/GetCurrentUser")
    assert await wearing(house, first).refused("AuthService/RefreshToken") == REVOKED
    assert await wearing(house, second).ok("AuthService/RefreshToken")


async def test_stolen_token_ends_the_session_after_the_grace(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_up(house)
    _, first = await sign_in(house.anonymous)
    tab = wearing(house, first)
    await tab.ok("AuthService/RefreshToken")
    second = read_cookie(tab.answered["set-cookie"])

    later = time.time_ns() + 31 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: later)

    assert await wearing(house, first).refused("AuthService/RefreshToken") == REVOKED
    assert await wearing(house, second).refused("AuthService/RefreshToken") == REVOKED
    assert not await RefreshToken.exists()


async def test_refresh_without_a_good_cookie_is_refused(house: House) -> None:
    await sign_up(house)
    ann, _ = await sign_in(house.anonymous)
    access = ann.headers["authorization"].split()[1]
    none = await house.anonymous.refused("AuthService/RefreshToken")
    assert none == ("unauthenticated", "refresh token not found")

    for bad in ("garbage", access, "a.b.c"):
        refused = await wearing(house, bad).refused("AuthService/RefreshToken")
        assert refused == ("unauthenticated", "invalid refresh token"), bad


async def test_archived_user_does_not_stay_signed_in(house: House) -> None:
    await sign_up(house)
    _, refresh = await sign_in(house.anonymous)
    await change(house, "ann", state=State.ARCHIVED)

    code, _ = await wearing(house, refresh).refused("AuthService/RefreshToken")

    assert code == "unauthenticated"


async def test_sign_out_ends_the_session_and_clears_the_cookie(house: House) -> None:
    await sign_up(house)
    ann, refresh = await sign_in(house.anonymous)
    leaving = ann.sending(cookie=f"memos_refresh={refresh}")

    assert await leaving.ok("AuthService/SignOut") == {}

    cookie = leaving.answered["set-cookie"]
    assert cookie.startswith("memos_refresh=; ")
    assert "Thu, 01 Jan 1970" in cookie
    assert await wearing(house, refresh).refused("AuthService/RefreshToken") == REVOKED
    # As recorded: the access token lives on until it expires.
    assert await ann.ok("AuthService/GetCurrentUser")


@pytest.mark.parametrize("cookie", ["", "garbage"])
async def test_sign_out_without_a_good_cookie_ends_nothing(
    house: House, cookie: str
) -> None:
    await sign_up(house)
    ann, refresh = await sign_in(house.anonymous)

    await ann.sending(cookie=f"memos_refresh={cookie}").ok("AuthService/SignOut")

    assert await wearing(house, refresh).ok("AuthService/RefreshToken")


async def test_nobody_signs_others_out(house: House) -> None:
    await sign_up(house)
    await sign_up(house, "bob")
    _, refresh = await sign_in(house.anonymous)
    bob, _ = await sign_in(house.anonymous, "bob")

    await bob.sending(cookie=f"memos_refresh={refresh}").ok("AuthService/SignOut")

    assert await wearing(house, refresh).ok("AuthService/RefreshToken")
    assert await house.anonymous.refused("AuthService/SignOut") == (
        "unauthenticated",
        "authentication required",
    )


async def test_personal_token_does_not_end_a_browsers_session(house: House) -> None:
    await sign_up(house)
    ann, refresh = await sign_in(house.anonymous)
    made = await ann.ok("UserService/CreatePersonalAccessToken", parent="users/ann")
    script = house.anonymous.sending(authorization=f"Bearer {made['token']}")

    await script.sending(cookie=f"memos_refresh={refresh}").ok("AuthService/SignOut")

    assert await wearing(house, refresh).ok("AuthService/RefreshToken")


@pytest.mark.parametrize(
    "header",
    [
        {"x_forwarded_proto": "https"},
        {"origin": "https://memos.example.org"},
    ],
)
async def test_cookie_is_for_tls_where_the_browser_came_by_tls(
    house: House, header: dict[str, str]
) -> None:
    await sign_up(house)
    browser = house.anonymous.sending(**header)
    await browser.ok("AuthService/SignIn", **credentials())

    assert browser.answered["set-cookie"].endswith("; Secure")
