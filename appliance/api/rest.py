"""One gateway for every RPC over plain HTTP and JSON, as the contract's options say.

There are no routes by hand. Unlike Connect, the caller is judged before the body is
read: the chain gets a function that decodes the request when it is reached.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from typing import NamedTuple, Protocol, TypeAlias

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.request import Headers

from appliance.api import codec, compression, streams
from appliance.api.asgi import (
    Event,
    Header,
    Receive,
    Scope,
    Send,
    client_address,
    local_path,
)
from appliance.api.bodies import LIMITS, MAX_BODY_BYTES, read_body
from appliance.api.codec import Form
from appliance.api.contract import Answer, Method, RestContext
from appliance.api.interceptors import translated
from appliance.api.routes import Match, RouteTable
from appliance.api.transcoding import Transcoder
from appliance.errors import (
    InvalidArgumentError,
    UnauthenticatedError,
    UnimplementedError,
)

# Canonical code -> (number in the body, HTTP status).
CODES = {
    Code.CANCELED: (1, 499),
    Code.UNKNOWN: (2, 500),
    Code.INVALID_ARGUMENT: (3, 400),
    Code.DEADLINE_EXCEEDED: (4, 504),
    Code.NOT_FOUND: (5, 404),
    Code.ALREADY_EXISTS: (6, 409),
    Code.PERMISSION_DENIED: (7, 403),
    Code.RESOURCE_EXHAUSTED: (8, 429),
    Code.FAILED_PRECONDITION: (9, 400),
    Code.ABORTED: (10, 409),
    Code.OUT_OF_RANGE: (11, 400),
    Code.UNIMPLEMENTED: (12, 501),
    Code.INTERNAL: (13, 500),
    Code.UNAVAILABLE: (14, 503),
    Code.DATA_LOSS: (15, 500),
    Code.UNAUTHENTICATED: (16, 401),
}
TOO_LATE = ConnectError(Code.DEADLINE_EXCEEDED, "the deadline has passed")

# Clients compare the body of this one refusal letter by letter.
DENIED = str(UnauthenticatedError())
DENIED_BODY = b'{"code": 16, "message": "authentication required"}'

JSON_HEADER: Header = (b"content-type", b"application/json")
NO_SNIFFING: Header = (b"x-content-type-options", b"nosniff")
FORM = "application/x-www-form-urlencoded"
MAX_FORM_BYTES = 1 << 20
# Headers that only browsers send.
BROWSER_SIGNS = ("origin", "sec-fetch-")
UNSAFE_IN_HEADER = re.compile(r"[^\x20-\x7e]")
TIMEOUT = re.compile(r"(?P<amount>[0-9]{1,8})(?P<unit>[HMSmun])")
UNIT_SECONDS = {"H": 3600.0, "M": 60.0, "S": 1.0, "m": 1e-3, "u": 1e-6, "n": 1e-9}


# Header names in lower case; what a name repeats is joined, as HTTP has it.
Fields: TypeAlias = dict[str, str]


class Reply(NamedTuple):
    """A whole HTTP answer, but for the length. A long body comes in pieces."""

    status: int
    headers: list[Header]
    body: bytes | AsyncIterator[bytes]


class Uploads(Protocol):
    """Reads bodies that carry a file."""

    def takes(self, method: str, fields: Fields) -> bool:
        """Whether a request's body is to be read here."""
        ...

    async def read(
        self, receive: Receive, method: str, fields: Fields, ctx: RestContext
    ) -> bytes:
        """Return the JSON beside the file, and leave the file in the context."""
        ...


class Gateway:
    """An ASGI application that serves every RPC with an HTTP binding."""

    def __init__(
        self, methods: Iterable[Method], uploads: Uploads | None = None
    ) -> None:
        """Serve the methods; `uploads` reads the bodies that carry files."""
        self._uploads = uploads
        self._table = RouteTable(methods)
        self._transcoders = {route: Transcoder(route) for route in self._table.routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        status, headers, body = await self._reply(scope, receive)
        if isinstance(body, bytes):
            headers.append((b"content-length", b"%d" % len(body)))
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        if scope["method"] == "HEAD":
            body = b""
        if isinstance(body, bytes):
            await send({"type": "http.response.body", "body": body})
        else:
            await streams.send_body(send, body, more=False)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        try:
            return await self._call(scope, receive, read_fields(scope))
        except TimeoutError:
            return refusal(TOO_LATE)
        except Exception as error:  # noqa: BLE001 - the last resort, and it is logged
            return refusal(translated(error))

    async def _call(self, scope: Scope, receive: Receive, fields: Fields) -> Reply:
        match, query, receive = await self._match(scope, receive, fields)
        route = match.route
        seconds = deadline(fields.get("grpc-timeout"))
        ctx = RestContext(
            method=route.method.info,
            http_method=route.http_method,
            request_headers=Headers(fields),
            timeout_ms=None if seconds is None else round(seconds * 1000),
            client_address=client_address(scope),
        )
        decode = partial(
            self._transcoders[route].request,
            match.segments,
            query,
            self._body(route.method.name, receive, fields, ctx),
        )
        try:
            if seconds is None:
                answer = await route.method.call(decode, ctx)
            else:
                async with asyncio.timeout(seconds):
                    answer = await route.method.call(decode, ctx)
        except ConnectError as error:
            return with_context(refusal(error), ctx, fields)
        return with_context(success(answer, fields), ctx, fields)

    def _body(
        self, method: str, receive: Receive, fields: Fields, ctx: RestContext
    ) -> Callable[[], Awaitable[bytes]]:
        """Return what reads the body once the caller was judged."""
        if self._uploads and self._uploads.takes(method, fields):
            return partial(self._uploads.read, receive, method, fields, ctx)
        return partial(
            read_body,
            receive,
            gzip=fields.get("content-encoding") == "gzip",
            limit=LIMITS.get(method, MAX_BODY_BYTES),
            declared=fields.get("content-length"),
        )

    async def _match(
        self, scope: Scope, receive: Receive, fields: Fields
    ) -> tuple[Match, str, Receive]:
        """Find the route, the text of the query and where the body comes from."""
        path = local_path(scope)
        query = query_text(scope)
        http_method: str = scope["method"]
        if http_method == "HEAD":
            http_method = "GET"
        if http_method != "POST" or fields.get("content-type") != FORM:
            return self._table.find(http_method, path), query, receive
        override = fields.get("x-http-method-override")
        try:
            match = self._table.find((override or "POST").upper(), path)
        except UnimplementedError:
            if override:
                raise
            match = self._table.find("GET", path)
        else:
            if not override:
                return match, query, receive
        form = await read_body(receive, limit=MAX_FORM_BYTES)
        return match, f"{query}&{form.decode(errors='replace')}", nothing


def read_fields(scope: Scope) -> Fields:
    """Return the request's headers; a cookie may come as gateway metadata too."""
    fields: Fields = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    if cookie := fields.get("grpc-metadata-cookie"):
        own = fields.get("cookie")
        fields["cookie"] = f"{own}; {cookie}" if own else cookie
    return fields


def query_text(scope: Scope) -> str:
    """Return the query, still percent-encoded."""
    query: bytes = scope["query_string"]
    try:
        return query.decode()
    except UnicodeDecodeError as error:
        raise InvalidArgumentError("the query is not valid UTF-8") from error


def deadline(timeout: str | None) -> float | None:
    """Return the seconds that a `grpc-timeout` header grants."""
    if timeout is None:
        return None
    if not (match := TIMEOUT.fullmatch(timeout)):
        raise InvalidArgumentError("the grpc-timeout header is not valid")
    return int(match["amount"]) * UNIT_SECONDS[match["unit"]]


def success(answer: Answer, fields: Fields) -> Reply:
    """Write the answer, packed if that is worth it and the client can read it."""
    vary: Header = (b"vary", b"Accept-Encoding")
    packed: Header = (b"content-encoding", b"gzip")
    gzip = compression.accepts_gzip(fields.get("accept-encoding", ""))
    if streams.is_streamed(answer):
        pieces = answer.stream(Form.REST_JSON)
        if not gzip:
            return Reply(200, [JSON_HEADER, vary], pieces)
        return Reply(200, [JSON_HEADER, vary, packed], streams.packed(pieces))
    body = codec.encode(answer, Form.REST_JSON)
    if len(body) <= compression.WORTHWHILE_BYTES:
        return Reply(200, [JSON_HEADER], body)
    if not gzip:
        return Reply(200, [JSON_HEADER, vary], body)
    return Reply(200, [JSON_HEADER, vary, packed], compression.pack(body))


def refusal(error: ConnectError) -> Reply:
    """Write a refusal in the shape that gateway clients know."""
    number, status = CODES[error.code]
    if error.code is Code.UNAUTHENTICATED:
        if error.message == DENIED:
            return Reply(status, [JSON_HEADER, NO_SNIFFING], DENIED_BODY)
        reason = UNSAFE_IN_HEADER.sub(" ", error.message).encode()
        challenge: list[Header] = [(b"www-authenticate", reason)]
    else:
        challenge = []
    body = {"code": number, "message": error.message, "details": []}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Reply(status, [JSON_HEADER, *challenge], text.encode(errors="replace"))


def with_context(reply: Reply, ctx: RestContext, fields: Fields) -> Reply:
    """Add the headers that the service set, cookies also as gateway metadata.

    A cookie as such is for clients that keep cookies: others would store a credential
    that they do not know of.
    """
    for key, value in ctx.answer_headers():
        if key == "set-cookie":
            reply.headers.append((b"grpc-metadata-set-cookie", value.encode()))
            if not keeps_cookies(fields):
                continue
        reply.headers.append((key.encode(), value.encode()))
    return reply


def keeps_cookies(fields: Fields) -> bool:
    """Whether a request looks like a browser's or brings a cookie of its own."""
    # What came as gateway metadata is answered as gateway metadata.
    own_cookie = fields.get("cookie") != fields.get("grpc-metadata-cookie")
    return own_cookie or any(name.startswith(BROWSER_SIGNS) for name in fields)


async def nothing() -> Event:
    """Be the body of a request whose body was read as a form."""
    return {"type": "http.request", "body": b"", "more_body": False}
