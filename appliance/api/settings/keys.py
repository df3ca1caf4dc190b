"""Every setting of the contract: one row of the table each.

A row says how the setting is spelled and who may read it, and names up to three rules,
which change the message that they are given: `admit` checks what an administrator sends
and carries over what is kept when left blank, `complete` puts defaults in for readers,
`redact` takes out what no reader may see.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from protobuf import (
    DescFieldValueMap,
    DescFieldValueMessage,
    DescMessage,
    Message,
    Oneof,
)

from appliance.api.auth import AdminOnlyError
from appliance.api.codec import Form, decode_json, encode, fields_by_key
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.settings import ai, memo_related, notification, storage, tags
from appliance.errors import (
    InvalidArgumentError,
    UnauthenticatedError,
)
from appliance.models.access import Principal
from appliance.models.instance import ACCESS_MODE, PAGE, AccessMode

PREFIX = "instance/settings/"
UNKNOWN = "unsupported instance setting key: INSTANCE_SETTING_KEY_UNSPECIFIED"

M = TypeVar("M", bound="Message[Any]")


class Readers(Enum):
    """Who may read a setting."""

    ANYONE = auto()
    SIGNED_IN = auto()
    ADMINS = auto()


def _any(_value: object, _stored: object) -> None:
    """Admit whatever the message can hold."""


def _complete(_value: object) -> None:
    """Leave what the message's own defaults say."""


def _open(_value: object, *, is_admin: bool) -> None:
    """Leave everything: nothing in it is secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Generic[M]):
    """One setting."""

    name: str
    # Of the oneof in the wire's InstanceSetting.
    field: str
    kind: type[M]
    readers: Readers
    admit: Callable[[M, M], None] = _any
    complete: Callable[[M], None] = _complete
    redact: Callable[..., None] = _open

    def parse(self, stored: object) -> M:
        """Return what is stored, wire JSON or nothing, as a message."""
        return decode_json(json.dumps(stored or {}).encode(), self.kind)

    def dump(self, value: M) -> Any:
        """Return a message as it is stored: JSON with its secrets."""
        return json.loads(encode(value, Form.CONNECT_JSON))

    def require_reader(self, principal: Principal | None) -> None:
        """Refuse a caller who may not read this."""
        if self.readers is Readers.ANYONE:
            return
        if principal is None:
            raise UnauthenticatedError("user not authenticated")
        if self.readers is Readers.ADMINS and not principal.is_admin:
            raise AdminOnlyError

    def answer(self, value: M, principal: Principal | None) -> pb.InstanceSetting:
        """Return the setting as this caller may see it; the value is used up."""
        self.redact(value, is_admin=principal is not None and principal.is_admin)
        oneof: Oneof[Any, Any] = Oneof(self.field, value)
        return pb.InstanceSetting(name=PREFIX + self.name, value=oneof)


_SETTING = pb.InstanceSetting
KEYS: tuple[Key[Any], ...] = (
    Key(
        name="GENERAL",
        field="general_setting",
        kind=_SETTING.GeneralSetting,
        readers=Readers.ANYONE,
    ),
    Key(
        name="STORAGE",
        field="storage_setting",
        kind=_SETTING.StorageSetting,
        readers=Readers.ADMINS,
        admit=storage.admit,
        complete=storage.complete,
        redact=storage.redact,
    ),
    Key(
        name="MEMO_RELATED",
        field="memo_related_setting",
        kind=_SETTING.MemoRelatedSetting,
        readers=Readers.ANYONE,
        complete=memo_related.complete,
    ),
    Key(
        name="TAGS",
        field="tags_setting",
        kind=_SETTING.TagsSetting,
        readers=Readers.ANYONE,
        admit=tags.admit,
    ),
    Key(
        name="NOTIFICATION",
        field="notification_setting",
        kind=_SETTING.NotificationSetting,
        readers=Readers.ADMINS,
        admit=notification.admit,
        complete=notification.complete,
        redact=notification.redact,
    ),
    Key(
        name="AI",
        field="ai_setting",
        kind=_SETTING.AISetting,
        readers=Readers.SIGNED_IN,
        admit=ai.admit,
        redact=ai.redact,
    ),
)
_BY_NAME = {key.name: key for key in KEYS}
# What is no message of the wire, with what holds before it was ever saved.
_OURS: dict[str, Any] = {ACCESS_MODE: str(AccessMode.PRIVATE), PAGE: {}}
GENERAL: Key[pb.InstanceSetting.GeneralSetting] = _BY_NAME["GENERAL"]
STORAGE: Key[pb.InstanceSetting.StorageSetting] = _BY_NAME["STORAGE"]
NOTIFICATION: Key[pb.InstanceSetting.NotificationSetting] = _BY_NAME["NOTIFICATION"]


def key_named(name: str) -> Key[Any]:
    """Return the setting of a name like GENERAL."""
    if name not in _BY_NAME:
        raise InvalidArgumentError(UNKNOWN)
    return _BY_NAME[name]


def key_mistyped(name: str) -> Key[Any]:
    """Return the same to an operator, who is told what there is instead."""
    try:
        return key_named(name)
    except InvalidArgumentError as error:
        there = ", ".join([*_BY_NAME, ACCESS_MODE])
        raise InvalidArgumentError(
            f"There is no setting {name}. There are {there}."
        ) from error


def in_force(name: str, stored: Any) -> Any:
    """Return what holds of a setting, or of a part that dots name, as JSON.

    `stored` is what was saved of the whole, if it ever was.
    """
    if name in _OURS:
        return _OURS[name] if stored is None else stored
    first, *path = name.split(".")
    key = key_mistyped(first)
    try:
        value = key.parse(_reaching(stored, path[:-1]))
    except InvalidArgumentError:
        # On the way there stands something that has no parts.
        value = key.parse(stored)
    key.complete(value)
    found = json.loads(encode(value, Form.REST_JSON))
    place = first
    for part in path:
        if not isinstance(found, dict) or part not in found:
            there = ", ".join(found) if isinstance(found, dict) else "no parts"
            raise InvalidArgumentError(f"There is no {name}. {place} has {there}.")
        found, place = found[part], f"{place}.{part}"
    return found


def _reaching(stored: Any, path: list[str]) -> dict[str, Any]:
    """Return a copy in which a place can be reached, though nothing stands there."""
    whole = dict(stored or {})
    if path:
        first, *rest = path
        inner = whole.get(first)
        if inner is None or isinstance(inner, dict):
            whole[first] = _reaching(inner, rest)
    return whole


def spelled(name: str) -> str:
    """Return a name that dots part as what is stored spells it; maps take new names.

    InvalidArgumentError for a part that is not there, with what is there instead.
    """
    first, *path = name.split(".")
    if not path:
        return name
    place: str = first
    inside: object = key_mistyped(first).kind.desc()
    for part in path:
        match inside:
            case DescMessage() if field := fields_by_key(inside).get(part):
                place, inside = f"{place}.{field.json_name}", field.value
                if isinstance(inside, DescFieldValueMessage):
                    inside = inside.message
            case DescFieldValueMap(value=value):
                place, inside = f"{place}.{part}", value
            case _:
                raise _absent(name, place, inside)
    return place


def _absent(name: str, place: str, inside: object) -> InvalidArgumentError:
    there = "no parts"
    if isinstance(inside, DescMessage):
        there = ", ".join(field.json_name for field in inside.fields)
    return InvalidArgumentError(f"There is no {name}. {place} has {there}.")


def key_of(resource: str) -> Key[Any]:
    """Return the setting of a resource name like `instance/settings/GENERAL`."""
    if not resource.startswith(PREFIX):
        raise InvalidArgumentError(
            "invalid instance setting name: invalid instance setting name: "
            f'expected prefix "{PREFIX}", got "{resource}"'
        )
    return key_named(resource.removeprefix(PREFIX))
