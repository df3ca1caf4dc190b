"""What visitors are told, and the settings of the instance."""

from typing import Any

import pytest

from appliance.api.services.instance import DEFAULT_REACTIONS, MIN_CONTENT_LIMIT
from tests.api.house import House
from tests.factories import make_user

GET, SET = "InstanceService/GetInstanceSetting", "InstanceService/UpdateInstanceSetting"
GENERAL = "instance/settings/GENERAL"
RELATED = "instance/settings/MEMO_RELATED"


async def save(visitor: Any, name: str, **value: Any) -> Any:
    return await visitor.ok(SET, setting={"name": name, **value})


async def test_profile_says_which_clients_understand_it(house: House) -> None:
    profile = await house.anonymous.ok("InstanceService/GetInstanceProfile")

    assert profile["version"] == "0.30.0"
    assert profile["instanceUrl"] == "https://memos.example.org"
    assert profile["needsSetup"] is True
    assert "admin" not in profile


async def test_profile_shows_the_administrator_once_there_is_one(house: House) -> None:
    user = {"username": "boss", "password": "x", "email": "b@example.org"}
    await house.anonymous.ok("UserService/CreateUser", user=user)
    await make_user(house.database)

    profile = await house.anonymous.ok("InstanceService/GetInstanceProfile")

    assert profile["needsSetup"] is False
    assert profile["admin"]["name"] == "users/boss"
    assert profile["admin"]["email"] == ""


async def test_profile_shows_administrators_the_mail_address(house: House) -> None:
    user = {"username": "boss", "password": "x", "email": "b@example.org"}
    await house.anonymous.ok("UserService/CreateUser", user=user)
    answer = await house.anonymous.ok(
        "AuthService/SignIn", passwordCredentials={"username": "boss", "password": "x"}
    )
    boss = house.anonymous.sending(authorization=f"Bearer {answer['accessToken']}")

    profile = await boss.ok("InstanceService/GetInstanceProfile")

    assert profile["admin"]["email"] == "b@example.org"


async def test_unsaved_settings_have_defaults(house: House) -> None:
    general = await house.anonymous.ok(GET, name=GENERAL)
    related = await house.anonymous.ok(GET, name=RELATED)

    assert general["name"] == GENERAL
    assert general["generalSetting"]["disallowUserRegistration"] is False
    assert related["memoRelatedSetting"]["contentLengthLimit"] == MIN_CONTENT_LIMIT
    assert related["memoRelatedSetting"]["reactions"] == list(DEFAULT_REACTIONS)


async def test_saved_setting_replaces_the_whole(house: House) -> None:
    boss = await house.user("boss")
    profile = {"title": "Notes 🎉", "description": "d", "logoUrl": "l"}
    await save(boss, GENERAL, generalSetting={"customProfile": profile})
    saved = await save(
        boss, GENERAL, generalSetting={"additionalStyle": "x", "weekStartDayOffset": 1}
    )

    read = await house.anonymous.ok(GET, name=GENERAL)

    assert read == saved
    assert read["generalSetting"]["additionalStyle"] == "x"
    assert read["generalSetting"]["weekStartDayOffset"] == 1
    assert "customProfile" not in read["generalSetting"]


async def test_content_limit_has_a_least_value(house: House) -> None:
    boss = await house.user("boss")
    for given, used in ((10, 8192), (9000, 9000)):
        await save(
            boss,
            RELATED,
            memoRelatedSetting={"contentLengthLimit": given, "reactions": ["👍"]},
        )
        read = await boss.ok(GET, name=RELATED)
        assert read["memoRelatedSetting"]["contentLengthLimit"] == used
        assert read["memoRelatedSetting"]["reactions"] == ["👍"]


async def test_settings_are_written_by_administrators_alone(house: House) -> None:
    await house.user("boss")
    ann = await house.user("ann")
    setting = {"name": GENERAL, "generalSetting": {}}

    assert await ann.refused(SET, setting=setting) == (
        "permission_denied",
        "permission denied",
    )
    assert await house.anonymous.refused(SET, setting=setting) == (
        "unauthenticated",
        "authentication required",
    )


async def test_closed_registration_holds_at_once(house: House) -> None:
    boss = await house.user("boss")
    await save(boss, GENERAL, generalSetting={"disallowUserRegistration": True})

    user = {"username": "late", "password": "x"}
    code, _ = await house.anonymous.refused("UserService/CreateUser", user=user)
    assert code == "permission_denied"


async def test_password_sign_in_stays_while_nothing_else_is_there(house: House) -> None:
    boss = await house.user("boss")
    setting = {"name": GENERAL, "generalSetting": {"disallowPasswordAuth": True}}

    code, _ = await boss.refused(SET, setting=setting)

    assert code == "failed_precondition"
    read = await boss.ok(GET, name=GENERAL)
    assert read["generalSetting"]["disallowPasswordAuth"] is False


@pytest.mark.parametrize("key", ["ACCESS", "general", "COLOURS", "", "BASIC"])
async def test_unknown_keys_are_refused(house: House, key: str) -> None:
    boss = await house.user("boss")
    name = f"instance/settings/{key}"

    for code, message in (
        await boss.refused(GET, name=name),
        await boss.refused(SET, setting={"name": name, "generalSetting": {}}),
    ):
        assert code == "invalid_argument"
        assert message.startswith("unsupported instance setting key")


async def test_malformed_settings_are_refused(house: House) -> None:
    boss = await house.user("boss")
    code, message = await boss.refused(GET, name="settings/GENERAL")
    assert code == "invalid_argument"
    assert message.startswith("invalid instance setting name")
    for request in (
        {},
        {"setting": {"name": GENERAL}},
        {"setting": {"name": GENERAL, "memoRelatedSetting": {}}},
        {"setting": {"name": RELATED, "generalSetting": {}}},
    ):
        code, message = await boss.refused(SET, **request)
        assert code == "invalid_argument", request
        assert "required" in message


async def test_unbuilt_keys_are_guarded_as_they_will_be(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    callers = {"nobody": house.anonymous, "ann": ann, "boss": boss}
    codes = {
        key: [
            (await caller.refused(GET, name=f"instance/settings/{key}"))[0]
            for caller in callers.values()
        ]
        for key in ("STORAGE", "NOTIFICATION", "AI", "TAGS")
    }

    secret = ["unauthenticated", "permission_denied", "unimplemented"]
    assert codes == {
        "STORAGE": secret,
        "NOTIFICATION": secret,
        "AI": ["unauthenticated", "unimplemented", "unimplemented"],
        "TAGS": ["unimplemented"] * 3,
    }
    setting = {"name": "instance/settings/TAGS", "tagsSetting": {}}
    assert (await boss.refused(SET, setting=setting))[0] == "unimplemented"
