"""The instance: what visitors are told, and its general settings."""

import json
from typing import Final, Literal, TypeAlias

from protobuf import Oneof

from appliance import MEMOS_VERSION, __version__
from appliance.api import converters
from appliance.api.auth import current_principal, require_principal
from appliance.api.codec import Form, decode_json, encode
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    PermissionDeniedError,
    UnauthenticatedError,
    UnimplementedError,
)
from appliance.models.instance import InstanceSettings
from appliance.models.user import Accounts

PREFIX = "instance/settings/"
GENERAL, MEMO_RELATED = "GENERAL", "MEMO_RELATED"
GENERAL_FIELD: Final = "general_setting"
RELATED_FIELD: Final = "memo_related_setting"
FIELDS = {GENERAL: GENERAL_FIELD, MEMO_RELATED: RELATED_FIELD}
GeneralValue: TypeAlias = Oneof[
    Literal["general_setting"], pb.InstanceSetting.GeneralSetting
]
RelatedValue: TypeAlias = Oneof[
    Literal["memo_related_setting"], pb.InstanceSetting.MemoRelatedSetting
]
# Keys whose behaviour comes with the features they configure.
UNBUILT = frozenset({"STORAGE", "TAGS", "NOTIFICATION", "AI"})
ADMIN_KEYS = frozenset({"STORAGE", "NOTIFICATION"})
MIN_CONTENT_LIMIT = 8192
DEFAULT_REACTIONS = ("👍", "👎", "❤️", "🎉", "😄", "😕", "😢", "😡")


class InstanceService:
    """memos.api.v1.InstanceService."""

    def __init__(
        self, *, accounts: Accounts, settings: InstanceSettings, instance_url: str
    ) -> None:
        self._accounts = accounts
        self._settings = settings
        self._instance_url = instance_url

    async def get_instance_profile(
        self, _request: pb.GetInstanceProfileRequest, _ctx: RequestContext
    ) -> pb.InstanceProfile:
        """Tell clients what they talk to; the version is the one they understand."""
        admin = await self._accounts.first_admin()
        return pb.InstanceProfile(
            version=MEMOS_VERSION,
            # Clients show it and compare nothing with it.
            commit=f"appliance-{__version__}",
            instance_url=self._instance_url,
            admin=converters.user(admin, current_principal()) if admin else None,
            needs_setup=admin is None,
        )

    async def get_instance_setting(
        self, request: pb.GetInstanceSettingRequest, _ctx: RequestContext
    ) -> pb.InstanceSetting:
        """Answer one setting, defaults where it was never saved."""
        key = _key(request.name)
        if key in UNBUILT:
            _require_reader(key)
            raise UnimplementedError
        return await self._setting(key)

    async def update_instance_setting(
        self, request: pb.UpdateInstanceSettingRequest, _ctx: RequestContext
    ) -> pb.InstanceSetting:
        """Replace a setting as a whole."""
        principal = require_principal()
        setting = request.setting
        if setting is None:
            raise InvalidArgumentError("instance setting is required")
        key = _key(setting.name)
        if key in UNBUILT:
            raise UnimplementedError
        value = setting.value
        if value is None or value.field != FIELDS[key]:
            raise InvalidArgumentError(f"{key} instance setting is required")
        if isinstance(value.value, pb.InstanceSetting.GeneralSetting):
            _check_general(value.value)
        stored = json.loads(encode(value.value, Form.CONNECT_JSON))
        await self._settings.set(key, stored, principal.user_id)
        return pb.InstanceSetting(name=setting.name, value=value)

    async def _setting(self, key: str) -> pb.InstanceSetting:
        stored = json.dumps(await self._settings.get(key) or {}).encode()
        if key == GENERAL:
            general = decode_json(stored, pb.InstanceSetting.GeneralSetting)
            return _answer(key, general)
        related = decode_json(stored, pb.InstanceSetting.MemoRelatedSetting)
        related.content_length_limit = max(
            related.content_length_limit, MIN_CONTENT_LIMIT
        )
        related.reactions = related.reactions or list(DEFAULT_REACTIONS)
        return _answer(key, related)


def _answer(
    key: str,
    value: pb.InstanceSetting.GeneralSetting | pb.InstanceSetting.MemoRelatedSetting,
) -> pb.InstanceSetting:
    answer = pb.InstanceSetting(name=PREFIX + key)
    if isinstance(value, pb.InstanceSetting.GeneralSetting):
        general: GeneralValue = Oneof(GENERAL_FIELD, value)
        answer.value = general
    else:
        related: RelatedValue = Oneof(RELATED_FIELD, value)
        answer.value = related
    return answer


def _key(name: str) -> str:
    if not name.startswith(PREFIX):
        raise InvalidArgumentError(f'invalid instance setting name: "{name}"')
    key = name.removeprefix(PREFIX)
    if key not in FIELDS and key not in UNBUILT:
        raise InvalidArgumentError(f"unsupported instance setting key: {key}")
    return key


def _require_reader(key: str) -> None:
    principal = current_principal()
    if key == "TAGS":
        return
    if principal is None:
        raise UnauthenticatedError("user not authenticated")
    if key in ADMIN_KEYS and not principal.is_admin:
        raise PermissionDeniedError("permission denied")


def _check_general(general: pb.InstanceSetting.GeneralSetting) -> None:
    # Until identity providers exist, nobody could sign in without a password.
    if general.disallow_password_auth:
        raise FailedPreconditionError(
            "password sign-in cannot be disabled without an identity provider"
        )
