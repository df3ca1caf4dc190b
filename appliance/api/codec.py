"""The only door to the protobuf runtime: messages to bytes and back, as wire rules say.

Three forms leave the server. REST prints every field, Connect leaves defaults out,
binary is binary. Whatever arrives and cannot be read is an
`InvalidArgumentError`, never another exception.
"""

import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, Protocol, TypeAlias, TypeVar

from protobuf import (
    DescField,
    DescFieldValueList,
    DescFieldValueMap,
    DescFieldValueMessage,
    DescMessage,
    Message,
    Registry,
)

from appliance.api import rest_json
from appliance.errors import InvalidArgumentError

# Above this a body is an upload, and looking for keys given twice would cost more
# than it protects.
CHECKED_BYTES = 1 << 20

UNREADABLE = (ValueError, TypeError, OverflowError, RecursionError)
WHITESPACE = " \t\n\r"

M = TypeVar("M", bound="Message[Any]")

# What `json` makes of a body when objects become tuples of pairs: repeated keys stay
# visible, and objects stay different from lists.
JsonObject: TypeAlias = tuple[tuple[str, Any], ...]

_outline = json.JSONDecoder(object_pairs_hook=tuple)


class Form(Enum):
    """How an answer is written."""

    REST_JSON = "rest"
    CONNECT_JSON = "connect"
    BINARY = "binary"


class Encodable(Protocol):
    """An answer that knows its own bytes, for instance from parts encoded before."""

    def encode(self, form: Form) -> bytes:
        """Return the whole answer in the form."""
        ...


def encode(
    answer: "Message[Any] | Encodable", form: Form, registry: Registry | None = None
) -> bytes:
    """Write an answer; the registry knows the types that may stand in an `Any`."""
    if not isinstance(answer, Message):
        return answer.encode(form)
    if form is Form.BINARY:
        return answer.to_binary()
    if form is Form.CONNECT_JSON:
        return answer.to_json(registry=registry).encode()
    text = answer.to_json(registry=registry, always_emit_implicit=True)
    return rest_json.complete(text, answer.desc()).encode()


def decode_binary(body: bytes | bytearray, kind: type[M]) -> M:
    """Read a binary message."""
    try:
        return kind.from_binary(body)
    except UNREADABLE as error:
        raise InvalidArgumentError("the message is not valid protobuf") from error


def decode_json(
    body: bytes | bytearray, kind: type[M], registry: Registry | None = None
) -> M:
    """Read a body that is exactly one JSON object."""
    if len(body) <= CHECKED_BYTES:
        _, tree, _ = outline(body)
        _refuse_repeats(tree, kind.desc())
    return _read(body, kind, registry)


def decode_leading_json(
    body: bytes, kind: type[M], *, outlined: bool = False
) -> tuple[M, JsonObject]:
    """Read the JSON object at the start of a body and ignore what follows it.

    The outline beside the message tells which keys were there. Of a large body it is
    made only on request.
    """
    if outlined or len(body) <= CHECKED_BYTES:
        text, tree, end = outline(body)
        _refuse_repeats(tree, kind.desc())
        message = _read(text[:end], kind)
        return message, tree
    try:
        return kind.from_json(body, ignore_unknown_fields=True), ()
    except json.JSONDecodeError:
        text, _, end = outline(body)
        return _read(text[:end], kind), ()
    except UNREADABLE as error:
        raise _refusal(error) from error


def outline(body: bytes | bytearray) -> tuple[str, JsonObject, int]:
    """Return the text, the outline of its first JSON value and where that ends."""
    try:
        text = body.decode()
        start = len(text) - len(text.lstrip(WHITESPACE))
        tree, end = _outline.raw_decode(text, start)
    except UNREADABLE as error:
        raise _refusal(error) from error
    return text, tree, end


@cache
def fields_by_key(message: DescMessage) -> Mapping[str, DescField]:
    """Return the fields of a message under both spellings that JSON may use."""
    spellings = {field.name: field for field in message.fields}
    return spellings | {field.json_name: field for field in message.fields}


def _read(
    body: str | bytes | bytearray, kind: type[M], registry: Registry | None = None
) -> M:
    try:
        return kind.from_json(body, ignore_unknown_fields=True, registry=registry)
    except UNREADABLE as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> InvalidArgumentError:
    """Say what is wrong without repeating what was sent."""
    if isinstance(error, json.JSONDecodeError):
        return InvalidArgumentError(f"the body is not valid JSON: {error.msg}")
    if isinstance(error, UnicodeDecodeError):
        return InvalidArgumentError("the body is not valid UTF-8")
    if isinstance(error, RecursionError):
        return InvalidArgumentError("the body is nested too deeply")
    _, named, field = str(error).rpartition(" for field ")
    place = f'a value of field "{field}"' if named else "the body"
    return InvalidArgumentError(f"{place} does not fit the request")


def _refuse_repeats(tree: Any, message: DescMessage) -> None:
    """Refuse a field given twice, in any spelling, and two members of a oneof."""
    if not isinstance(tree, tuple):
        return
    fields = fields_by_key(message)
    seen: set[int] = set()
    chosen: set[str] = set()
    for key, value in tree:
        if (field := fields.get(key)) is None:
            continue
        if field.number in seen:
            raise InvalidArgumentError(f'field "{field.name}" is given twice')
        seen.add(field.number)
        oneof = getattr(field.value, "oneof", None)
        if oneof is not None and value is not None:
            if oneof.name in chosen:
                raise InvalidArgumentError(f'oneof "{oneof.name}" is already set')
            chosen.add(oneof.name)
        _refuse_repeats_below(value, field)


def _refuse_repeats_below(value: Any, field: DescField) -> None:
    match field.value:
        case DescFieldValueMessage(message=message):
            _refuse_repeats(value, message)
        case DescFieldValueList(element=DescMessage() as message) if isinstance(
            value, list
        ):
            for item in value:
                _refuse_repeats(item, message)
        case DescFieldValueMap() if isinstance(value, tuple):
            keys = [key for key, _ in value]
            if len(set(keys)) < len(keys):
                raise InvalidArgumentError(f'a key of "{field.name}" is given twice')
