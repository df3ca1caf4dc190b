"""Call ASGI applications in this process, and serve them where that matters."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from hypercorn.asyncio import serve

from appliance.api import contract
from appliance.api.asgi import App, Event, Header, Receive, Scope, Send
from appliance.api.contract import Method, RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.interceptors import outer_chain
from appliance.ops import sockets
from appliance.ops.server import http_config
from appliance.values import Address

if TYPE_CHECKING:
    from hypercorn.typing import ASGIFramework

MEMOS = "memos.api.v1.MemoService"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: list[Header]
    body: bytes
    trailers: list[Header] = field(default_factory=list)

    def header(self, name: str) -> str | None:
        """Return the first header of this name."""
        return next(iter(self.all_headers(name)), None)

    def all_headers(self, name: str) -> list[str]:
        """Return every header of this name."""
        wanted = name.encode()
        return [v.decode() for key, v in self.headers if key.lower() == wanted]

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


def scope_of(
    method: str,
    target: str,
    headers: Mapping[str, str] | Sequence[Header] = (),
    **changes: Any,
) -> Scope:
    """Make the scope of a request as Hypercorn makes it."""
    path, _, query = target.partition("?")
    pairs = (
        [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        if isinstance(headers, Mapping)
        else list(headers)
    )
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": pairs,
        "client": ("192.0.2.1", 40000),
        "server": ("127.0.0.1", 5230),
        "extensions": {},
        **changes,
    }


async def call(
    app: App,
    method: str,
    target: str,
    body: bytes | Sequence[bytes] = b"",
    headers: Mapping[str, str] | Sequence[Header] = (),
    **changes: Any,
) -> Answer:
    """Send one request, its body in the given pieces, and return the answer."""
    chunks = [body] if isinstance(body, bytes) else list(body)
    events: list[Event] = []

    async def receive() -> Event:
        if not chunks:
            await asyncio.Event().wait()
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(event: Event) -> None:
        events.append(event)

    await app(scope_of(method, target, headers, **changes), receive, send)
    return answer_of(events)


def answer_of(events: Sequence[Event]) -> Answer:
    """Put the events of an answer together."""
    start = next(e for e in events if e["type"] == "http.response.start")
    bodies = [e.get("body", b"") for e in events if e["type"] == "http.response.body"]
    trailers = [e for e in events if e["type"] == "http.response.trailers"]
    return Answer(
        status=start["status"],
        headers=list(start["headers"]),
        body=b"".join(bodies),
        trailers=[pair for event in trailers for pair in event["headers"]],
    )


class Notebook:
    """A memo service that keeps nothing but what it was asked last."""

    def __init__(self) -> None:
        self.request: Any = None
        self.ctx: RequestContext | None = None
        self.content = "text"

    async def get_memo(
        self, request: pb.GetMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Answer with the name that was asked for."""
        self.request, self.ctx = request, ctx
        return pb.Memo(name=request.name, content=self.content)

    async def list_memos(
        self, request: pb.ListMemosRequest, ctx: RequestContext
    ) -> pb.ListMemosResponse:
        """Answer with nothing."""
        self.request, self.ctx = request, ctx
        return pb.ListMemosResponse()

    async def create_memo(
        self, request: pb.CreateMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Answer with what came."""
        self.request, self.ctx = request, ctx
        return request.memo or pb.Memo()

    async def update_memo(
        self, request: pb.UpdateMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Answer with what came."""
        self.request, self.ctx = request, ctx
        return request.memo or pb.Memo()

    async def delete_memo(
        self, request: pb.DeleteMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Fail in a way that nobody foresaw."""
        raise RuntimeError(f"a secret about {request.name} and {ctx.http_method}")


def methods_of(service: object) -> list[Method]:
    """Wrap a memo service in the chain that stands before authentication."""
    return contract.wrap({MEMOS: (service,)}, outer_chain())


@contextlib.asynccontextmanager
async def served(app: App) -> AsyncIterator[int]:
    """Serve with the product's own HTTP server and return the port."""
    bound = sockets.bind_tcp(Address(host="127.0.0.1", port=0))
    port: int = bound[0].getsockname()[1]
    listening, stopping = asyncio.Event(), asyncio.Event()

    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(receive, send)
        else:
            await app(scope, receive, send)

    config = http_config(bound, lambda _: listening.set())
    config.graceful_timeout = 0.1
    task = asyncio.create_task(
        serve(
            cast("ASGIFramework", whole),
            config,
            shutdown_trigger=stopping.wait,
            mode="asgi",
        )
    )
    await listening.wait()
    try:
        yield port
    finally:
        stopping.set()
        await task


async def live(receive: Receive, send: Send) -> None:
    """Start and stop at once."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
