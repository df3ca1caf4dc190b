"""Text from paths and query strings into the fields of a request message."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from protobuf import (
    DescEnum,
    DescField,
    DescFieldValueEnum,
    DescFieldValueList,
    DescFieldValueMessage,
    DescFieldValueScalar,
    DescMessage,
    Message,
    ScalarType,
)
from protobuf.wkt import Duration, FieldMask, Timestamp

from appliance.api.codec import fields_by_key
from appliance.errors import InvalidArgumentError

Convert = Callable[[str], Any]

TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})
FALSE = frozenset({"0", "f", "F", "false", "FALSE", "False"})
INTEGER = re.compile(r"[+-]?[0-9]{1,20}")
HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
RANGES = {
    **dict.fromkeys(
        (ScalarType.INT32, ScalarType.SINT32, ScalarType.SFIXED32),
        range(-(2**31), 2**31),
    ),
    **dict.fromkeys(
        (ScalarType.INT64, ScalarType.SINT64, ScalarType.SFIXED64),
        range(-(2**63), 2**63),
    ),
    **dict.fromkeys((ScalarType.UINT32, ScalarType.FIXED32), range(2**32)),
    **dict.fromkeys((ScalarType.UINT64, ScalarType.FIXED64), range(2**64)),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field, perhaps deep inside the request, that text can be put into."""

    name: str
    parents: tuple[DescField, ...]
    field: DescField
    repeated: bool
    convert: Convert

    def assign(self, request: "Message[Any]", texts: Sequence[str]) -> None:
        """Put the texts into the field; more than one only where it is a list."""
        if len(texts) > 1 and not self.repeated:
            raise InvalidArgumentError(f'field "{self.name}" is given twice')
        try:
            values = [self.convert(text) for text in texts]
        except (ValueError, TypeError, OverflowError) as error:
            raise InvalidArgumentError(
                f'the value of field "{self.name}" does not fit'
            ) from error
        target = self._holder(request)
        if self.repeated:
            target[self.field].extend(values)
        else:
            target[self.field] = values[0]

    def _holder(self, request: "Message[Any]") -> "Message[Any]":
        for parent in self.parents:
            inner = request[parent]
            if inner is None:
                assert isinstance(parent.value, DescFieldValueMessage)  # noqa: S101 - find_parameter saw to it
                inner = parent.value.message.type()
                request[parent] = inner
            request = inner
        return request


def find_parameter(message: DescMessage, path: str) -> Parameter | None:
    """Find the field that `pageSize`, `page_size` or `memo.name` means, if any."""
    parents: list[DescField] = []
    *outer, last = path.split(".")
    for key in outer:
        field = fields_by_key(message).get(key)
        if field is None or not isinstance(field.value, DescFieldValueMessage):
            return None
        parents.append(field)
        message = field.value.message
    field = fields_by_key(message).get(last)
    convert = field and _converter(field)
    if field is None or convert is None:
        return None
    return Parameter(
        name=".".join(part.name for part in (*parents, field)),
        parents=tuple(parents),
        field=field,
        repeated=isinstance(field.value, DescFieldValueList),
        convert=convert,
    )


def mask_path(path: str) -> str:
    """Return a path of a field mask in the spelling of the contract, snake_case.

    Only humps are rewritten: in other capitals a name is no name of a field.
    """
    return HUMP.sub(lambda hump: f"_{hump[1].lower()}", path)


def _converter(field: DescField) -> Convert | None:
    """Return what reads a value of the field; None where text makes no sense."""
    match field.value:
        case DescFieldValueScalar(scalar=element):
            return _scalar_converter(element)
        case DescFieldValueEnum(enum=element) | DescFieldValueMessage(message=element):
            return _element_converter(element)
        case DescFieldValueList(element=element):
            return _element_converter(element)
    return None


def _element_converter(element: DescEnum | DescMessage | ScalarType) -> Convert | None:
    if isinstance(element, DescEnum):
        return _enum_converter(element)
    if isinstance(element, DescMessage):
        return MESSAGES.get(element.type_name)
    return _scalar_converter(element)


def _scalar_converter(scalar: ScalarType) -> Convert:
    if bounds := RANGES.get(scalar):
        return lambda text: _to_integer(text, bounds)
    if scalar in {ScalarType.DOUBLE, ScalarType.FLOAT}:
        return float
    if scalar is ScalarType.BOOL:
        return _to_bool
    if scalar is ScalarType.BYTES:
        return _to_bytes
    return str


def _to_integer(text: str, bounds: range) -> int:
    if not INTEGER.fullmatch(text) or (number := int(text)) not in bounds:
        raise ValueError(text)
    return number


def _to_bool(text: str) -> bool:
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ValueError(text)


def _to_bytes(text: str) -> bytes:
    try:
        return b64decode(text.translate({ord("-"): "+", ord("_"): "/"}) + "==")
    except Base64Error as error:
        raise ValueError(text) from error


def _enum_converter(enum: DescEnum) -> Convert:
    """Accept a value by its exact name or by its number, and no other."""
    known = {value.name: value.number for value in enum.values}
    known |= {str(value.number): value.number for value in enum.values}
    kind = enum.type

    def convert(text: str) -> Any:
        if text not in known:
            raise ValueError(text)
        return kind(known[text])

    return convert


def _to_mask(text: str) -> FieldMask:
    return FieldMask(paths=[mask_path(path) for path in text.split(",") if path])


MESSAGES: dict[str, Convert] = {
    "google.protobuf.Timestamp": lambda text: Timestamp.from_json(_quoted(text)),
    "google.protobuf.Duration": lambda text: Duration.from_json(_quoted(text)),
    "google.protobuf.FieldMask": _to_mask,
}


def _quoted(text: str) -> str:
    """Make a JSON string of a text that needs no escapes if it is any good."""
    if '"' in text or "\\" in text:
        raise ValueError(text)
    return f'"{text}"'
