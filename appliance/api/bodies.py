"""Request bodies of the REST gateway: read within bounds, turned into masks."""

from collections.abc import Iterator
from typing import Any

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from protobuf import (
    DescFieldValueEnum,
    DescFieldValueMessage,
    DescMessage,
    Message,
)

from appliance.api import compression
from appliance.api.asgi import Receive
from appliance.api.codec import JsonObject, fields_by_key
from appliance.errors import InvalidArgumentError

# Most of what is served needs no more, and a packed body costs a stranger little: many
# of them must not fill a small machine.
MAX_BODY_BYTES = 8 << 20
# Methods whose body carries a file, which over REST is never held as a whole.
UPLOAD_METHODS = (
    "memos.api.v1.AttachmentService/CreateAttachment",
    "appliance.v1.UploadService/UploadAttachment",
)
LIMITS = {
    **dict.fromkeys(UPLOAD_METHODS, 256 << 20),
    # 25 MiB of sound as base64, and what stands around it.
    "memos.api.v1.AIService/Transcribe": 36 << 20,
}
# Of a number that is worth reading.
MAX_DIGITS = 18
STATE = "memos.api.v1.State"


async def read_body(
    receive: Receive,
    *,
    gzip: bool = False,
    limit: int = MAX_BODY_BYTES,
    declared: str | None = None,
) -> bytes:
    """Read the whole body, however it is cut into chunks.

    What its length declares to be too large is refused before it is read.
    """
    refuse_declared(declared, limit)
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        event = await receive()
        if event["type"] != "http.request":
            raise ConnectError(Code.CANCELED, "the client went away")
        chunk: bytes = event.get("body", b"")
        more = event.get("more_body", False)
        size += len(chunk)
        if size > limit:
            raise InvalidArgumentError(f"the body is larger than {limit} bytes")
        chunks.append(chunk)
    body = chunks[0] if len(chunks) == 1 else b"".join(chunks)
    return _unpacked(body, limit) if gzip else body


def refuse_declared(declared: str | None, limit: int) -> None:
    """Raise for a body that by its own declaration is larger than the limit."""
    digits = declared or ""
    if digits.isdecimal() and (len(digits) > MAX_DIGITS or int(digits) > limit):
        raise InvalidArgumentError(f"the body is larger than {limit} bytes")


def derived_paths(tree: JsonObject, message: "Message[Any]") -> list[str]:
    """Return the mask that a PATCH without one means: the keys that were sent.

    A `state` that says nothing is no change; written out it would un-archive.
    """
    return list(_paths(tree, message.desc(), message, ""))


def _paths(
    tree: JsonObject, desc: DescMessage, message: "Message[Any] | None", prefix: str
) -> Iterator[str]:
    fields = fields_by_key(desc)
    for key, value in tree:
        if (field := fields.get(key)) is None:
            continue
        kind = field.value
        if isinstance(kind, DescFieldValueMessage) and isinstance(value, tuple):
            inner = message[field] if message is not None else None
            below = list(_paths(value, kind.message, inner, f"{prefix}{field.name}."))
            yield from below or [prefix + field.name]
        elif not (
            isinstance(kind, DescFieldValueEnum)
            and kind.enum.type_name == STATE
            and not (message and message[field])
        ):
            yield prefix + field.name


def _unpacked(body: bytes, limit: int) -> bytes:
    try:
        return compression.unpack(body, limit)
    except ConnectError as error:
        raise InvalidArgumentError(error.message) from error
