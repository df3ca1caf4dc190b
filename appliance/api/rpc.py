"""Connect, gRPC and gRPC-Web for every RPC, with reflection and health beside them.

The Connect library does the protocols. Around it stands what it leaves open: the text
form of gRPC-Web, answers for procedures that do not exist, the length of each answer,
and a guard so that no input makes the library itself fail.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import quote

from connectrpc.server import Endpoint
from protobuf import Registry

from appliance.api import grpc_web_text, reflection
from appliance.api.asgi import App, Header, Receive, Scope, Send, local_path
from appliance.api.bodies import MAX_BODY_BYTES
from appliance.api.compression import accepts_gzip
from appliance.api.connect_answers import GrpcAnswer, UnaryAnswer
from appliance.api.connect_library import Library
from appliance.api.contract import Method
from appliance.api.gen.grpc.health.v1 import health_pb
from appliance.api.health import Health
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
) -> "RpcApplication":
    """Serve the methods.

    Health is SERVING while `ready` says so. The registry knows the types that may
    stand in an `Any`; our contract needs none. `max_bytes` bounds each request.
    """
    methods = list(methods)
    health = Health({method.info.service_name for method in methods}, ready)
    endpoints = {
        method.path: Endpoint.unary(method.info, method.call) for method in methods
    }
    library = Library({**endpoints, **health.endpoints()}, registry, max_bytes)
    files = {method.descriptor.parent.file.name: method for method in methods}
    described = [method.descriptor.parent.file for method in files.values()]
    return RpcApplication(
        dict.fromkeys(library.paths, library)
        | reflection.apps([*described, health_pb.desc()]),
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
        elif not _is_utf8(content_type):
            await _reply(send, 415, b"", [(b"accept-post", ACCEPTED_TYPES)])
        else:
            answer = UnaryAnswer(
                send,
                gzip=accepts_gzip(_find(scope, b"accept-encoding").decode("latin-1")),
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
        can_trail = TRAILERS in scope.get("extensions", {})
        answer = GrpcAnswer(send, native=native and can_trail)
        if app is None:
            await _refuse(answer.send, content_type, UNIMPLEMENTED, "no such procedure")
        elif native and not can_trail:
            # gRPC needs HTTP/2: here its status has no place to be. A client that
            # finds none calls that an internal error.
            await _reply(send, 200, b"", [(b"content-type", content_type)])
        elif grpc_web_text.is_text(content_type):
            try:
                await grpc_web_text.serve(
                    app, _guarded(scope), receive, answer.send, self._max_bytes
                )
            except InvalidArgumentError as error:
                await _refuse(answer.send, content_type, INVALID_ARGUMENT, str(error))
        else:
            await app(_guarded(scope), receive, answer.send)


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


def _is_utf8(content_type: bytes) -> bool:
    _, _, parameters = content_type.lower().partition(b";")
    key, _, value = parameters.strip().partition(b"=")
    return key != b"charset" or value.strip(b'" ') == b"utf-8"


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
