"""Signing up, profiles, personal access tokens."""

import re
from typing import Any

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.identity import PersonalAccessToken, hash_token
from appliance.models.user import User
from tests.api.house import House, Visitor
from tests.factories import make_user

DENIED = ("permission_denied", "permission denied")
TOKENS = "UserService/CreatePersonalAccessToken"


async def sign_up(visitor: Visitor, username: str = "ann", **fields: Any) -> Any:
    user = {"username": username, "password": "secret", **fields}
    return await visitor.ok("UserService/CreateUser", user=user)


async def refused_sign_up(visitor: Visitor, **fields: Any) -> tuple[str, str]:
    user = {"username": "ann", "password": "secret", **fields}
    return await visitor.refused("UserService/CreateUser", user=user)


async def test_first_account_is_the_administrator(house: House) -> None:
    boss = await sign_up(house.anonymous, "boss", role="USER", email="b@example.org")
    eve = await sign_up(house.anonymous, "eve", role="ADMIN")

    assert (boss["role"], eve["role"]) == ("ADMIN", "USER")
    assert boss["email"] == "b@example.org"
    assert (boss["name"], boss["state"]) == ("users/boss", "NORMAL")
    assert boss["password"] == ""


async def test_profile_is_stored_as_given(house: House) -> None:
    await make_user(house.database)
    given = {
        "displayName": "Ann 🎉",
        "email": "a@example.org",
        "avatarUrl": "https://example.org/a.png",
        "description": "d",
    }
    created = await sign_up(house.anonymous, **given, state="ARCHIVED", createTime=None)

    assert given.items() <= created.items()
    seen = await house.anonymous.ok("UserService/GetUser", name="users/ann")
    assert seen == created | {"email": ""}


async def test_only_administrators_choose_roles(house: House) -> None:
    boss = await house.user("boss")
    assert (await sign_up(boss, "vice", role="ADMIN"))["role"] == "ADMIN"
    assert (await sign_up(boss, "plain"))["role"] == "USER"
    ann = await house.user("ann")
    assert (await sign_up(ann, "friend", role="ADMIN"))["role"] == "USER"

    made = await ChangeRow.filter(name="users/friend").first()
    assert made is not None
    assert made.actor_id == ann.user.id


@pytest.mark.parametrize(
    "username", ["", "-x", "x-", "a_b", "a b", "名前", "12345", "a" * 37, "users/eve"]
)
async def test_bad_user_names_are_refused(house: House, username: str) -> None:
    refused = await refused_sign_up(house.anonymous, username=username)

    assert refused == ("invalid_argument", f'invalid username "{username}"')
    assert not await User.exists()


async def test_other_faults_are_refused(house: House) -> None:
    nobody = house.anonymous
    assert await refused_sign_up(nobody, password="") == (
        "invalid_argument",
        "password must not be empty",
    )
    code, message = await refused_sign_up(nobody, displayName="a\0b")
    assert (code, "NUL" in message) == ("invalid_argument", True)
    code, _ = await nobody.refused("UserService/CreateUser")
    assert code == "invalid_argument"
    user = {"username": "frank", "password": "x"}
    assert await nobody.refused(
        "UserService/CreateUser", user=user, userId="other"
    ) == (
        "invalid_argument",
        "user_id must match user.username",
    )
    assert await nobody.ok("UserService/CreateUser", user=user, userId="frank")


async def test_taken_name_is_refused_and_one_in_capitals_is_not(house: House) -> None:
    await sign_up(house.anonymous)
    refused = await refused_sign_up(house.anonymous)
    await sign_up(house.anonymous, "ANN")

    assert refused[0] == "already_exists"
    assert await User.all().count() == 2


async def test_trial_makes_nothing(house: House) -> None:
    user = {"username": "boss", "password": "x", "displayName": "B", "email": "e"}
    for role in ("ADMIN", "USER"):
        shown = await house.anonymous.ok(
            "UserService/CreateUser", user=user, validateOnly=True
        )
        assert (shown["username"], shown["role"]) == ("boss", role)
        assert (shown["name"], shown["displayName"]) == ("", "B")
        assert await User.filter(username="boss").count() == 0
        await make_user(house.database)


async def test_closed_registration_is_for_administrators_only(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    await house.settings.set("GENERAL", {"disallowUserRegistration": True}, None)
    expected = ("permission_denied", "user registration is not allowed")
    user = {"username": "late", "password": "x"}

    for visitor in (house.anonymous, ann):
        refused = await visitor.refused("UserService/CreateUser", user=user)
        trial = await visitor.refused(
            "UserService/CreateUser", user=user, validateOnly=True
        )
        assert refused == trial == expected
    assert (await sign_up(boss, "late"))["name"] == "users/late"


async def test_settings_cannot_shut_out_the_first_account(house: House) -> None:
    await house.settings.set(
        "GENERAL",
        {"disallowUserRegistration": True, "disallowPasswordAuth": True},
        None,
    )

    assert (await sign_up(house.anonymous, "boss"))["role"] == "ADMIN"


async def test_sign_up_needs_password_sign_in(house: House) -> None:
    await make_user(house.database)
    await house.settings.set("GENERAL", {"disallowPasswordAuth": True}, None)

    assert await refused_sign_up(house.anonymous) == (
        "permission_denied",
        "password signup is not allowed",
    )


async def test_users_are_found_by_name_and_by_id(house: House) -> None:
    ann = await house.user("ann")
    by_name = await ann.ok("UserService/GetUser", name="users/ann")

    assert by_name["name"] == "users/ann"
    by_id = await ann.ok("UserService/GetUser", name=f"users/{ann.user.id}")
    assert by_id == by_name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("users/nobody", "not_found"),
        ("users/Ann", "not_found"),
        ("users/ann ", "not_found"),
        ("users/a\0", "not_found"),
        ("users/" + "x" * 300, "not_found"),
        ("users/99999999999999999999", "not_found"),
        ("ann", "invalid_argument"),
        ("", "invalid_argument"),
        ("memos/ann", "invalid_argument"),
    ],
)
async def test_unknown_users_and_bad_names(house: House, name: str, code: str) -> None:
    await house.user("ann")

    refused = await house.anonymous.refused("UserService/GetUser", name=name)

    assert refused[0] == code


async def make(visitor: Visitor, **request: Any) -> Any:
    return await visitor.ok(TOKENS, parent=visitor.name, **request)


async def listed(visitor: Visitor, parent: str = "") -> list[str]:
    answer = await visitor.ok(
        "UserService/ListPersonalAccessTokens", parent=parent or visitor.name
    )
    return [token["description"] for token in answer["personalAccessTokens"]]


async def test_token_is_shown_once_and_kept_as_its_digest(house: House) -> None:
    ann = await house.user("ann")
    made = await make(ann, description="for ever")

    token = made["personalAccessToken"]
    assert re.fullmatch(r"memos_pat_[A-Za-z0-9]{32}", made["token"])
    assert re.fullmatch(r"users/ann/personalAccessTokens/[0-9a-f-]{36}", token["name"])
    assert token["description"] == "for ever"
    assert token["createdAt"]
    assert "expiresAt" not in token
    assert "lastUsedAt" not in token
    assert (await PersonalAccessToken.get()).token_hash == hash_token(made["token"])


async def test_token_works_until_it_is_deleted(house: House) -> None:
    ann = await house.user("ann")
    made = await make(ann)
    script = house.anonymous.sending(authorization=f"Bearer {made['token']}")
    assert await script.ok("AuthService/GetCurrentUser")
    (token,) = (
        await ann.ok("UserService/ListPersonalAccessTokens", parent="users/ann")
    )["personalAccessTokens"]
    assert token["lastUsedAt"]

    for _ in range(2):
        await ann.ok("UserService/DeletePersonalAccessToken", name=token["name"])

    code, _ = await script.refused("AuthService/GetCurrentUser")
    assert code == "unauthenticated"
    kinds = [row.kind for row in await ChangeRow.all().order_by("sequence")]
    assert kinds[-2:] == [ChangeKind.TOKEN_CREATED, ChangeKind.TOKEN_DELETED]


@pytest.mark.parametrize(("days", "lasts"), [(30, 30), (1, 1), (0, None), (-5, None)])
async def test_token_lasts_as_long_as_asked(
    house: House, days: int, lasts: int | None
) -> None:
    await make(await house.user("ann"), expiresInDays=days)

    row = await PersonalAccessToken.get()
    if lasts is None:
        assert row.expire_time is None
    else:
        assert row.expire_time - row.create_time == lasts * 86_400_000_000


async def test_impossible_tokens_are_refused(house: House) -> None:
    ann = await house.user("ann")
    for request in ({"expiresInDays": 2_147_483_647}, {"description": "a\0b"}):
        code, _ = await ann.refused(TOKENS, parent="users/ann", **request)
        assert code == "invalid_argument", request
    assert not await PersonalAccessToken.exists()


async def test_tokens_are_made_and_deleted_by_their_owner_alone(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    bob = await house.user("bob")
    name = (await make(ann))["personalAccessToken"]["name"]

    for other in (boss, bob):
        assert await other.refused(TOKENS, parent="users/ann") == DENIED
        deleted = await other.refused(
            "UserService/DeletePersonalAccessToken", name=name
        )
        assert deleted == DENIED
    assert await PersonalAccessToken.all().count() == 1


async def test_token_of_another_cannot_be_deleted_under_ones_own_name(
    house: House,
) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    uid = (await make(ann))["personalAccessToken"]["name"].rpartition("/")[2]

    await bob.ok(
        "UserService/DeletePersonalAccessToken",
        name=f"users/bob/personalAccessTokens/{uid}",
    )

    assert await PersonalAccessToken.all().count() == 1


async def test_tokens_are_listed_for_owner_and_administrators(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    bob = await house.user("bob")
    for description in ("b", "", "a"):
        await make(ann, description=description)

    assert await listed(ann) == ["", "a", "b"]
    assert await listed(boss, "users/ann") == ["", "a", "b"]
    assert await listed(bob) == []
    refused = await bob.refused(
        "UserService/ListPersonalAccessTokens", parent="users/ann"
    )
    assert refused == DENIED


async def test_names_of_tokens_and_their_owners(house: House) -> None:
    ann = await house.user("ann")
    assert await ann.refused(TOKENS, parent="users/nobody") == (
        "invalid_argument",
        "invalid user name: user not found: users/nobody",
    )
    delete = "UserService/DeletePersonalAccessToken"
    for name in ("x", "users/ann", "users/ann/personalAccessTokens/", "a/b/c"):
        refused = await ann.refused(delete, name=name)
        assert refused == ("invalid_argument", "invalid personal access token name")
    for uid in ("x" * 300, "a\0b", "0" * 36):
        assert await ann.ok(delete, name=f"users/ann/personalAccessTokens/{uid}") == {}
