"""Binary bodies of steps and answers, by google's reading of the contract.

Messages look here as they do on the wire: names as the contract writes them, enums as
numbers, bytes in base64, maps as entries, and only what is there.
"""

import base64
from typing import Any

from google.protobuf import descriptor, timestamp_pb2
from google.protobuf.message import Message

from tests import wire
from tests.golden.scenarios import Json

Field = descriptor.FieldDescriptor
PACKAGES = ("memos.api.v1", "google.protobuf")


def encode(name: str, value: Json) -> bytes:
    """Write a message."""
    message = _message(name)
    _fill(message, value)
    data: bytes = message.SerializeToString()
    return data


def decode(name: str, data: bytes) -> Json:
    """Read a message."""
    message = _message(name)
    message.ParseFromString(data)
    return _read(message)


def _message(name: str) -> Message:
    for package in PACKAGES:
        try:
            return wire.message_class(f"{package}.{name}")()
        except KeyError:
            continue
    raise KeyError(name)


def _fill(message: Any, value: Json) -> None:
    message.SetInParent()
    for key, item in value.items():
        field = message.DESCRIPTOR.fields_by_name[key]
        if field.type == Field.TYPE_MESSAGE:
            _fill(getattr(message, key), item)
        elif isinstance(item, list):
            getattr(message, key).extend(item)
        elif field.type == Field.TYPE_BYTES:
            setattr(message, key, base64.b64decode(item))
        else:
            setattr(message, key, item)


def _read(message: Any) -> Json:
    if message.DESCRIPTOR.full_name == timestamp_pb2.Timestamp.DESCRIPTOR.full_name:
        return message.ToJsonString()
    return {
        field.name: _read_field(field, item) for field, item in message.ListFields()
    }


def _read_field(field: Any, value: Any) -> Json:
    if field.type == Field.TYPE_MESSAGE and field.message_type.GetOptions().map_entry:
        inner = field.message_type.fields_by_name["value"]
        return [
            {"key": key, "value": _read_one(inner, value[key])} for key in sorted(value)
        ]
    if field.is_repeated:
        return [_read_one(field, item) for item in value]
    return _read_one(field, value)


def _read_one(field: Any, value: Any) -> Json:
    if field.type == Field.TYPE_MESSAGE:
        return _read(value)
    return base64.b64encode(value).decode() if field.type == Field.TYPE_BYTES else value
