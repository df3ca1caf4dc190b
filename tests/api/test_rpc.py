"""Connect, gRPC-Web and gRPC: one service behind all, and no input breaks them."""

import asyncio
import base64
import gzip
import json
import struct
from typing import Any

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.api import edge, rpc
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.rpc import RpcApplication
from tests import wire
from tests.api.calling import MEMOS, Answer, Notebook, call, methods_of, served

GET, CREATE = f"/{MEMOS}/GetMemo", f"/{MEMOS}/CreateMemo"
UPDATE, HEALTH = f"/{MEMOS}/UpdateMemo", "/grpc.health.v1.Health/Check"
JSON = {"content-type": "application/json"}
NAME = pb.GetMemoRequest(name="memos/a")


async def always() -> bool:
    """Be ready."""
    return True


def application(
    notebook: Notebook | None = None, max_bytes: int = 1 << 20
) -> RpcApplication:
    """Serve a memo service."""
    return rpc.build(methods_of(notebook or Notebook()), always, max_bytes=max_bytes)


async def connect(
    path: str, body: Any, headers: dict[str, str] | None = None
) -> Answer:
    """Call over Connect with JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await call(application(), "POST", path, data, {**JSON, **(headers or {})})


async def test_connect_json() -> None:
    answer = await connect(GET, {"name": "memos/a"})
    assert answer.status == 200
    assert answer.json() == {"name": "memos/a", "content": "text"}
    assert answer.header("content-type") == "application/json"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("cache-control") == "no-cache, no-store, must-revalidate"
    assert answer.header("pragma") == "no-cache"
    assert answer.header("expires") == "0"


async def test_connect_binary() -> None:
    headers = {"content-type": "application/proto"}
    answer = await call(application(), "POST", GET, NAME.to_binary(), headers)
    assert answer.header("content-type") == "application/proto"
    assert pb.Memo.from_binary(answer.body).name == "memos/a"


@pytest.mark.parametrize(
    "query",
    [
        "connect=v1&encoding=json&message=%7B%22name%22%3A%22memos%2Fa%22%7D",
        "encoding=proto&base64=1&message="
        + base64.urlsafe_b64encode(NAME.to_binary()).decode().rstrip("="),
    ],
)
async def test_connect_get(query: str) -> None:
    answer = await call(application(), "GET", f"{GET}?{query}")
    assert answer.status == 200
    assert b"memos/a" in answer.body


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("GET", CREATE, "POST"), ("PUT", GET, "GET, POST"), ("DELETE", CREATE, "POST")],
)
async def test_other_http_methods_are_refused(
    method: str, path: str, allow: str
) -> None:
    answer = await call(application(), method, path, b"{}", JSON)
    assert (answer.status, answer.body) == (405, b"")
    assert answer.header("allow") == allow


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/xml", "application/connect+json",
     "application/json; charset=latin1", "application/json; q=1",
     "application/json; charset=utf-8; q=1", "application/proto; charset=utf-8"],
)  # fmt: skip
async def test_other_content_types_are_refused(content_type: str) -> None:
    headers = {"content-type": content_type} if content_type else {}
    answer = await call(application(), "POST", GET, b"{}", headers)
    assert (answer.status, answer.body) == (415, b"")
    assert answer.header("accept-post") == "application/json, application/proto"


@pytest.mark.parametrize("parameters", [";", "; charset=UTF-8", ';charset="utf-8"'])
async def test_json_may_name_its_charset(parameters: str) -> None:
    headers = {"content-type": f"application/json{parameters}"}
    answer = await call(application(), "POST", GET, b"{}", headers)
    assert answer.status == 200


async def test_charset_is_echoed() -> None:
    content_type = 'application/json; charset="UTF-8"'
    answer = await connect(GET, {}, {"content-type": content_type})
    assert answer.header("content-type") == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    "path", [f"/{MEMOS}/Nothing", "/memos.api.v1.NoService/GetMemo", f"{GET}/"]
)
async def test_unknown_procedure_is_not_found(path: str) -> None:
    answer = await connect(path, {})
    assert answer.status == 404
    assert answer.header("content-type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'{"name":1}', b"{} {}"])
async def test_broken_body_is_an_invalid_argument(body: bytes) -> None:
    answer = await connect(GET, body)
    assert answer.status == 400
    assert answer.json()["code"] == "invalid_argument"
    assert answer.header("cache-control") is None


async def test_refusals_have_connects_own_shape() -> None:
    answer = await connect(f"/{MEMOS}/ListMemoComments", {})
    assert answer.status == 501
    assert answer.json().keys() == {"code", "message"}
    answer = await connect(f"/{MEMOS}/DeleteMemo", {"name": "memos/a"})
    assert answer.status == 500
    assert answer.json() == {"code": "internal", "message": "internal server error"}


@pytest.mark.parametrize(
    "headers", [{"connect-protocol-version": "9"}, {"connect-timeout-ms": "soon"}]
)
async def test_broken_protocol_headers_are_refused(headers: dict[str, str]) -> None:
    answer = await connect(GET, {}, headers)
    assert answer.json()["code"] == "invalid_argument"


async def test_packed_requests_are_read_and_others_refused() -> None:
    packed = gzip.compress(b'{"name":"memos/a"}')
    answer = await connect(GET, packed, {"content-encoding": "gzip"})
    assert answer.header("content-encoding") == "gzip"
    assert json.loads(gzip.decompress(answer.body))["name"] == "memos/a"
    answer = await connect(GET, b"no gzip", {"content-encoding": "gzip"})
    assert answer.json()["code"] == "invalid_argument"
    answer = await connect(GET, packed, {"content-encoding": "br"})
    assert (answer.status, answer.json()["code"]) == (501, "unimplemented")


async def test_answer_is_packed_on_request() -> None:
    answer = await connect(GET, {}, {"accept-encoding": "gzip;q=0.5"})
    assert json.loads(gzip.decompress(answer.body)) == {"content": "text"}
    answer = await connect(GET, b"{", {"accept-encoding": "gzip"})
    assert answer.json()["code"] == "invalid_argument"


async def test_body_over_the_limit_is_refused() -> None:
    app = application(max_bytes=10)
    answer = await call(app, "POST", GET, b'{"name":"memos/a"}', JSON)
    assert (answer.status, answer.json()["code"]) == (429, "resource_exhausted")


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        (GET, [(b"content-type", b"application/json"), (b"user-agent", b"\xff")]),
        (GET, [(b"content-type", b"\xff/\xfe")]),
        (GET, [(b"content-type", b"application/json"), (b"x-\xff", b"1")]),
    ],
)
async def test_headers_need_not_be_text(
    target: str, headers: list[tuple[bytes, bytes]]
) -> None:
    answer = await call(application(), "POST", target, b"{}", headers)
    assert answer.status in {200, 415}


async def test_query_need_not_be_text() -> None:
    query = b"encoding=json&message=\xff"
    answer = await call(application(), "GET", GET, query_string=query)
    assert answer.status in {400, 415}


async def test_health_is_served_beside() -> None:
    answer = await connect(HEALTH, {})
    assert answer.json() == {"status": "SERVING"}
    answer = await connect(HEALTH, {"service": MEMOS})
    assert answer.json() == {"status": "SERVING"}
    answer = await connect(HEALTH, {"service": "x"})
    assert answer.status == 404


def test_serves_tells_procedures_from_pages() -> None:
    for path in (GET, "/appliance.v1.X/Y", "/grpc.health.v1.Health/Check"):
        assert rpc.serves(path)
    for path in ("/", "/api/v1/memos", "/memos.api.v2.X/Y", "/grpc"):
        assert not rpc.serves(path)


def frame(message: bytes) -> bytes:
    """Put a message into a gRPC frame."""
    return struct.pack(">BI", 0, len(message)) + message


def frames(body: bytes) -> list[tuple[int, bytes]]:
    """Split a body into its frames."""
    found = []
    while body:
        flags, length = struct.unpack(">BI", body[:5])
        found.append((flags, body[5 : 5 + length]))
        body = body[5 + length :]
    return found


async def web(path: str, body: bytes, kind: str = "grpc-web+proto") -> Answer:
    """Call over gRPC-Web."""
    headers = {"content-type": f"application/{kind}"}
    return await call(application(), "POST", path, body, headers)


async def test_grpc_web_binary() -> None:
    answer = await web(GET, frame(NAME.to_binary()))
    (flags, memo), (end, trailers) = frames(answer.body)
    assert (flags, end) == (0, 0x80)
    assert pb.Memo.from_binary(memo).name == "memos/a"
    assert b"grpc-status: 0" in trailers


async def test_grpc_web_text() -> None:
    body = base64.b64encode(frame(NAME.to_binary()))
    answer = await web(GET, body, "grpc-web-text")
    assert answer.header("content-type") == "application/grpc-web-text"
    pieces = [piece + b"=" * (-len(piece) % 4) for piece in answer.body.split(b"=")]
    binary = b"".join(base64.b64decode(piece) for piece in pieces if piece)
    assert pb.Memo.from_binary(frames(binary)[0][1]).name == "memos/a"


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        (GET, b"no base64!", "grpc-web-text", "3"),
        (GET, base64.b64encode(frame(b"\xff\xff")), "grpc-web-text", "3"),
        (GET, b"", "grpc-web", "12"),
        (GET, frame(b"\xff\xff"), "grpc-web", "3"),
        (GET, frame(b"{"), "grpc-web+json", "3"),
    ],
)
async def test_refusals_over_grpc_web_have_their_status_in_the_headers(
    path: str, body: bytes, kind: str, status: str
) -> None:
    answer = await web(path, body, kind)
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("grpc-status") == status
    assert answer.header("grpc-message")
    assert answer.header("content-type") == f"application/{kind}"
    assert answer.header("access-control-expose-headers") is None


async def test_pages_of_other_origins_may_read_the_status_of_a_refusal() -> None:
    headers = {"content-type": "application/grpc-web", "origin": "https://blog.example"}
    answer = await call(application(), "POST", GET, b"", headers)
    assert answer.header("grpc-status") == "12"
    exposed = answer.header("access-control-expose-headers")
    assert exposed == "grpc-status, grpc-message"


@pytest.mark.parametrize(
    "kind", ["grpc-web", "grpc-web+proto", "grpc-web-text", "grpc"]
)
async def test_unknown_procedure_is_not_found_over_grpc_web(kind: str) -> None:
    answer = await web(f"/{MEMOS}/Nothing", b"", kind)
    assert (answer.status, answer.body) == (404, b"404 page not found\n")


@pytest.mark.parametrize("kind", ["grpc-web", "grpc-web+proto"])
async def test_answer_over_grpc_web_is_of_the_type_of_the_request(kind: str) -> None:
    answer = await web(GET, frame(NAME.to_binary()), kind)
    assert answer.header("content-type") == f"application/{kind}"
    assert answer.header("cache-control") == "no-cache, no-store, must-revalidate"


@settings(max_examples=200, deadline=None)
@given(
    path=st.sampled_from([GET, CREATE, UPDATE, HEALTH]),
    kind=st.sampled_from(["json", "proto", "grpc-web+proto", "grpc-web+json",
                          "grpc-web-text", "grpc-web"]),
    body=st.one_of(
        st.binary(max_size=40),
        st.binary(max_size=20).map(frame),
        st.sampled_from([b"{", b'{"memo":5}', b'{"memo":{"content":"\\ud800"}}',
                         frame(b"{}"), frame(b"\x0a\xff"), b"\x01\0\0\0\x02{}"]),
    ),
    extra=st.dictionaries(
        st.sampled_from(["content-encoding", "grpc-encoding", "grpc-timeout",
                         "connect-timeout-ms", "accept-encoding"]),
        st.sampled_from(["gzip", "br", "x", "", "1S", "99999"]),
        max_size=2,
    ),
)  # fmt: skip
async def test_nothing_that_is_sent_breaks_a_protocol(
    path: str, kind: str, body: bytes, extra: dict[str, str]
) -> None:
    headers = {"content-type": f"application/{kind}", **extra}
    answer = await call(application(), "POST", path, body, headers)
    assert answer.status in {200, 400, 404, 415, 501}
    if answer.status in {400, 501}:
        assert answer.json()["code"] in {"invalid_argument", "unimplemented"}
    for header in answer.all_headers("grpc-status"):
        # A frame too long, or said to be packed, has statuses of its own.
        assert header in {"3", "8", "12", "13"}


async def test_grpc_over_http1_has_no_place_for_a_status() -> None:
    answer = await web(GET, b"", "grpc")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.header("content-type") == "application/grpc"
    assert answer.header("grpc-status") is None


def grpc_call(port: int, path: str, request: bytes, **options: Any) -> Any:
    """Call over native gRPC and return the answer or the error."""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        try:
            return channel.unary_unary(path)(request, timeout=10, **options)
        except grpc.RpcError as error:
            return error


async def test_native_grpc() -> None:
    notebook = Notebook()
    notebook.content = "text " * 1000
    message = wire.rpcs()["MemoService/GetMemo"].input(name="memos/a")
    request = message.SerializeToString()
    async with served(edge.wrap(application(notebook))) as port:

        async def ask(path: str, body: bytes = request, **options: Any) -> Any:
            return await asyncio.to_thread(grpc_call, port, path, body, **options)

        for packing in (grpc.Compression.NoCompression, grpc.Compression.Gzip):
            answer = await ask(GET, compression=packing)
            assert pb.Memo.from_binary(answer).content == notebook.content
        unknown = await ask(f"/{MEMOS}/Nothing")
        assert unknown.code() is grpc.StatusCode.UNIMPLEMENTED
        failed = await ask(f"/{MEMOS}/DeleteMemo")
        assert failed.code() is grpc.StatusCode.INTERNAL
        assert failed.details() == "internal server error"
        broken = await ask(GET, b"\xff")
        assert broken.code() is grpc.StatusCode.INVALID_ARGUMENT
        late = await ask(GET, metadata=[("grpc-timeout", "soon")])
        assert late is not None
        assert notebook.ctx is not None
        assert notebook.ctx.request_headers["x-request-id"]
