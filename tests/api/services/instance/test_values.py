"""The settings of the instance over the whole chain."""

from typing import Any

import pytest

from appliance.api.settings.memo_related import DEFAULT_REACTIONS, MIN_CONTENT_LIMIT
from appliance.models.provider import Provider
from tests.api.house import House, Visitor

GET, SET = "InstanceService/GetInstanceSetting", "InstanceService/UpdateInstanceSetting"
BATCH = "InstanceService/BatchGetInstanceSettings"
DENIED = ("permission_denied", "permission denied")
UNKNOWN = ("unauthenticated", "user not authenticated")
GENERAL = "instance/settings/GENERAL"
RELATED = "instance/settings/MEMO_RELATED"


async def save(visitor: Any, name: str, **value: Any) -> Any:
    return await visitor.ok(SET, setting={"name": name, **value})


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
    assert read["generalSetting"]["customProfile"] is None


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


async def test_setting_is_read_by_whom_it_concerns(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    public, secret = ("GENERAL", "MEMO_RELATED", "TAGS"), ("STORAGE", "NOTIFICATION")
    for key in (*public, *secret, "AI"):
        name = f"instance/settings/{key}"
        assert (await boss.ok(GET, name=name))["name"] == name
        if key in secret:
            assert await ann.refused(GET, name=name) == DENIED
        else:
            assert (await ann.ok(GET, name=name))["name"] == name
        if key in public:
            assert (await house.anonymous.ok(GET, name=name))["name"] == name
        else:
            assert await house.anonymous.refused(GET, name=name) == UNKNOWN


async def test_batch_answers_in_the_order_of_the_question(house: House) -> None:
    names = [f"instance/settings/{key}" for key in ("TAGS", "GENERAL", "TAGS")]

    answer = await house.anonymous.ok(BATCH, names=names)

    assert [setting["name"] for setting in answer["settings"]] == names
    assert await house.anonymous.ok(BATCH, names=[]) == {"settings": []}


async def test_batch_is_denied_as_a_whole(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    names = [GENERAL, "instance/settings/STORAGE"]

    assert len((await boss.ok(BATCH, names=names))["settings"]) == 2
    assert await ann.refused(BATCH, names=names) == DENIED
    assert await house.anonymous.refused(BATCH, names=names) == UNKNOWN
    code, _ = await boss.refused(BATCH, names=[GENERAL, "instance/settings/NOPE"])
    assert code == "invalid_argument"


async def test_batch_has_a_limit(house: House) -> None:
    assert len((await house.anonymous.ok(BATCH, names=[GENERAL] * 100))["settings"])
    assert await house.anonymous.refused(BATCH, names=[GENERAL] * 101) == (
        "invalid_argument",
        "too many instance setting names (max 100)",
    )


@pytest.mark.parametrize(
    "mask",
    [
        "additionalStyle,customProfile.title",
        "generalSetting.additionalStyle,generalSetting.customProfile.title",
        "name,generalSetting.additionalStyle,customProfile.title",
    ],
)
async def test_mask_says_what_is_replaced(boss: Visitor, mask: str) -> None:
    profile = {"title": "T", "description": "D"}
    await save(
        boss,
        GENERAL,
        generalSetting={"additionalScript": "a", "customProfile": profile},
    )

    sent = {"additionalScript": "x", "additionalStyle": "s"}
    saved = await boss.ok(
        SET, setting={"name": GENERAL, "generalSetting": sent}, updateMask=mask
    )

    assert saved["generalSetting"]["additionalScript"] == "a"
    assert saved["generalSetting"]["additionalStyle"] == "s"
    assert saved["generalSetting"]["customProfile"] == {
        "title": "",
        "description": "D",
        "logoUrl": "",
    }
    assert await boss.ok(GET, name=GENERAL) == saved


@pytest.mark.parametrize("mask", ["", "generalSetting", "*"])
async def test_no_mask_and_the_whole_replace_everything(
    boss: Visitor, mask: str
) -> None:
    await save(boss, GENERAL, generalSetting={"additionalScript": "a"})

    setting = {"name": GENERAL, "generalSetting": {"additionalStyle": "s"}}
    saved = await boss.ok(SET, setting=setting, updateMask=mask)

    assert saved["generalSetting"]["additionalScript"] == ""
    assert saved["generalSetting"]["additionalStyle"] == "s"


async def test_unknown_mask_is_refused(boss: Visitor) -> None:
    setting = {"name": GENERAL, "generalSetting": {}}
    for mask in ("colour", "storageSetting.storageType", "generalSetting.colour"):
        code, _ = await boss.refused(SET, setting=setting, updateMask=mask)
        assert code == "invalid_argument"


async def test_secret_survives_what_does_not_name_it(
    house: House, boss: Visitor
) -> None:
    name = "instance/settings/STORAGE"
    s3 = {"accessKeyId": "AK", "accessKeySecret": "top-secret", "bucket": "b"}
    await save(boss, name, storageSetting={"storageType": "S3", "s3Config": s3})
    sent = {"s3Config": {"bucket": "c"}}

    masked = await boss.ok(
        SET,
        setting={"name": name, "storageSetting": sent},
        updateMask="s3Config.bucket",
    )
    whole = await save(boss, name, storageSetting=sent)

    stored = await house.settings.get("STORAGE")
    assert stored["s3Config"] == {"accessKeySecret": "top-secret", "bucket": "c"}
    assert masked["storageSetting"]["s3Config"]["accessKeyId"] == "AK"
    for answer in (masked, whole, await boss.ok(GET, name=name)):
        assert "top-secret" not in str(answer)


async def test_stored_setting_is_the_json_of_the_wire(
    house: House, boss: Visitor
) -> None:
    setting = {"storageType": "LOCAL", "uploadSizeLimitMb": "7"}
    await save(boss, "instance/settings/STORAGE", storageSetting=setting)
    ai = {"providers": [{"id": "a", "type": "OPENAI", "apiKey": "k"}]}
    await save(boss, "instance/settings/AI", aiSetting=ai)

    assert await house.settings.get("STORAGE") == setting
    assert await house.settings.get("AI") == ai
    assert await house.settings.get("NOTIFICATION") is None


async def test_password_sign_in_ends_once_a_provider_is_there(
    house: House, boss: Visitor
) -> None:
    provider = Provider(uid="home", type=1, title="t", identifier_filter="", config={})
    async with house.database.write() as transaction:
        await house.core.providers.create(transaction, provider, None)

    saved = await save(boss, GENERAL, generalSetting={"disallowPasswordAuth": True})

    assert saved["generalSetting"]["disallowPasswordAuth"] is True
