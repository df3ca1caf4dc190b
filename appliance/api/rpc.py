"""Connect, gRPC and gRPC-Web for every RPC, with reflection and health beside them.

The Connect library does the protocols. Around it stands what it leaves open: the text
form of gRPC-Web, answers for procedures that do not exist, the length of each answer,
and a guard so that no input makes the library itself fail.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import quote

from connectrpc.server import Endpoint
from protobuf import Registry

from appliance.api import grpc_web_text, reflection
from appliance.api.asgi import App, Header, Receive, Scope, Send, local_path
from appliance.api.bodies import LIMITS, MAX_BODY_BYTES
from appliance.api.compression import accepts_gzip
from appliance.api.connect_answers import GrpcAnswer, UnaryAnswer, WebAnswer
from appliance.api.connect_library import Library
from appliance.api.contract import Method
from appliance.api.gen.grpc.health.v1 import health_pb
from appliance.api.health import Health
from appliance.api.large_bodies import LargeBodies, May
from appliance.api.streams import close_slot
from appliance.errors import InvalidArgumentError

PREFIXES = ("/memos.api.v1.", "/appliance.v1.", "/grpc.health.v1.", "/grpc.reflection.")
GRPC = b"application/grpc"
GRPC_WEB = b"application/grpc-web"
TRAILERS = "http.response.trailers"
INVALID_ARGUMENT = b"3"
UNIMPLEMENTED = b"12"
ACCEPTED_TYPES = b"application/json, application/proto"
# Clients know this answer of a server that has no such procedure.
NOT_FOUND = b"404 page not found\n"
PLAIN: list[Header] = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"x-content-type-options", b"nosniff"),
]


def serves(path: str) -> bool:
    """Whether a path, without the base path, is a procedure's and not a page's."""
    return path.startswith(PREFIXES)


def build(
    methods: Iterable[Method],
    ready: Callable[[], Awaitable[bool]],
    *,
    registry: Registry | None = None,
    max_bytes: int = MAX_BODY_BYTES,
    may_send_files: May | None = None,
) -> "RpcApplication":
    """Serve the methods.

    Health is SERVING while `ready` says so. The registry knows the types that may
    stand in an `Any`; our contract needs none. `max_bytes` bounds each request but
    those that carry files, from callers that `may_send_files` knows.
    """
    methods = list(methods)
    health = Health({method.info.service_name for method in methods}, ready)
    endpoints = {
        method.path: Endpoint.unary(method.info, method.call) for method in methods
    }
    library = Library({**endpoints, **health.endpoints()}, registry, max_bytes)
    files = {method.descriptor.parent.file.name: method for method in methods}
    described = [method.descriptor.parent.file for method in files.values()]
    apps: dict[str, App] = dict.fromkeys(library.paths, library)
    turn = asyncio.Semaphore(1)
    for method in methods:
        if may_send_files and (limit := LIMITS.get(method.name)):
            own = {method.path: endpoints[method.path]}
            apps[method.path] = LargeBodies(
                ordinary=library,
                large=Library(own, registry, limit),
                may=may_send_files,
                turn=turn,
            )
    return RpcApplication(
        apps | reflection.apps([*described, health_pb.desc()]),
        max_bytes,
    )


class RpcApplication:
    """Every procedure by its path, over whichever protocol a request speaks."""

    def __init__(self, apps: Mapping[str, App], max_bytes: int) -> None:
        self._apps = apps
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        app = self._apps.get(local_path(scope))
        content_type = _find(scope, b"content-type")
        if content_type.startswith(GRPC):
            await self._serve_grpc(app, scope, receive, send, content_type)
        elif app is None:
            await _reply(send, 404, NOT_FOUND, PLAIN)
        elif not _is_plain(content_type):
            await _reply(send, 415, b"", [(b"accept-post", ACCEPTED_TYPES)])
        else:
            answer = UnaryAnswer(
                send,
                gzip=_wants_gzip(scope),
                charset=b"charset=" in content_type.lower(),
            )
            # The answer is packed outside, where errors can be left alone.
            await app(_guarded(scope, without=b"accept-encoding"), receive, answer.send)

    async def _serve_grpc(
        self,
        app: App | None,
        scope: Scope,
        receive: Receive,
        send: Send,
        content_type: bytes,
    ) -> None:
        native = not content_type.startswith(GRPC_WEB)
        if native and TRAILERS in scope.get("extensions", {}):
            answer = GrpcAnswer(send)
            if app is None:
                reason = "no such procedure"
                await _refuse(answer.send, content_type, UNIMPLEMENTED, reason)
            else:
                await app(_guarded(scope), receive, answer.send)
        elif app is None:
            # Clients read this as a procedure that is not implemented.
            await _reply(send, 404, NOT_FOUND, PLAIN)
        elif native:
            # gRPC needs HTTP/2: here its status has no place to be. A client that
            # finds none calls that an internal error.
            await _reply(send, 200, b"", [(b"content-type", content_type)])
        else:
            await self._serve_web(app, scope, receive, send, content_type)

    async def _serve_web(
        self, app: App, scope: Scope, receive: Receive, send: Send, content_type: bytes
    ) -> None:
        exposed = bool(_find(scope, b"origin"))
        is_text = grpc_web_text.is_text(content_type)
        plain = grpc_web_text.encoded(send) if is_text else send
        answer = WebAnswer(plain, content_type, exposed=exposed)
        if not is_text:
            await app(_guarded(scope), receive, answer.send)
            return
        # What is turned into text is turned as a whole.
        close_slot()
        try:
            await grpc_web_text.serve(
                app, _guarded(scope), receive, answer.send, self._max_bytes
            )
        except InvalidArgumentError as error:
            await _refuse(answer.send, content_type, INVALID_ARGUMENT, str(error))


def _wants_gzip(scope: Scope) -> bool:
    """Whether the client asks for gzip; one that sends it is known to read it."""
    accepted = _find(scope, b"accept-encoding").decode("latin-1")
    return accepts_gzip(accepted) or _find(scope, b"content-encoding") == b"gzip"


def _guarded(scope: Scope, without: bytes = b"") -> Scope:
    """Return a scope whose text the library can decode, whatever was sent."""
    headers = [
        (name, value if value.isascii() else value.decode("latin-1").encode())
        for name, value in scope["headers"]
        if name != without and name.isascii()
    ]
    query: bytes = scope["query_string"]
    return {
        **scope,
        "headers": headers,
        # No client sends raw bytes here; without a message it is a 400.
        "query_string": query if query.isascii() else b"",
    }


def _find(scope: Scope, name: bytes) -> bytes:
    value: bytes
    for key, value in scope["headers"]:
        if key == name:
            return value
    return b""


def _is_plain(content_type: bytes) -> bool:
    """Whether a type has no parameter but the one charset that JSON may name."""
    kind, _, parameters = content_type.lower().partition(b";")
    if not parameters.strip():
        return True
    key, _, value = parameters.strip().partition(b"=")
    named = kind.strip() == b"application/json" and key == b"charset"
    return named and value.strip(b'" ') == b"utf-8"


async def _refuse(send: Send, content_type: bytes, status: bytes, reason: str) -> None:
    """Answer a gRPC call with a status and no message."""
    headers = [
        (b"content-type", content_type),
        (b"grpc-status", status),
        (b"grpc-message", quote(reason).encode()),
    ]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": b""})


async def _reply(send: Send, status: int, body: bytes, headers: list[Header]) -> None:
    length: Header = (b"content-length", b"%d" % len(body))
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, length],
        }
    )
    await send({"type": "http.response.body", "body": body})
