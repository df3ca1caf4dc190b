"""The text form of gRPC-Web: the same frames in base64, for clients that need text."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from appliance.api.asgi import App, Event, Header, Receive, Scope, Send
from appliance.api.bodies import read_body
from appliance.errors import InvalidArgumentError

TEXT = b"application/grpc-web-text"
BINARY = b"application/grpc-web"

WHITESPACE = b" \t\r\n"
# Frames may be encoded one by one, so that padding stands in the middle.
PIECE = re.compile(rb"[^=]+={0,2}")


def is_text(content_type: bytes) -> bool:
    """Whether a request comes in the text form."""
    return content_type == TEXT or content_type.startswith(TEXT + b"+")


async def serve(
    app: App, scope: Scope, receive: Receive, send: Send, limit: int
) -> None:
    """Let an application that knows the binary form answer one in text."""
    body = decode(await read_body(receive, limit=limit * 4 // 3 + 4))
    pending = [body]

    async def receive_binary() -> Event:
        if pending:
            return {
                "type": "http.request",
                "body": pending.pop(),
                "more_body": False,
            }
        return await receive()

    headers = _renamed(scope["headers"], TEXT, BINARY)
    await app({**scope, "headers": headers}, receive_binary, send)


def encoded(send: Send) -> Send:
    """Turn the bodies of an answer into text."""

    async def send_text(event: Event) -> None:
        if event["type"] == "http.response.body":
            event = {**event, "body": b64encode(event.get("body", b""))}
        await send(event)

    return send_text


def decode(body: bytes) -> bytes:
    """Decode base64 that was padded in any number of places."""
    body = body.translate(None, WHITESPACE)
    try:
        return b"".join(
            b64decode(piece, validate=True) for piece in PIECE.findall(body)
        )
    except Base64Error as error:
        raise InvalidArgumentError("the body is not valid base64") from error


def _renamed(headers: list[Header], old: bytes, new: bytes) -> list[Header]:
    return [
        (name, value.replace(old, new, 1) if name == b"content-type" else value)
        for name, value in headers
    ]
