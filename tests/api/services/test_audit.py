"""The audit log for administrators, over the whole chain."""

from typing import Any

import pytest

from tests.api.house import House, Visitor

LIST = "AuditService/ListAuditEntries"
SIGN_IN = "AuthService/SignIn"


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


async def entries(boss: Visitor, **request: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await boss.ok(LIST, **request)).get("entries", [])
    return found


async def test_it_is_for_administrators(house: House, boss: Visitor) -> None:
    ann = await house.user("ann")
    assert (await ann.refused(LIST))[0] == "permission_denied"
    assert (await house.anonymous.refused(LIST))[0] == "unauthenticated"
    assert await entries(boss)


async def test_a_failed_sign_in_is_told_with_its_address(
    house: House, boss: Visitor
) -> None:
    await house.user("ann")
    curl = house.anonymous.sending(user_agent="curl/8")
    for username, times in (("ann", 3), ("hunter2", 1)):
        credentials = {"username": username, "password": "sesame"}
        for _ in range(times):
            await curl.refused(SIGN_IN, passwordCredentials=credentials)
    await house.core.failures.flush()
    unknown, known = await entries(boss, kind="session", outcome="FAILED")
    assert (known["target"], known["count"]) == ("users/ann", 3)
    assert (known["address"], known["userAgent"]) == ("192.0.2.7", "curl/8")
    assert known["actor"] == ""
    # What is no name of anybody may be somebody's password.
    assert (unknown["target"], unknown["count"]) == ("", 1)
    assert "hunter2" not in str(unknown)


async def test_whoever_reaches_for_what_is_for_administrators_is_told(
    house: House, boss: Visitor
) -> None:
    ann = await house.user("ann")
    for _ in range(3):
        await ann.refused("UserService/ListUsers")
    await ann.refused("OperationsService/CreateBackup")
    await house.anonymous.refused("UserService/ListUsers")
    await house.core.failures.flush()
    backup, users = await entries(boss, kind="operator", outcome="FAILED")
    assert (users["target"], users["count"]) == (
        "memos.api.v1.UserService/ListUsers",
        3,
    )
    assert backup["target"] == "appliance.v1.OperationsService/CreateBackup"
    assert {backup["actor"], users["actor"]} == {"users/ann"}
    assert backup["address"] == "192.0.2.7"


async def test_it_comes_in_pages_and_can_be_chosen(house: House, boss: Visitor) -> None:
    for name in ("ann", "bob", "cleo"):
        await boss.ok(
            "UserService/CreateUser",
            user={"username": name, "password": "sesame 42", "role": "USER"},
        )
    seen, token = [], ""
    while True:
        page = await boss.ok(
            LIST, pageSize=2, pageToken=token, kind="user.created", actor="boss"
        )
        seen += [each["target"] for each in page["entries"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert seen == ["users/cleo", "users/bob", "users/ann"]
    assert await entries(boss, since="2999-01-01T00:00:00Z") == []
    assert await entries(boss, until="2000-01-01T00:00:00Z") == []
    assert await entries(boss, until="2999-01-01T00:00:00Z", kind="user")
    assert house


async def test_nothing_written_is_in_it(house: House, boss: Visitor) -> None:
    await boss.write("one", "what nobody else reads")
    await boss.ok("MemoService/DeleteMemo", name="memos/one")
    token = await boss.ok(
        "UserService/CreatePersonalAccessToken", parent="users/boss", description="x"
    )
    told = await entries(boss)
    assert {"memo.deleted", "token.created"} <= {each["kind"] for each in told}
    assert "nobody else" not in str(told)
    assert token["token"] not in str(told)
    assert house


@pytest.mark.parametrize(
    "request_",
    [
        {"kind": "x" * 301},
        {"actor": "a\0"},
        {"pageToken": "x"},
    ],
)
async def test_wrong_questions_are_refused(
    boss: Visitor, request_: dict[str, Any]
) -> None:
    assert (await boss.refused(LIST, **request_))[0] == "invalid_argument"
