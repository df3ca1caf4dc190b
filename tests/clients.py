"""Five clients for one contract: REST, Connect JSON, Connect binary, gRPC-Web, gRPC.

Each turns an answer into the same `Outcome`, and on the way holds the server to its
transport's own rules: content type, status table, framing, and JSON that fits the
contract without a key too many.
"""

import asyncio
import base64
import contextlib
import json
import ssl
import struct
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, ClassVar, Self
from urllib.parse import unquote

import grpc
import httpx
from google.protobuf.message import Message

from tests import wire
from tests.wire import Json, Rpc

CALL_SECONDS = 30.0
OK = "ok"

# Canonical code -> (number, status over REST, status over Connect).
CODES = {
    "canceled": (1, 499, 499),
    "unknown": (2, 500, 500),
    "invalid_argument": (3, 400, 400),
    "deadline_exceeded": (4, 504, 504),
    "not_found": (5, 404, 404),
    "already_exists": (6, 409, 409),
    "permission_denied": (7, 403, 403),
    "resource_exhausted": (8, 429, 429),
    "failed_precondition": (9, 400, 400),
    "aborted": (10, 409, 409),
    "out_of_range": (11, 400, 400),
    "unimplemented": (12, 501, 501),
    "internal": (13, 500, 500),
    "unavailable": (14, 503, 503),
    "data_loss": (15, 500, 500),
    "unauthenticated": (16, 401, 401),
}
NAMES = {number: name for name, (number, _, _) in CODES.items()} | {0: OK}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to, in words that no transport owns."""

    code: str
    message: Json = field(default_factory=dict)
    detail: str = ""
    # Complete `Set-Cookie` lines; they belong to the channel, not to the answer.
    cookies: tuple[str, ...] = field(default=(), compare=False)

    @property
    def refresh_token(self) -> str:
        """The refresh token that the answer put into the cookie, "" for none."""
        pairs = (line.partition(";")[0].partition("=") for line in self.cookies)
        return next((value for name, _, value in pairs if name == "memos_refresh"), "")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, not yet dressed for a transport."""

    rpc: Rpc
    message: Message
    token: str
    refresh: str

    def headers(self, **extra: str) -> dict[str, str]:
        """Say who calls, and whatever the transport wants to add."""
        named = {key.replace("_", "-"): value for key, value in extra.items()}
        if self.token:
            named["authorization"] = f"Bearer {self.token}"
        if self.refresh:
            named["cookie"] = f"memos_refresh={self.refresh}"
        return named


class ApiClient(ABC):
    """A way to call any method of the contract."""

    name: ClassVar[str]

    async def call(
        self,
        rpc: str,
        request: Json | None = None,
        *,
        token: str = "",
        refresh: str = "",
    ) -> Outcome:
        """Call `MemoService/GetMemo` as the holder of an access or refresh token."""
        method = wire.rpcs()[rpc]
        message = wire.to_message(method.input, request or {})
        return await self.send(Call(method, message, token, refresh))

    @abstractmethod
    async def send(self, call: Call) -> Outcome:
        """Carry the call over and read the answer."""

    @abstractmethod
    async def aclose(self) -> None:
        """Give up the connections."""


class HttpClient(ApiClient):
    """What the transports over HTTP/1.1 share."""

    def __init__(self, base_url: str) -> None:
        self.http = httpx.AsyncClient(
            base_url=base_url,
            timeout=CALL_SECONDS,
            # Nothing is sent that a call does not name.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            # Loading the authorities of the web would cost more than most calls.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )

    async def aclose(self) -> None:
        await self.http.aclose()


class RestClient(HttpClient):
    """REST over the routes that the contract's HTTP annotations name."""

    name = "rest"

    async def send(self, call: Call) -> Outcome:
        verb, path, query, body = wire.http_request(call.rpc, call.message)
        response = await self.http.request(
            verb,
            path,
            params=query,
            content=None if body is None else json.dumps(body),
            headers=call.headers(content_type="application/json"),
        )
        return rest_outcome(call.rpc, response)


class ConnectJsonClient(HttpClient):
    """Connect with JSON bodies."""

    name = "connect-json"

    async def send(self, call: Call) -> Outcome:
        response = await self.http.post(
            call.rpc.path,
            content=json.dumps(wire.to_json(call.message)),
            headers=call.headers(content_type="application/json"),
        )
        if response.status_code != httpx.codes.OK:
            return connect_error(response)
        assert response.headers["content-type"] == "application/json"
        answer = wire.to_message(call.rpc.output, response.json())
        return Outcome(OK, wire.to_json(answer), cookies=_cookies(response))


class ConnectBinaryClient(HttpClient):
    """Connect with protobuf bodies, what browsers and bots speak."""

    name = "connect-binary"

    async def send(self, call: Call) -> Outcome:
        response = await self.http.post(
            call.rpc.path,
            content=call.message.SerializeToString(),
            headers=call.headers(
                content_type="application/proto", connect_protocol_version="1"
            ),
        )
        if response.status_code != httpx.codes.OK:
            return connect_error(response)
        assert response.headers["content-type"] == "application/proto"
        answer = call.rpc.output.FromString(response.content)
        return Outcome(OK, wire.to_json(answer), cookies=_cookies(response))


class GrpcWebClient(HttpClient):
    """gRPC-Web, its frames written and read by hand."""

    name = "grpc-web"
    content_type: ClassVar[str] = "application/grpc-web+proto"

    async def send(self, call: Call) -> Outcome:
        response = await self.http.post(
            call.rpc.path,
            content=self.pack(frame(call.message.SerializeToString())),
            headers=call.headers(content_type=self.content_type, x_grpc_web="1"),
        )
        assert response.status_code == httpx.codes.OK, response.text
        assert response.headers["content-type"] == self.content_type
        return grpc_web_outcome(call.rpc, response, self.unpack(response.content))

    @staticmethod
    def pack(body: bytes) -> bytes:
        """Dress a body for the wire."""
        return body

    @staticmethod
    def unpack(body: bytes) -> bytes:
        """Undress a body from the wire."""
        return body


class GrpcWebTextClient(GrpcWebClient):
    """gRPC-Web for callers that can only carry text."""

    name = "grpc-web-text"
    content_type = "application/grpc-web-text+proto"

    @staticmethod
    def pack(body: bytes) -> bytes:
        return base64.b64encode(body)

    @staticmethod
    def unpack(body: bytes) -> bytes:
        return decode_text(body)


class GrpcClient(ApiClient):
    """Native gRPC over HTTP/2 in clear text, by google's own library."""

    name = "grpc"

    def __init__(self, base_url: str) -> None:
        self.channel = grpc.insecure_channel(base_url.removeprefix("http://"))

    async def aclose(self) -> None:
        await asyncio.to_thread(self.channel.close)

    async def send(self, call: Call) -> Outcome:
        invoke = self.channel.unary_unary(
            call.rpc.path,
            request_serializer=call.rpc.input.SerializeToString,
            response_deserializer=call.rpc.output.FromString,
        )
        # grpc.aio ties itself to the first event loop; tests have one loop each.
        return await asyncio.to_thread(
            _grpc_outcome, invoke, call.message, tuple(call.headers().items())
        )


CLIENTS: dict[str, Callable[[str], ApiClient]] = {
    client.name: client
    for client in (
        RestClient,
        ConnectJsonClient,
        ConnectBinaryClient,
        GrpcWebClient,
        GrpcClient,
    )
}


@contextlib.asynccontextmanager
async def connected(name: str, base_url: str) -> AsyncIterator[ApiClient]:
    """Open the client of a transport and close it again."""
    client = CLIENTS[name](base_url)
    try:
        yield client
    finally:
        await client.aclose()


def frame(payload: bytes, flags: int = 0) -> bytes:
    """Put the five bytes of gRPC before a payload."""
    return struct.pack(">BI", flags, len(payload)) + payload


def frames(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Split a body into (flags, payload); leftover bytes are a fault."""
    while body:
        flags, length = struct.unpack_from(">BI", body)
        payload, body = body[5 : 5 + length], body[5 + length :]
        assert len(payload) == length, "a frame was cut short"
        yield flags, payload


def decode_text(body: bytes) -> bytes:
    """Read base64 that may be padded in the middle, where a server flushed it."""
    quanta = (body[start : start + 4] for start in range(0, len(body), 4))
    return b"".join(base64.b64decode(quantum, validate=True) for quantum in quanta)


def rest_outcome(method: Rpc, response: httpx.Response) -> Outcome:
    """Read a REST answer, its error shape and status table included."""
    assert response.headers["content-type"] == "application/json", response.text
    body = response.json()
    # The form for clients that keep no cookies, as this one.
    cookies = tuple(response.headers.get_list("grpc-metadata-set-cookie"))
    if response.status_code == httpx.codes.OK:
        answer = wire.to_message(method.output, body)
        return Outcome(OK, wire.to_json(answer), cookies=cookies)
    # The refusal of the chain has always been without details; clients compare it.
    refused = {"code": 16, "message": "authentication required"}
    assert set(body) == {"code", "message", "details"} or body == refused, body
    name = NAMES[body["code"]]
    assert response.status_code == CODES[name][1], response.text
    return Outcome(name, detail=body["message"], cookies=cookies)


def connect_error(response: httpx.Response) -> Outcome:
    """Read the error of a Connect call and hold it to Connect's status table."""
    assert response.headers["content-type"] == "application/json", response.text
    body = response.json()
    assert response.status_code == CODES[body["code"]][2], response.text
    return Outcome(
        body["code"], detail=body.get("message", ""), cookies=_cookies(response)
    )


def grpc_web_outcome(method: Rpc, response: httpx.Response, body: bytes) -> Outcome:
    """Read frames: one message at most, then trailers, unless the head has them."""
    answer, trailers = b"", dict(response.headers)
    for flags, payload in frames(body):
        if flags & 0x80:
            lines = payload.decode("ascii").split("\r\n")
            trailers |= dict(line.split(":", 1) for line in lines if line)
        else:
            answer += payload
    status = int(trailers["grpc-status"])
    if status:
        detail = unquote(trailers.get("grpc-message", "").strip())
        return Outcome(NAMES[status], detail=detail, cookies=_cookies(response))
    message = wire.to_json(method.output.FromString(answer))
    return Outcome(OK, message, cookies=_cookies(response))


def _grpc_outcome(
    invoke: Any, message: Message, metadata: tuple[tuple[str, str], ...]
) -> Outcome:
    try:
        answer, call = invoke.with_call(
            message, metadata=metadata, timeout=CALL_SECONDS
        )
    except grpc.RpcError as error:
        name = NAMES[error.code().value[0]]
        return Outcome(name, detail=error.details(), cookies=_metadata_cookies(error))
    return Outcome(OK, wire.to_json(answer), cookies=_metadata_cookies(call))


def _metadata_cookies(call: Any) -> tuple[str, ...]:
    head = call.initial_metadata() or ()
    return tuple(value for key, value in head if key == "set-cookie")


def _cookies(response: httpx.Response) -> tuple[str, ...]:
    return tuple(response.headers.get_list("set-cookie"))


@dataclass(frozen=True, slots=True)
class Caller:
    """A client in the hands of one user, or of nobody."""

    client: ApiClient
    token: str = ""

    async def __call__(self, rpc: str, /, **request: Any) -> Outcome:
        """Call a method with the fields of its request."""
        return await self.client.call(rpc, request, token=self.token)

    def as_holder(self, token: str) -> Self:
        """Return the same client in the hands of another."""
        return type(self)(self.client, token)
