"""Accounts, passwords and the two kinds of token."""

from tests.clients import OK
from tests.contract.stage import Stage
from tests.servers import PASSWORD


async def later_account_is_a_plain_user(stage: Stage) -> None:
    account = {"username": stage.own("ann"), "password": PASSWORD, "role": "ADMIN"}
    created = await stage.anonymous.ok("UserService/CreateUser", user=account)

    assert created["role"] == "USER"
    assert created["state"] == "NORMAL"
    assert created["name"] == f"users/{stage.own('ann')}"
    assert "password" not in created
    profile = await stage.anonymous.ok("InstanceService/GetInstanceProfile")
    assert profile["version"] == "0.30.0"
    assert "needsSetup" not in profile


async def taken_user_name_is_refused(stage: Stage) -> None:
    account = {"username": stage.own("ann"), "password": PASSWORD}
    await stage.anonymous.ok("UserService/CreateUser", user=account)

    again = await stage.anonymous.code("UserService/CreateUser", user=account)

    assert again == "already_exists"


async def user_names_compare_byte_for_byte(stage: Stage) -> None:
    for word in ("Ann", "ann"):
        account = {"username": stage.own(word), "password": PASSWORD}
        await stage.anonymous.ok("UserService/CreateUser", user=account)


async def bad_user_names_are_refused(stage: Stage) -> None:
    for username in ("", "123", "-a", "a-", "a_b", "a b", "a" * 37, "é"):
        account = {"username": username, "password": PASSWORD}
        code = await stage.anonymous.code("UserService/CreateUser", user=account)
        assert code == "invalid_argument", username


async def password_must_not_be_empty(stage: Stage) -> None:
    account = {"username": stage.own("ann")}
    code = await stage.anonymous.code("UserService/CreateUser", user=account)
    assert code == "invalid_argument"


async def sign_in_tells_who_and_until_when(stage: Stage) -> None:
    ann = await stage.user("ann")

    current = await ann.ok("AuthService/GetCurrentUser")

    assert current["user"]["name"] == ann.name
    assert current["user"]["username"] == stage.own("ann")


async def wrong_name_and_wrong_password_sound_alike(stage: Stage) -> None:
    await stage.user("ann")
    wrong = [
        {"username": stage.own("ann"), "password": "guess"},
        {"username": stage.own("nobody"), "password": PASSWORD},
    ]
    refusals = [
        await stage.anonymous.call("AuthService/SignIn", passwordCredentials=guess)
        for guess in wrong
    ]

    assert [refusal.code for refusal in refusals] == ["invalid_argument"] * 2
    assert len({refusal.detail for refusal in refusals}) == 1


async def sign_in_needs_credentials(stage: Stage) -> None:
    assert await stage.anonymous.code("AuthService/SignIn") == "invalid_argument"


async def bad_token_is_nobody(stage: Stage) -> None:
    forger = await stage.user("ann")
    forger = type(forger)(stage, forger.token[:-2] + "xx")

    refused = await forger.call("AuthService/GetCurrentUser")

    assert refused.code == "unauthenticated"
    assert refused.detail == "authentication required"
    assert await forger.code("InstanceService/GetInstanceProfile") == OK


async def refresh_rotates_its_token(stage: Stage) -> None:
    ann = await stage.user("ann")
    client = stage.client

    first = await client.call("AuthService/RefreshToken", refresh=ann.refresh)
    replay = await client.call("AuthService/RefreshToken", refresh=ann.refresh)
    second = await client.call("AuthService/RefreshToken", refresh=first.refresh_token)

    assert first.code == OK
    assert first.refresh_token not in {"", ann.refresh}
    # A second tab that lost the race is told so, and nothing else happens to it.
    assert replay.code == "unauthenticated"
    assert second.code == OK
    renewed = type(ann)(stage, second.message["accessToken"])
    assert await renewed.code("AuthService/GetCurrentUser") == OK


async def refresh_token_travels_in_a_guarded_cookie(stage: Stage) -> None:
    await stage.user("ann")
    credentials = {"username": stage.own("ann"), "password": PASSWORD}

    signed_in = await stage.anonymous.call(
        "AuthService/SignIn", passwordCredentials=credentials
    )

    (line,) = signed_in.cookies
    attributes = {part.strip() for part in line.split(";")[1:]}
    assert {"Path=/", "HttpOnly", "SameSite=Lax"} <= attributes
    assert "Secure" not in attributes
    assert any(part.startswith("Expires=") for part in attributes)


async def refresh_without_a_good_cookie_is_refused(stage: Stage) -> None:
    for refresh in ("", "nonsense", (await stage.user("ann")).token):
        refused = await stage.client.call("AuthService/RefreshToken", refresh=refresh)
        assert refused.code == "unauthenticated"


async def sign_out_ends_the_session(stage: Stage) -> None:
    ann = await stage.user("ann")

    gone = await stage.client.call(
        "AuthService/SignOut", token=ann.token, refresh=ann.refresh
    )
    after = await stage.client.call("AuthService/RefreshToken", refresh=ann.refresh)

    assert gone.code == OK
    assert gone.refresh_token == ""
    assert len(gone.cookies) == 1
    assert after.code == "unauthenticated"


SCENARIOS = (
    later_account_is_a_plain_user,
    taken_user_name_is_refused,
    user_names_compare_byte_for_byte,
    bad_user_names_are_refused,
    password_must_not_be_empty,
    sign_in_tells_who_and_until_when,
    wrong_name_and_wrong_password_sound_alike,
    sign_in_needs_credentials,
    bad_token_is_nobody,
    refresh_rotates_its_token,
    refresh_token_travels_in_a_guarded_cookie,
    refresh_without_a_good_cookie_is_refused,
    sign_out_ends_the_session,
)
