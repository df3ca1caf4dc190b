"""Changing and deleting accounts: by whom, what, and what follows from it."""

import time
from typing import Any

import pytest

from appliance.models.base import Role
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.identity import (
    SECOND,
    Device,
    RefreshToken,
    Session,
    start_session,
)
from appliance.models.memo import Memo
from appliance.models.user import User, load_avatar
from tests.api.house import House, Visitor
from tests.factories import make_user

DENIED = ("permission_denied", "permission denied")
MISSING = ("not_found", "user not found")
UPDATE, DELETE = "UserService/UpdateUser", "UserService/DeleteUser"
PICTURE = "data:image/png;base64,iVBORw0KGgo="


def patch(name: str, mask: str | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "user": {"name": name, **fields},
        "updateMask": ",".join(fields) if mask is None else mask,
    }


async def test_owner_changes_what_the_mask_names(ann: Visitor) -> None:
    changed = await ann.ok(
        UPDATE,
        **patch(
            "users/ann", "displayName,email", displayName="Ann", email="a@b", role=2
        ),
    )

    assert (changed["displayName"], changed["email"]) == ("Ann", "a@b")
    assert (changed["role"], changed["description"]) == ("USER", "")
    stored = await User.get(username="ann")
    assert stored.display_name == "Ann"
    change = await ChangeRow.filter(kind=ChangeKind.USER_UPDATED).get()
    assert (change.name, change.owner_id) == ("users/ann", ann.user.id)


async def test_caller_is_judged_before_the_fields(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    await make_user(house.database, "ben")

    assert await ann.refused(UPDATE, **patch("users/ben", "bad")) == DENIED
    assert await ann.refused(UPDATE, **patch("users/none", "bad")) == MISSING
    assert await boss.refused(UPDATE, **patch("users/none", "email")) == MISSING
    changed = await boss.ok(UPDATE, **patch("users/ben", description="by boss"))
    assert changed["description"] == "by boss"


@pytest.mark.parametrize(
    ("mask", "path"),
    [("nickname", "nickname"), ("createTime", "create_time"), ("name", "name")],
)
async def test_unknown_path_is_named(ann: Visitor, mask: str, path: str) -> None:
    refused = await ann.refused(UPDATE, **patch("users/ann", f"email,{mask}"))

    assert refused == ("invalid_argument", f"invalid update path: {path}")


async def test_request_must_say_what_to_change(ann: Visitor) -> None:
    wrong = "invalid_argument"
    assert await ann.refused(UPDATE) == (wrong, "user is required")
    user = {"name": "users/ann"}
    assert await ann.refused(UPDATE, user=user) == (wrong, "update mask is empty")
    refused = await ann.refused(UPDATE, user=user, updateMask="")
    assert refused == (wrong, "invalid update path: ")
    refused = await ann.refused(UPDATE, **patch("users/ann", password=""))
    assert refused == (wrong, "password must not be empty")


async def test_role_and_state_are_for_administrators(
    boss: Visitor, ann: Visitor
) -> None:
    for field, value in (("role", "ADMIN"), ("state", "ARCHIVED"), ("role", "USER")):
        assert await ann.refused(UPDATE, **patch("users/ann", **{field: value})) == (
            DENIED
        )

    raised = await boss.ok(UPDATE, **patch("users/ann", role="ADMIN"))
    lowered = await boss.ok(UPDATE, **patch("users/ann", role="ROLE_UNSPECIFIED"))
    archived = await boss.ok(UPDATE, **patch("users/ann", state="ARCHIVED"))

    assert (raised["role"], lowered["role"]) == ("ADMIN", "USER")
    assert archived["state"] == "ARCHIVED"
    refused = await ann.refused("AuthService/GetCurrentUser")
    assert refused[0] == "unauthenticated"


async def test_somebody_must_stay_administrator(house: House, boss: Visitor) -> None:
    expected = ("failed_precondition", "the last administrator must stay one")
    for field, value in (("role", "USER"), ("state", "ARCHIVED")):
        refused = await boss.refused(UPDATE, **patch("users/boss", **{field: value}))
        assert refused == expected
    assert await boss.refused(DELETE, name="users/boss") == expected

    await house.user("vice", role=Role.ADMIN)
    await boss.ok(UPDATE, **patch("users/boss", role="USER"))
    assert await boss.refused("UserService/ListUsers") == DENIED


async def test_new_name_holds_everywhere_at_once(house: House, ann: Visitor) -> None:
    await ann.write("m", visibility="PUBLIC")
    await ann.listed()

    await ann.ok(UPDATE, **patch("users/ann", username="anna"))

    visitor = house.anonymous
    assert await visitor.refused("UserService/GetUser", name="users/ann") == MISSING
    memo = await visitor.ok("MemoService/GetMemo", name="memos/m")
    assert memo["creator"] == "users/anna"
    listed = await visitor.ok("MemoService/ListMemos")
    assert listed["memos"][0]["creator"] == "users/anna"
    me = await ann.ok("AuthService/GetCurrentUser")
    assert me["user"]["name"] == "users/anna"


async def test_taken_or_bad_name_is_refused(ann: Visitor) -> None:
    refused = await ann.refused(UPDATE, **patch("users/ann", username="boss"))
    assert refused == ("already_exists", 'username "boss" is taken')
    refused = await ann.refused(UPDATE, **patch("users/ann", username="not ok"))
    assert refused == ("invalid_argument", 'invalid username "not ok"')


async def test_locked_names_are_locked_for_all(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    locks = {"disallowChangeUsername": True, "disallowChangeNickname": True}
    await house.settings.set("GENERAL", locks, None)

    for caller in (boss, ann):
        refused = await caller.refused(UPDATE, **patch("users/ann", username="anna"))
        assert refused == (DENIED[0], "permission denied: disallow change username")
        refused = await caller.refused(UPDATE, **patch("users/ann", displayName="A"))
        assert refused == (DENIED[0], "permission denied: disallow change nickname")
    await ann.ok(UPDATE, **patch("users/ann", description="free"))


async def test_stored_picture_shows_as_a_file(house: House, ann: Visitor) -> None:
    changed = await ann.ok(UPDATE, **patch("users/ann", avatarUrl=PICTURE))

    assert changed["avatarUrl"] == "/file/users/ann/avatar"
    assert await load_avatar(house.database, "ann") == PICTURE
    refused = await ann.refused(UPDATE, **patch("users/ann", avatarUrl="https://x/y"))
    assert refused[0] == "invalid_argument"
    # What was stored before is not lost by changing something else.
    await ann.ok(UPDATE, **patch("users/ann", description="d"))
    assert await load_avatar(house.database, "ann") == PICTURE


async def test_new_password_ends_all_sessions_but_the_callers(
    house: House, ann: Visitor
) -> None:
    now, device = time.time_ns() // 1000, Device("", "")
    mine = await start_session(house.database, ann.user.id, device, now)
    theirs = await start_session(house.database, ann.user.id, device, now)
    cookie = await house.tokens.issue_refresh(mine, now // SECOND)
    browser = ann.sending(cookie=f"memos_refresh={cookie}")

    await browser.ok(UPDATE, **patch("users/ann", password="new"))

    assert [session.id for session in await Session.all()] == [mine.session_id]
    assert not await RefreshToken.filter(session_id=theirs.session_id).exists()
    credentials = {"username": "ann", "password": "new"}
    await house.anonymous.ok("AuthService/SignIn", passwordCredentials=credentials)
    await ann.ok(UPDATE, **patch("users/ann", password="newer"))
    assert not await Session.all().exists()


async def test_caller_may_go_and_the_cookie_with_them(
    house: House, ann: Visitor
) -> None:
    await ann.write("m")

    await ann.ok(DELETE, name="users/ann", force=True)

    assert ann.answered["set-cookie"].startswith("memos_refresh=; Path=/; Expires=Thu")
    assert not await Memo.all().exists()
    refused = await ann.refused("AuthService/GetCurrentUser")
    assert refused[0] == "unauthenticated"
    assert (
        await house.anonymous.refused(
            "UserService/GetUser", name=f"users/{ann.user.id}"
        )
        == MISSING
    )


async def test_others_go_by_an_administrator_only(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    await make_user(house.database, "ben")

    assert await ann.refused(DELETE, name="users/ben") == DENIED
    assert await ann.refused(DELETE, name="users/none") == MISSING
    await boss.ok(DELETE, name="users/ben")
    assert "set-cookie" not in boss.answered
    assert await boss.refused(DELETE, name="users/ben") == MISSING
    malformed = await boss.refused(DELETE, name="people/ann")
    assert malformed[1] == (
        'invalid user name: invalid prefix "users/" in request "people/ann"'
    )
