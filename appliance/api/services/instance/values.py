"""The settings of the instance: who reads them, and how administrators write."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from appliance.api.auth import current_principal, require_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.masks import copy_paths
from appliance.api.parameters import mask_path
from appliance.api.settings.keys import GENERAL, Key, key_mistyped, key_of
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.database import Transaction
from appliance.models.instance import ACCESS_MODE, AccessMode

if TYPE_CHECKING:
    from protobuf import Message

MAX_NAMES = 100
WHOLE = frozenset({"*"})


class Values:
    """The RPCs of InstanceService that read and write settings."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._settings = core.settings
        self._providers = core.providers

    async def get_instance_setting(
        self, request: pb.GetInstanceSettingRequest, _ctx: RequestContext
    ) -> pb.InstanceSetting:
        """Answer one setting, defaults where it was never saved."""
        return await self._answer(key_of(request.name))

    async def batch_get_instance_settings(
        self, request: pb.BatchGetInstanceSettingsRequest, _ctx: RequestContext
    ) -> pb.BatchGetInstanceSettingsResponse:
        """Answer several; one that may not be read denies all."""
        if len(request.names) > MAX_NAMES:
            raise InvalidArgumentError(
                f"too many instance setting names (max {MAX_NAMES})"
            )
        keys = [key_of(name) for name in request.names]
        return pb.BatchGetInstanceSettingsResponse(
            settings=[await self._answer(key) for key in keys]
        )

    async def update_instance_setting(
        self, request: pb.UpdateInstanceSettingRequest, _ctx: RequestContext
    ) -> pb.InstanceSetting:
        """Replace a setting as a whole, or what a mask names of it."""
        principal = require_principal()
        setting = request.setting
        if setting is None:
            raise InvalidArgumentError("instance setting is required")
        key = key_of(setting.name)
        if setting.value is None or setting.value.field != key.field:
            raise InvalidArgumentError(f"{key.name} instance setting is required")
        paths = request.update_mask.paths if request.update_mask else []
        sent = setting.value.value
        value = await self._save(
            key, lambda stored: _merged(key, sent, stored, paths), principal.user_id
        )
        return key.answer(value, principal)

    async def replace(self, name: str, wire: Any) -> Any:
        """Replace a setting by what an operator gives as JSON; return what is kept."""
        if name == ACCESS_MODE:
            if wire not in list(AccessMode):
                raise InvalidArgumentError("access_mode must be PRIVATE or PUBLIC")
            await self._settings.set(name, wire, None)
            return wire
        key = key_mistyped(name)
        if not isinstance(wire, dict):
            raise InvalidArgumentError(f"{name} is an object of JSON")
        try:
            # Clients may know more than we do; an operator has mistyped.
            given = key.kind.from_json(json.dumps(wire))
        except ValueError as error:
            raise InvalidArgumentError(f"{name}: {error}") from error
        return key.dump(await self._save(key, lambda _stored: given, None))

    async def _save(
        self,
        key: Key[Any],
        change: Callable[[object], "Message[Any]"],
        actor_id: int | None,
    ) -> "Message[Any]":
        """Store what becomes of a setting, by the rules for all who write it."""
        async with self._database.write() as transaction:
            stored = await self._settings.load(transaction, key.name)
            value = change(stored)
            key.admit(value, key.parse(stored))
            await self._require_way_in(transaction, value)
            await self._settings.save(transaction, key.name, key.dump(value), actor_id)
        return value

    async def _answer(self, key: Key[Any]) -> pb.InstanceSetting:
        principal = current_principal()
        key.require_reader(principal)
        value = key.parse(await self._settings.get(key.name))
        key.complete(value)
        return key.answer(value, principal)

    async def _require_way_in(
        self, transaction: Transaction, value: "Message[Any]"
    ) -> None:
        """Refuse to take passwords away where nothing else signs people in."""
        if not isinstance(value, GENERAL.kind) or not value.disallow_password_auth:
            return
        if not await self._providers.load_all(transaction):
            raise FailedPreconditionError(
                "password authentication for regular users cannot be disabled without "
                "an effective identity provider"
            )


def _merged(
    key: Key[Any], sent: "Message[Any]", stored: object, paths: list[str]
) -> "Message[Any]":
    """Return the setting as it will be; paths may start at it or inside it."""
    wanted = {mask_path(path).removeprefix(f"{key.field}.") for path in paths}
    wanted.discard("name")
    if not paths or wanted & {*WHOLE, key.field}:
        return sent
    value: Message[Any] = key.parse(stored)
    copy_paths(value, sent, wanted)
    return value
