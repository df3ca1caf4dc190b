"""Messages as JSON the way receivers of webhooks know it: the plain struct encoding.

It is not protobuf's JSON: names stay as in the contract, enums are numbers, 64-bit
numbers are numbers, a time is its seconds and nanoseconds, and whatever is zero or
empty is left out, except a message that is set.
"""

import base64
import json
from typing import Any

from protobuf import DescField, DescFieldValueList, DescFieldValueMessage, Message

# Characters that the encoding never writes as themselves.
ESCAPES = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
)


def plain(message: "Message[Any]") -> dict[str, Any]:
    """Return a message as what `dumps` takes."""
    found: dict[str, Any] = {}
    for field in message.desc().fields:
        if message.has_field(field.local_name):
            found[field.name] = _value(field, getattr(message, field.local_name))
    return found


def _value(field: DescField, value: Any) -> Any:
    match field.value:
        case DescFieldValueMessage():
            return plain(value)
        case DescFieldValueList():
            return [plain(v) if isinstance(v, Message) else _scalar(v) for v in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, bool):
        return value
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value


def dumps(value: dict[str, Any]) -> str:
    """Write the JSON text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(ESCAPES)
