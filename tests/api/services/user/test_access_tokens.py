"""Personal access tokens: shown once, good until revoked, their owner's alone."""

import re
from typing import Any

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.identity import PersonalAccessToken, hash_token
from tests.api.house import House, Visitor

DENIED = ("permission_denied", "permission denied")
TOKENS = "UserService/CreatePersonalAccessToken"


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
    assert token["expiresAt"] is None
    assert token["lastUsedAt"] is None
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
