"""Sessions: listed and ended, and what has ended opens nothing any more."""

import time

import pytest

from appliance.models.audit import AuditRow
from appliance.models.identity import (
    SECOND,
    Device,
    EndedSession,
    Session,
    start_session,
)
from tests.api.house import House, Visitor

LIST = "SessionService/ListSessions"
END = "SessionService/EndSession"
END_OTHERS = "SessionService/EndOtherSessions"
WHO = "AuthService/GetCurrentUser"


async def device(house: House, visitor: Visitor, agent: str) -> Visitor:
    """Sign in on another device, as the sign-in does it."""
    now = time.time_ns() // 1000
    renewal = await start_session(
        house.database, visitor.user.id, Device(agent, "192.0.2.9"), now
    )
    account = await house.accounts.find(visitor.user.id)
    assert account
    access = await house.tokens.issue_access(account, now // SECOND, renewal.session_id)
    headers = {"authorization": f"Bearer {access.token}"}
    return Visitor(house, visitor.user, headers)


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    assert boss
    return await house.user("ann")


async def test_sessions_are_listed_with_the_callers_own(
    house: House, ann: Visitor
) -> None:
    await device(house, ann, "Old phone")
    laptop = await device(house, ann, "Laptop")
    listed = (await laptop.ok(LIST, parent="users/ann"))["sessions"]
    assert [(each["userAgent"], each["current"]) for each in listed] == [
        ("Laptop", True),
        ("Old phone", False),
    ]
    assert listed[0]["name"].startswith("users/ann/sessions/")
    assert listed[0]["address"] == "192.0.2.9"
    assert listed[0]["createTime"] <= listed[0]["lastSeenTime"]
    assert listed[0]["lastSeenTime"] < listed[0]["expireTime"]


async def test_an_ended_session_opens_nothing_at_once(
    house: House, ann: Visitor
) -> None:
    phone, laptop = [await device(house, ann, name) for name in ("Phone", "Laptop")]
    await phone.ok(WHO)
    listed = (await laptop.ok(LIST, parent="users/ann"))["sessions"]
    (name,) = [each["name"] for each in listed if not each["current"]]
    await laptop.ok(END, name=name)
    assert (await phone.refused(WHO))[0] == "unauthenticated"
    assert (await laptop.refused(END, name=name))[0] == "not_found"
    await laptop.ok(WHO)
    assert (await AuditRow.get(kind="session.revoked")).actor == "users/ann"


async def test_all_others_are_ended(house: House, ann: Visitor) -> None:
    devices = [await device(house, ann, str(number)) for number in range(3)]
    answer = await devices[1].ok(END_OTHERS, parent="users/ann")
    assert answer == {"endedCount": 2}
    await devices[1].ok(WHO)
    for ended in (devices[0], devices[2]):
        assert (await ended.refused(WHO))[0] == "unauthenticated"


async def test_administrators_may_and_others_may_not(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    phone = await device(house, ann, "Phone")
    mine = await device(house, boss, "Desk")
    (row,) = await Session.filter(user_id=ann.user.id)
    name = f"users/ann/sessions/{row.id}"
    bob = await house.user("bob")
    for rpc, request in (
        (LIST, {"parent": "users/ann"}),
        (END, {"name": name}),
        (END_OTHERS, {"parent": "users/ann"}),
        (LIST, {"parent": "users/nobody"}),
    ):
        assert (await bob.refused(rpc, **request))[0] == "permission_denied"
        assert (await house.anonymous.refused(rpc, **request))[0] == "unauthenticated"
    # Of one's own account, a session of another is not there.
    foreign = name.replace("ann", "bob")
    assert (await bob.refused(END, name=foreign))[0] == "not_found"
    assert len((await boss.ok(LIST, parent="users/ann"))["sessions"]) == 1
    assert await mine.ok(END_OTHERS, parent="users/ann") == {"endedCount": 1}
    assert (await phone.refused(WHO))[0] == "unauthenticated"
    await mine.ok(WHO)
    assert (await AuditRow.get(kind="session.revoked")).actor == "users/boss"
    assert (await boss.refused(LIST, parent="users/nobody"))[0] == "not_found"


async def test_a_new_password_ends_the_others_at_once(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    phone, laptop = [await device(house, ann, name) for name in ("Phone", "Laptop")]
    change = {"user": {"name": "users/ann", "password": "new 42"}}
    await laptop.ok("UserService/UpdateUser", **change, updateMask="password")
    assert (await phone.refused(WHO))[0] == "unauthenticated"
    await laptop.ok(WHO)
    await boss.ok("UserService/UpdateUser", **change, updateMask="password")
    assert (await laptop.refused(WHO))[0] == "unauthenticated"


async def test_marks_of_ended_sessions_go_when_no_token_can_live(
    house: House, ann: Visitor
) -> None:
    phone = await device(house, ann, "Phone")
    assert await phone.ok(END_OTHERS, parent="users/ann") == {"endedCount": 0}
    await device(house, ann, "Laptop")
    await phone.ok(END_OTHERS, parent="users/ann")
    assert await EndedSession.all().count() == 1
    await EndedSession.all().update(end_time=5)
    await device(house, ann, "Tablet")
    assert await EndedSession.all().count() == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_argument"),
        ("users/ann", "invalid_argument"),
        ("users/ann/sessions/x", "not_found"),
        ("users/ann/sessions/", "not_found"),
        ("users/ann/sessions/99", "not_found"),
    ],
)
async def test_names_of_nothing(ann: Visitor, name: str, code: str) -> None:
    assert (await ann.refused(END, name=name))[0] == code
