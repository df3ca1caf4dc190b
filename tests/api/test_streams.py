"""Long answers leave in pieces on every transport, and are what they would be whole."""

import base64
import gzip
import json
import struct
from collections.abc import AsyncIterator

import grpc
import pytest

from appliance.api import rpc, streams
from appliance.api.asgi import App
from appliance.api.codec import Form, encode
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.rest import Gateway
from tests.api.calling import MEMOS, call, methods_of, served

PATH = f"/{MEMOS}/GetMemo"
REQUEST = pb.GetMemoRequest(name="memos/a")
MEMO = pb.Memo(name="memos/a", content="long " * 500)
PIECE = 100


class Long:
    """A memo in pieces."""

    def __init__(self, *, is_long: bool = True) -> None:
        self.is_long = is_long
        self.written: list[Form] = []

    def encode(self, form: Form) -> bytes:
        """Return the whole."""
        assert not self.is_long, "a long answer was built whole"
        return encode(MEMO, form)

    async def stream(self, form: Form) -> AsyncIterator[bytes]:
        """Yield the pieces."""
        self.written.append(form)
        whole = encode(MEMO, form)
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]


class Library:
    """A memo service whose answers are long."""

    def __init__(self, answer: Long) -> None:
        self._answer = answer

    async def get_memo(self, _request: object, _ctx: RequestContext) -> Long:
        """Answer."""
        return self._answer


def frame(message: bytes) -> bytes:
    return struct.pack(">BI", 0, len(message)) + message


def frames(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while body:
        flags, size = struct.unpack(">BI", body[:5])
        found.append((flags, body[5 : 5 + size]))
        body = body[5 + size :]
    return found


async def always() -> bool:
    """Be ready."""
    return True


def calls(answer: Long) -> App:
    return rpc.build(methods_of(Library(answer)), always)


@pytest.mark.parametrize("packed", [False, True])
async def test_rest_sends_pieces(*, packed: bool) -> None:
    gateway = Gateway(methods_of(Library(Long())))
    headers = {"accept-encoding": "gzip"} if packed else {}

    answer = await call(gateway, "GET", "/api/v1/memos/a", headers=headers)

    body = gzip.decompress(answer.body) if packed else answer.body
    assert json.loads(body)["content"] == MEMO.content
    assert answer.header("content-length") is None
    assert answer.header("content-encoding") == ("gzip" if packed else None)
    assert answer.header("vary") == "Accept-Encoding"


async def test_rest_answers_head_without_pieces() -> None:
    long = Long()
    answer = await call(Gateway(methods_of(Library(long))), "HEAD", "/api/v1/memos/a")

    assert (answer.status, answer.body, long.written) == (200, b"", [])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", ["json", "proto"])
async def test_connect_sends_pieces(kind: str, *, packed: bool) -> None:
    form = Form.CONNECT_JSON if kind == "json" else Form.BINARY
    headers = {"content-type": f"application/{kind}"}
    if packed:
        headers["accept-encoding"] = "gzip"

    answer = await call(calls(Long()), "POST", PATH, encode(REQUEST, form), headers)

    body = gzip.decompress(answer.body) if packed else answer.body
    assert body == encode(MEMO, form)
    assert answer.status == 200
    assert answer.header("content-length") is None
    assert answer.header("content-encoding") == ("gzip" if packed else None)
    assert answer.header("content-type") == f"application/{kind}"
    assert answer.header("cache-control") == "no-cache, no-store, must-revalidate"


@pytest.mark.parametrize("kind", ["proto", "json"])
async def test_grpc_web_sends_pieces(kind: str) -> None:
    form = Form.CONNECT_JSON if kind == "json" else Form.BINARY
    headers = {
        "content-type": f"application/grpc-web+{kind}",
        "grpc-accept-encoding": "gzip",
    }
    body = frame(encode(REQUEST, form))

    answer = await call(calls(Long()), "POST", PATH, body, headers)

    (flags, message), (last, trailers) = frames(answer.body)
    assert (flags, message) == (0, encode(MEMO, form))
    # The status was packed, as the client likes it.
    assert last == 0x81
    assert b"grpc-status:0" in gzip.decompress(trailers).replace(b" ", b"")


async def test_grpc_web_text_stays_whole() -> None:
    headers = {"content-type": "application/grpc-web-text"}
    body = base64.b64encode(frame(REQUEST.to_binary()))

    answer = await call(calls(Long(is_long=False)), "POST", PATH, body, headers)

    (_, message), _ = frames(base64.b64decode(answer.body))
    assert pb.Memo.from_binary(message) == MEMO


async def test_native_grpc_sends_pieces() -> None:
    async with (
        served(calls(Long())) as port,
        grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        method = channel.unary_unary(
            PATH,
            request_serializer=lambda message: message.to_binary(),
            response_deserializer=pb.Memo.from_binary,
        )
        assert await method(REQUEST) == MEMO


async def test_slot_gives_its_answer_once() -> None:
    slot = streams.open_slot()

    assert streams.put_aside(MEMO, Form.BINARY) is None
    assert streams.put_aside(Long(is_long=False), Form.BINARY) is None
    assert streams.put_aside(Long(), Form.CONNECT_JSON) == b"{}"
    pieces = slot.take()

    assert pieces is not None
    whole = b"".join([piece async for piece in pieces])
    assert whole == encode(MEMO, Form.CONNECT_JSON)
    assert slot.take() is None
    assert [piece async for piece in slot.take_enveloped()] == []


async def test_without_a_slot_nothing_is_put_aside() -> None:
    streams.close_slot()

    assert streams.put_aside(Long(), Form.BINARY) is None


async def test_length_is_that_of_all_pieces() -> None:
    assert await streams.length(iter([b"ab", b"", b"cde"])) == 5
