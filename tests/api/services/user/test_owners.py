"""Who may touch what belongs to a user."""

from typing import Any

import pytest

from tests.api.house import House, Visitor

RPC = "UserService/ListPersonalAccessTokens"


@pytest.fixture
async def people(house: House) -> dict[str, Visitor]:
    """Sign in an administrator and two users."""
    return {name: await house.user(name) for name in ("boss", "ann", "bob")}


@pytest.mark.parametrize(
    ("caller", "parent", "refusal"),
    [
        ("ann", "users/ann", ""),
        ("boss", "users/ann", ""),
        ("bob", "users/ann", "permission_denied"),
        ("boss", "users/nobody", "invalid_argument"),
        ("boss", "ann", "invalid_argument"),
    ],
)
async def test_owner_and_administrator_may(
    people: dict[str, Visitor], caller: str, parent: str, refusal: str
) -> None:
    request: dict[str, Any] = {"parent": parent}
    if refusal:
        assert (await people[caller].refused(RPC, **request))[0] == refusal
    else:
        await people[caller].ok(RPC, **request)


async def test_some_things_are_the_owners_alone(people: dict[str, Visitor]) -> None:
    rpc = "UserService/CreatePersonalAccessToken"

    await people["ann"].ok(rpc, parent="users/ann")

    assert (await people["boss"].refused(rpc, parent="users/ann"))[0] == (
        "permission_denied"
    )
