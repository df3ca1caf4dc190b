"""Signing up, looking up, listing."""

from typing import Any

import pytest

from appliance.models.change import ChangeRow
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
        "description": "d",
    }
    ignored = {"state": "ARCHIVED", "avatarUrl": "https://example.org/a.png"}
    created = await sign_up(house.anonymous, **given, **ignored)

    assert given.items() <= created.items()
    assert (created["state"], created["avatarUrl"]) == ("NORMAL", "")
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


async def names_listed(caller: Visitor, **request: Any) -> tuple[list[str], str]:
    answer = await caller.ok("UserService/ListUsers", **request)
    return [user["username"] for user in answer["users"]], answer["nextPageToken"]


async def test_administrators_list_all_accounts_newest_first(
    boss: Visitor, ann: Visitor
) -> None:
    await User.filter(username="boss").update(create_time=1, email="b@example.org")

    assert await names_listed(boss) == (["ann", "boss"], "")
    assert await ann.refused("UserService/ListUsers") == DENIED
    answer = await boss.ok("UserService/ListUsers", filter='username == "boss"')
    assert [user["email"] for user in answer["users"]] == ["b@example.org"]


async def test_pages_of_accounts_join_whoever_comes_meanwhile(
    house: House, boss: Visitor
) -> None:
    for number in range(4):
        await make_user(house.database, f"u{number}")
    # Archived accounts of one second come after those in use.
    await User.all().update(create_time=5)
    await User.filter(username__in=["u3", "u1"]).update(state=2)

    first, token = await names_listed(boss, pageSize=2)
    late = await make_user(house.database, "late")
    await User.filter(id=late.id).update(create_time=6)
    second, token = await names_listed(boss, pageSize=9, pageToken=token)
    third, end = await names_listed(boss, pageToken=token)

    assert first + second + third == ["u2", "u0", "boss", "u3", "u1"]
    assert end == ""


@pytest.mark.parametrize(
    "condition", ['username != "a"', 'role == "ADMIN"', "username", "username =="]
)
async def test_other_filters_of_accounts_are_refused(
    boss: Visitor, condition: str
) -> None:
    code, message = await boss.refused("UserService/ListUsers", filter=condition)

    assert code == "invalid_argument"
    assert message.startswith("invalid filter")


@pytest.mark.usefixtures("boss", "ann")
async def test_batch_holds_accounts_in_use_by_exact_name(house: House) -> None:
    await make_user(house.database, "ben")
    await User.filter(username="ben").update(state=2)
    names = ["ben", " ann ", "", "ann", "ANN", "boss", "users/ann", "a\0b", "x" * 300]

    answer = await house.anonymous.ok("UserService/BatchGetUsers", usernames=names)

    assert sorted(user["username"] for user in answer["users"]) == ["ann", "boss"]


@pytest.mark.parametrize(("count", "code"), [(100, ""), (101, "invalid_argument")])
async def test_batch_is_bounded(house: House, count: int, code: str) -> None:
    names = ["x"] * count + ["", " "]
    if not code:
        assert await house.anonymous.ok("UserService/BatchGetUsers", usernames=names)
        return
    refused = await house.anonymous.refused(
        "UserService/BatchGetUsers", usernames=names
    )
    assert refused == (code, "too many usernames (max 100)")


@pytest.mark.parametrize("name", ["ann", "", "users/ann/extra", "people/ann"])
async def test_malformed_user_name_is_repeated(house: House, name: str) -> None:
    refused = await house.anonymous.refused("UserService/GetUser", name=name)

    assert refused == ("invalid_argument", f"invalid user name: {name}")
