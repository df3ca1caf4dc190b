"""Administrators open the instance to visitors and close it."""

from typing import Any

from appliance.models.instance import InstanceSettings
from tests.api.house import House, Visitor

GET, SET = "AccessService/GetAccess", "AccessService/UpdateAccess"
LIST = "MemoService/ListMemos"


async def test_mode_is_the_one_of_the_first_start(
    house: House, closed_house: House, boss: Visitor
) -> None:
    # Both live in one database, where the first start has decided.
    assert await boss.ok(GET) == {"mode": "PUBLIC"}
    assert await closed_house.settings.access_mode() == "PUBLIC"
    assert house is not closed_house


async def test_change_holds_at_once(house: House, boss: Visitor) -> None:
    other_process = InstanceSettings(house.database)
    assert await other_process.access_mode() == "PUBLIC"
    await house.anonymous.ok(LIST)

    assert await boss.ok(SET, access={"mode": "PRIVATE"}) == {"mode": "PRIVATE"}

    assert await house.anonymous.refused(LIST) == (
        "unauthenticated",
        "authentication required",
    )
    assert await boss.ok(GET) == {"mode": "PRIVATE"}
    assert await other_process.access_mode() == "PRIVATE"
    await boss.ok(SET, access={"mode": "PUBLIC"}, updateMask="mode")
    await house.anonymous.ok(LIST)


async def test_mode_must_be_one_of_two(boss: Visitor) -> None:
    requests: list[dict[str, Any]] = [
        {},
        {"access": {}},
        {"access": {"mode": "MODE_UNSPECIFIED"}},
    ]
    for request in requests:
        code, _ = await boss.refused(SET, **request)
        assert code == "invalid_argument"
    assert await boss.ok(SET, access={}, updateMask="") == {"mode": "PUBLIC"}


async def test_only_administrators_ask_and_change(house: House, ann: Visitor) -> None:
    for rpc in (GET, SET):
        assert (await ann.refused(rpc))[0] == "permission_denied"
        assert (await house.anonymous.refused(rpc))[0] == "unauthenticated"
