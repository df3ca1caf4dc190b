"""The text form of gRPC-Web: the binary form in base64, both ways."""

from base64 import b64decode, b64encode

import pytest

from appliance.api import grpc_web_text
from appliance.api.asgi import Receive, Scope, Send
from appliance.errors import InvalidArgumentError
from tests.api.calling import call

TEXT = {"content-type": "application/grpc-web-text+proto"}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer in two pieces with what came, and with its content type."""
    event = await receive()
    assert not event["more_body"]
    headers = [pair for pair in scope["headers"] if pair[0] == b"content-type"]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": event["body"], "more_body": True})
    await send({"type": "http.response.body", "body": b"\x80end"})


async def text_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Put the text form around the echo."""
    answer = grpc_web_text.encoded(send)
    await grpc_web_text.serve(echo, scope, receive, answer, limit=100)


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        (b"application/grpc-web-text", True),
        (b"application/grpc-web-text+proto", True),
        (b"application/grpc-web+proto", False),
        (b"application/grpc-web-texture", False),
    ],
)
def test_text_form_is_recognised(content_type: bytes, text: bool) -> None:  # noqa: FBT001 - a column of the table
    assert grpc_web_text.is_text(content_type) is text


async def test_application_sees_the_binary_form() -> None:
    body = b64encode(b"\0\0\0\0\x01x")
    answer = await call(text_app, "POST", "/", [body[:3], body[3:]], TEXT)
    assert answer.header("content-type") == "application/grpc-web+proto"
    assert answer.body == b64encode(b"\0\0\0\0\x01x") + b64encode(b"\x80end")


@pytest.mark.parametrize(
    ("text", "binary"),
    [
        (b"", b""),
        (b"YQ==", b"a"),
        (b"YQ==YmM=ZGVm", b"abcdef"),
        (b"YW\r\nJj\n", b"abc"),
    ],
)
def test_padding_may_stand_in_the_middle(text: bytes, binary: bytes) -> None:
    assert grpc_web_text.decode(text) == binary


@pytest.mark.parametrize(
    "text", [b"Y", b"YQ", b"Y===", b"\xff\xff\xff\xff", b"-_8=", b"="]
)
def test_what_is_not_base64_is_refused(text: bytes) -> None:
    if text == b"=":
        assert grpc_web_text.decode(text) == b""
        return
    with pytest.raises(InvalidArgumentError):
        grpc_web_text.decode(text)


async def test_body_over_the_limit_is_refused() -> None:
    body = b64encode(b"x" * 200)
    with pytest.raises(InvalidArgumentError):
        await call(text_app, "POST", "/", body, TEXT)
    assert b64decode(body) == b"x" * 200
