"""Settings of users: read, listed, changed by the user alone."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from protobuf import Message, Oneof

from appliance.api import converters
from appliance.api.codec import Form, decode_json, encode
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.services.user.owners import Owners
from appliance.api.settings.tags import check_colour, check_number, check_pattern
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.database import Database
from appliance.models.preference import UserSettings, load_setting, save_setting
from appliance.models.profile import validated_text
from appliance.models.user import Account, Accounts, User
from appliance.models.webhook import list_webhooks

GENERAL, WEBHOOKS, TAGS = "GENERAL", "WEBHOOKS", "TAGS"
KEYS = (GENERAL, WEBHOOKS, TAGS)
DEFAULTS = {"locale": "en", "memoVisibility": "PRIVATE", "theme": ""}
NAME = re.compile(r"(?P<parent>users/[^/]+)/settings/(?P<key>[^/]+)")
TAGS_PLACE = "invalid user tags setting: "
WHOLE = "*"

General: TypeAlias = pb.UserSetting.GeneralSetting
Tags: TypeAlias = pb.UserSetting.TagsSetting
Hooks: TypeAlias = pb.UserSetting.WebhooksSetting
GeneralValue: TypeAlias = Oneof[Literal["general_setting"], General]
TagsValue: TypeAlias = Oneof[Literal["tags_setting"], Tags]
HooksValue: TypeAlias = Oneof[Literal["webhooks_setting"], Hooks]


class Preferences:
    """The RPCs of UserService that are about settings."""

    def __init__(
        self, *, database: Database, accounts: Accounts, settings: UserSettings
    ) -> None:
        self._database = database
        self._settings = settings
        self._owners = Owners(accounts)

    async def get_user_setting(
        self, request: pb.GetUserSettingRequest, _ctx: RequestContext
    ) -> pb.UserSetting:
        """Answer one setting, defaults where it was never saved."""
        account, key = await self._owned(request.name)
        return await self._setting(account, key)

    async def list_user_settings(
        self, request: pb.ListUserSettingsRequest, _ctx: RequestContext
    ) -> pb.ListUserSettingsResponse:
        """Answer GENERAL and whatever else there is; clients want all at once."""
        account = await self._owners.require_self(request.parent)
        settings = [await self._setting(account, GENERAL)]
        if await list_webhooks(account.id):
            settings.append(await self._setting(account, WEBHOOKS))
        if await self._settings.get(account.id, TAGS) is not None:
            settings.append(await self._setting(account, TAGS))
        return pb.ListUserSettingsResponse(settings=settings)

    async def update_user_setting(
        self, request: pb.UpdateUserSettingRequest, _ctx: RequestContext
    ) -> pb.UserSetting:
        """Change what the mask names of a setting; unknown paths change nothing."""
        setting = request.setting
        if setting is None:
            raise InvalidArgumentError("setting is required")
        account, key = await self._owned(setting.name)
        if request.update_mask is None:
            raise InvalidArgumentError("update mask is empty")
        value = setting.value.value if setting.value else None
        paths = set(_leaves(request.update_mask.paths))
        match key, value:
            case "GENERAL", pb.UserSetting.GeneralSetting():
                patch = _general_patch(value, paths)
            case "TAGS", pb.UserSetting.TagsSetting():
                patch = _tags_patch(value, paths)
            case "WEBHOOKS", _:
                raise InvalidArgumentError(
                    "setting type WEBHOOKS should not be updated via UpdateUserSetting"
                )
            case _:
                raise InvalidArgumentError(f"{key.lower()} setting is required")
        if patch:
            await self._save(account, key, patch)
        return await self._setting(account, key)

    async def _owned(self, name: str) -> tuple[Account, str]:
        """Split the name of a setting, which must be the caller's."""
        match = NAME.fullmatch(name)
        if match is None:
            raise InvalidArgumentError(
                f"invalid resource name: invalid resource name format: {name}"
            )
        account = await self._owners.require_self(match["parent"], noun="resource")
        if match["key"] not in KEYS:
            raise InvalidArgumentError(
                f"invalid setting key: unknown setting key: {match['key']}"
            )
        return account, match["key"]

    async def _save(
        self, account: Account, key: str, patch: Mapping[str, object]
    ) -> None:
        async with self._database.write() as transaction:
            connection = transaction.connection
            user = await User.get_or_none(id=account.id, using_db=connection)
            if user is None:
                raise NotFoundError("user not found")
            stored = await load_setting(transaction, user.id, key)
            await save_setting(transaction, user, key, {**_whole(key, stored), **patch})

    async def _setting(self, account: Account, key: str) -> pb.UserSetting:
        name = f"{account.name}/settings/{key}"
        return pb.UserSetting(name=name, value=await self._value(account, key))

    async def _value(
        self, account: Account, key: str
    ) -> GeneralValue | TagsValue | HooksValue:
        if key == WEBHOOKS:
            rows = await list_webhooks(account.id)
            shown = [converters.user_webhook(row, account.username) for row in rows]
            hooks: HooksValue = Oneof("webhooks_setting", Hooks(webhooks=shown))
            return hooks
        stored = _whole(key, await self._settings.get(account.id, key))
        text = json.dumps(stored).encode()
        if key == TAGS:
            tags: TagsValue = Oneof("tags_setting", decode_json(text, Tags))
            return tags
        general: GeneralValue = Oneof("general_setting", decode_json(text, General))
        return general


def _whole(key: str, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a setting with what was never saved of it."""
    return (DEFAULTS if key == GENERAL else {}) | dict(stored or {})


def _leaves(paths: Iterable[str]) -> Iterable[str]:
    """Return what a mask names inside the setting, however it leads there."""
    for path in paths:
        first, _, rest = path.partition(".")
        if first in ("general_setting", "tags_setting"):
            yield rest.partition(".")[0] or WHOLE
        else:
            yield first


def _general_patch(value: General, paths: set[str]) -> dict[str, object]:
    """Return the fields to change; the whole means what is given of it."""
    fields = {
        "locale": ("locale", value.locale),
        "memo_visibility": ("memoVisibility", value.memo_visibility),
        "theme": ("theme", value.theme),
    }
    return {
        key: validated_text(text)
        for path, (key, text) in fields.items()
        if path in paths or (WHOLE in paths and text)
    }


def _tags_patch(value: Tags, paths: set[str]) -> dict[str, object]:
    """Return all tags anew, which are the one field of their setting."""
    if not paths & {"tags", WHOLE}:
        return {}
    check_number(value.tags, TAGS_PLACE)
    for key, metadata in value.tags.items():
        check_pattern(key, TAGS_PLACE)
        if metadata.background_color:
            check_colour(key, metadata.background_color, TAGS_PLACE)
    return {"tags": json.loads(_encoded(value)).get("tags", {})}


def _encoded(value: "Message[Any]") -> bytes:
    return encode(value, Form.CONNECT_JSON)
