"""Settings of users: defaults, masks, and that nobody else reads them."""

from typing import Any

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.webhook import Webhook
from tests.api.house import House, Visitor
from tests.wire import Json

GET, UPDATE = "UserService/GetUserSetting", "UserService/UpdateUserSetting"
LIST = "UserService/ListUserSettings"
DENIED = ("permission_denied", "permission denied")
WRONG = "invalid_argument"
BAD_PATTERN = (
    'tag key "a(" is not a valid regex pattern: error parsing regexp:'
    " missing closing ): `a(`"
)
DEFAULTS = {"locale": "en", "memoVisibility": "PRIVATE", "theme": ""}


async def general(caller: Visitor, mask: str, **given: str) -> Json:
    name = f"{caller.name}/settings/GENERAL"
    setting = {"name": name, "generalSetting": given}
    answer = await caller.ok(UPDATE, setting=setting, updateMask=mask)
    assert answer == await caller.ok(GET, name=name)
    fields: Json = answer["generalSetting"]
    return fields


def tags(each: Json, mask: str = "tags") -> dict[str, Any]:
    setting = {"name": "users/ann/settings/TAGS", "tagsSetting": {"tags": each}}
    return {"setting": setting, "updateMask": mask}


async def test_what_was_never_saved_has_defaults(ann: Visitor) -> None:
    prefix = "users/ann/settings"
    answer = await ann.ok(GET, name=f"{prefix}/GENERAL")
    assert answer == {"name": f"{prefix}/GENERAL", "generalSetting": DEFAULTS}
    answer = await ann.ok(GET, name=f"{prefix}/TAGS")
    assert answer["tagsSetting"] == {"tags": {}}
    answer = await ann.ok(GET, name=f"{prefix}/WEBHOOKS")
    assert answer["webhooksSetting"] == {"webhooks": []}


async def test_settings_are_the_users_alone(boss: Visitor, ann: Visitor) -> None:
    name = "users/ann/settings/GENERAL"
    setting = {"name": name, "generalSetting": {"locale": "fr"}}

    assert await boss.refused(GET, name=name) == DENIED
    assert await boss.refused(LIST, parent="users/ann") == DENIED
    assert await boss.refused(UPDATE, setting=setting, updateMask="locale") == DENIED
    assert await boss.refused(GET, name="users/none/settings/GENERAL") == (
        WRONG,
        "invalid resource name: user not found: users/none",
    )
    assert (await ann.ok(GET, name=name))["generalSetting"] == DEFAULTS


@pytest.mark.parametrize(
    ("mask", "changed"),
    [
        ("locale", {"locale": "fr"}),
        ("memoVisibility", {"memoVisibility": "PUBLIC"}),
        ("generalSetting.theme", {"theme": "paper"}),
        ("generalSetting", {"locale": "fr", "memoVisibility": "PUBLIC"}),
        ("colour", {}),
        ("", {}),
    ],
)
async def test_only_what_the_mask_names_changes(
    ann: Visitor, mask: str, changed: dict[str, str]
) -> None:
    given = {"locale": "fr", "memoVisibility": "PUBLIC"} | (
        {"theme": "paper"} if "theme" in changed else {}
    )

    assert await general(ann, mask, **given) == DEFAULTS | changed
    count = await ChangeRow.filter(kind=ChangeKind.USER_SETTING_UPDATED).count()
    assert count == bool(changed)


async def test_later_changes_build_on_earlier_ones(ann: Visitor) -> None:
    await general(ann, "locale,theme", locale="fr", theme="paper")
    after = await general(ann, "theme,memoVisibility", memoVisibility="SECRET")

    assert after == {"locale": "fr", "memoVisibility": "SECRET", "theme": ""}


async def test_update_must_fit_its_key(ann: Visitor) -> None:
    prefix = "users/ann/settings"
    general_value = {"generalSetting": {"locale": "ko"}}

    assert await ann.refused(UPDATE) == (WRONG, "setting is required")
    setting: Json = {"name": f"{prefix}/GENERAL", **general_value}
    refused = await ann.refused(UPDATE, setting=setting)
    assert refused == (WRONG, "update mask is empty")
    for key, reason in (
        ("GENERAL", "general setting is required"),
        ("TAGS", "tags setting is required"),
        (
            "WEBHOOKS",
            "setting type WEBHOOKS should not be updated via UpdateUserSetting",
        ),
    ):
        setting = {"name": f"{prefix}/{key}", "webhooksSetting": {}}
        refused = await ann.refused(UPDATE, setting=setting, updateMask="x")
        assert refused == (WRONG, reason)


@pytest.mark.parametrize("key", ["COLOURS", "general", "REFRESH_TOKENS"])
async def test_unknown_key_is_named(ann: Visitor, key: str) -> None:
    refused = await ann.refused(GET, name=f"users/ann/settings/{key}")

    assert refused == (WRONG, f"invalid setting key: unknown setting key: {key}")


async def test_malformed_name_is_repeated(ann: Visitor) -> None:
    refused = await ann.refused(GET, name="users/ann/GENERAL")

    assert refused[1] == (
        "invalid resource name: invalid resource name format: users/ann/GENERAL"
    )


async def test_tags_are_replaced_as_a_whole(ann: Visitor) -> None:
    blue = {"red": 0.5, "green": 0.25, "blue": 1, "alpha": 1}
    await ann.ok(UPDATE, **tags({"old": {"blurContent": True}}))
    request = tags({"work": {"backgroundColor": blue}, "s.*": {}})
    answer = await ann.ok(UPDATE, **request)

    assert answer["tagsSetting"]["tags"] == {
        "work": {"backgroundColor": blue, "blurContent": False},
        "s.*": {"backgroundColor": None, "blurContent": False},
    }
    again = await ann.ok(UPDATE, **tags({"other": {}}, "colour"))
    assert again == answer


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        (" ", {}, "tag key cannot be empty"),
        (
            "a(",
            {},
            BAD_PATTERN,
        ),
        (
            "x",
            {"backgroundColor": {"red": 2}},
            'background_color for "x": red must be between 0 and 1',
        ),
        (
            "x",
            {"backgroundColor": {"alpha": "NaN"}},
            'background_color for "x": alpha must be between 0 and 1',
        ),
    ],
)
async def test_bad_tags_are_refused(
    ann: Visitor, key: str, value: Json, reason: str
) -> None:
    refused = await ann.refused(UPDATE, **tags({key: value}))

    assert refused == (WRONG, f"invalid user tags setting: {reason}")


async def test_number_of_tags_is_bounded(ann: Visitor) -> None:
    many: Json = {f"t{number}": {} for number in range(1001)}

    refused = await ann.refused(UPDATE, **tags(many))

    assert refused == (WRONG, "invalid user tags setting: too many tags (max 1000)")


async def test_size_of_a_setting_is_bounded(ann: Visitor) -> None:
    many: Json = {f"{'x' * 500}{number}": {} for number in range(600)}

    code, _ = await ann.refused(UPDATE, **tags(many))

    assert code == WRONG


async def test_list_holds_what_there_is(ann: Visitor) -> None:
    async def keys() -> list[str]:
        answer = await ann.ok(LIST, parent="users/ann", pageSize=1)
        assert answer["nextPageToken"] == ""
        return [each["name"].rpartition("/")[2] for each in answer["settings"]]

    assert await keys() == ["GENERAL"]
    await ann.ok(UPDATE, **tags({"work": {}}))
    assert await keys() == ["GENERAL", "TAGS"]
    await Webhook.create(
        user_id=ann.user.id,
        uid="w",
        display_name="d",
        url="https://example.org",
        signing_secret="s",
        create_time=0,
        update_time=0,
    )
    assert await keys() == ["GENERAL", "WEBHOOKS", "TAGS"]
    shown = await ann.ok(GET, name="users/ann/settings/WEBHOOKS")
    (webhook,) = shown["webhooksSetting"]["webhooks"]
    assert (webhook["name"], webhook["signingSecret"]) == ("users/ann/webhooks/w", "")


async def test_settings_go_with_the_user(house: House, ann: Visitor) -> None:
    await general(ann, "locale", locale="fr")
    await ann.ok("UserService/DeleteUser", name="users/ann")

    again = await house.user("ann")

    assert await general(again, "theme", theme="dark") == DEFAULTS | {"theme": "dark"}
