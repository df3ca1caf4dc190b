"""The server under test of the Connect conformance suite, on the product's own runtime.

The suite starts it as a program, tells it on stdin what to be and reads on stdout where
it listens. Only the service is the suite's; edge, chain, transports and the
configuration of the HTTP server are what the product runs.
"""

import asyncio
import importlib
import signal
import struct
import sys
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.request import Headers
from hypercorn.asyncio import serve
from protobuf import Message, Registry
from protobuf.wkt import Any as AnyMessage

from appliance.api import contract, edge, rpc
from appliance.api.asgi import App, Receive, Scope, Send
from appliance.api.contract import RequestContext
from appliance.api.interceptors import outer_chain
from appliance.ops import logs, sockets
from appliance.ops.server import http_config
from appliance.values import Address

if TYPE_CHECKING:
    from hypercorn.typing import ASGIFramework

LENGTH = struct.Struct(">I")
PACKAGE = "generated.connectrpc.conformance.v1"
UNARY = ("Unary", "IdempotentUnary", "Unimplemented")

# Generated for the run, from the suite's own files, into the first path to import from.
pb: Any = importlib.import_module(f"{PACKAGE}.service_pb")
compat_pb: Any = importlib.import_module(f"{PACKAGE}.server_compat_pb")

_query: ContextVar[str] = ContextVar("query", default="")


class Conformance:
    """Answers as each request asks it to; `Unimplemented` is left out on purpose."""

    async def unary(self, request: Any, ctx: RequestContext) -> Any:
        """Answer a call over POST."""
        return pb.UnaryResponse(payload=await self._payload(request, ctx))

    async def idempotent_unary(self, request: Any, ctx: RequestContext) -> Any:
        """Answer a call that may come over GET."""
        return pb.IdempotentUnaryResponse(payload=await self._payload(request, ctx))

    async def _payload(self, request: Any, ctx: RequestContext) -> Any:
        seen = request_info(request, ctx)
        wanted = request.response_definition
        if wanted is None:
            return pb.ConformancePayload(request_info=seen)
        add(ctx.response_headers, wanted.response_headers)
        add(ctx.response_trailers, wanted.response_trailers)
        await asyncio.sleep(wanted.response_delay_ms / 1000)
        answer = wanted.response
        if answer is not None and answer.field == "error":
            raise refusal(answer.value, seen)
        data = answer.value if answer is not None else b""
        return pb.ConformancePayload(data=data, request_info=seen)


def request_info(request: "Message[Any]", ctx: RequestContext) -> Any:
    """Describe what arrived, as the suite wants it back."""
    headers = ctx.request_headers
    seen = pb.ConformancePayload.RequestInfo(
        request_headers=[
            pb.Header(name=name, value=list(headers.getall(name))) for name in headers
        ],
        requests=[AnyMessage.pack(request)],
    )
    if ctx.timeout_ms is not None:
        seen.timeout_ms = round(ctx.timeout_ms)
    if query := _query.get():
        parameters = parse_qs(query, keep_blank_values=True)
        seen.connect_get_info = pb.ConformancePayload.ConnectGetInfo(
            query_params=[
                pb.Header(name=name, value=values)
                for name, values in parameters.items()
            ]
        )
    return seen


def refusal(error: Any, seen: "Message[Any]") -> ConnectError:
    """Make the error that a request asks for; canonical numbers count from 1."""
    code = list(Code)[error.code - 1]
    details = [*error.details, AnyMessage.pack(seen)]
    return ConnectError(code, error.message or "", details)


def add(target: Headers, wanted: Iterable[Any]) -> None:
    """Add headers or trailers that a request asks for."""
    for header in wanted:
        for value in header.value:
            target.add(header.name, value)


def application(limit: int) -> App:
    """Put the suite's service on our transports, behind our edge."""
    shield = contract.Shield()
    service = Conformance()
    methods = [
        contract.wrap_method(
            descriptor,
            contract.handler_of((service,), descriptor.name),
            outer_chain(),
            shield,
        )
        for descriptor in pb.desc().services[0].methods
        if descriptor.name in UNARY
    ]
    calls = rpc.build(methods, always, registry=Registry(pb.desc()), max_bytes=limit)

    async def remember_query(scope: Scope, receive: Receive, send: Send) -> None:
        _query.set(scope["query_string"].decode())
        await calls(scope, receive, send)

    wrapped = edge.wrap(remember_query)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(receive, send)
        else:
            await wrapped(scope, receive, send)

    return app


async def always() -> bool:
    """Be ready."""
    return True


async def live(receive: Receive, send: Send) -> None:
    """Start and stop at once: there is nothing to open."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return


def announce(places: Sequence[str]) -> None:
    """Tell the suite where we listen."""
    place = urlsplit(places[0])
    answer = compat_pb.ServerCompatResponse(host=place.hostname, port=place.port)
    body = answer.to_binary()
    sys.stdout.buffer.write(LENGTH.pack(len(body)) + body)
    sys.stdout.buffer.flush()


async def main() -> None:
    """Serve until the suite has seen enough."""
    logs.configure("error", "json")
    (length,) = LENGTH.unpack(sys.stdin.buffer.read(LENGTH.size))
    order = compat_pb.ServerCompatRequest.from_binary(sys.stdin.buffer.read(length))
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await serve(
        cast("ASGIFramework", application(order.message_receive_limit)),
        http_config(sockets.bind_tcp(Address(host="127.0.0.1", port=0)), announce),
        shutdown_trigger=stopping.wait,
        mode="asgi",
    )


if __name__ == "__main__":
    asyncio.run(main())
