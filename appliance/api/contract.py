"""The RPCs of the contract, each wrapped once in the chain that all transports share.

The generated files are the only list of RPCs. One that no service implements is wrapped
all the same and answers `unimplemented`, after the chain has judged the caller.
"""

import asyncio
import importlib
import pkgutil
import re
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from connectrpc import request as connect
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from protobuf import DescFile, DescMethod, Message

from appliance.api.gen.appliance import v1 as appliance_v1
from appliance.api.gen.memos.api import v1 as memos_v1
from appliance.errors import UnimplementedError

if TYPE_CHECKING:
    from appliance.api.codec import Encodable
    from appliance.models.storage import Spool

PACKAGES: Sequence[ModuleType] = (memos_v1, appliance_v1)
NO_SIDE_EFFECTS = 1

T = TypeVar("T")

RequestContext: TypeAlias = connect.RequestContext[Any, Any]
Decode: TypeAlias = Callable[[], Awaitable["Message[Any]"]]
Request: TypeAlias = "Message[Any] | Decode"
Answer: TypeAlias = "Message[Any] | Encodable"
# The objects that serve one service's RPCs together.
Parts: TypeAlias = "Sequence[object]"
Call: TypeAlias = Callable[[Request, RequestContext], Awaitable[Answer]]


class Interceptor(Protocol):
    """One link of the chain around every RPC."""

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Call the next link, or answer or raise in its place."""
        ...


class RestContext(connect.RequestContext[Any, Any]):
    """The context of a call that came over REST."""

    # The file that came in the body, apart from the message; its service closes it.
    spool: "Spool | None" = None

    def answer_headers(self) -> Iterable[tuple[str, str]]:
        """Return the headers that the service set; most calls set none."""
        return (
            () if self._response_headers is None else self.response_headers.allitems()
        )


@dataclass(frozen=True, slots=True)
class Method:
    """One RPC with its whole chain, ready to be put on a transport."""

    descriptor: DescMethod
    path: str
    name: str
    input: "type[Message[Any]]"
    output: "type[Message[Any]]"
    side_effects: bool
    call: Call
    info: "MethodInfo[Any, Any]"


class Shield:
    """Keeps writes whole: a client that hangs up does not cut one in half."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what the work returns; if the caller is cancelled, it still ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def drain(self) -> None:
        """Wait until everything that was begun has ended."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))


def files() -> list[DescFile]:
    """Return the descriptors of every generated file of our two packages."""
    return [
        importlib.import_module(f"{package.__name__}.{module.name}").desc()
        for package in PACKAGES
        for module in pkgutil.iter_modules(package.__path__)
    ]


def rpcs() -> Iterator[DescMethod]:
    """Walk every RPC of the contract."""
    for file in files():
        for service in file.services:
            yield from service.methods


def wrap(
    services: Mapping[str, Parts],
    interceptors: Sequence[Interceptor],
    shield: Shield | None = None,
) -> list[Method]:
    """Wrap every RPC of the contract; the keys of `services` are full service names."""
    kept = shield or Shield()
    return [
        wrap_method(
            descriptor,
            handler_of(services.get(descriptor.parent.type_name, ()), descriptor.name),
            interceptors,
            kept,
        )
        for descriptor in rpcs()
    ]


def wrap_method(
    descriptor: DescMethod,
    handler: Callable[..., Awaitable[Answer]] | None,
    interceptors: Sequence[Interceptor],
    shield: Shield,
) -> Method:
    """Put one handler behind the chain, the first interceptor outermost."""
    call = _serve(handler) if handler else _refuse
    for interceptor in reversed(interceptors):
        call = partial(interceptor.intercept_unary, call)
    info = method_info(descriptor)
    side_effects = info.idempotency_level is not IdempotencyLevel.NO_SIDE_EFFECTS
    return Method(
        descriptor=descriptor,
        path=f"/{info.service_name}/{info.name}",
        name=f"{info.service_name}/{info.name}",
        input=info.input,
        output=info.output,
        side_effects=side_effects,
        call=_shielded(call, shield) if side_effects else call,
        info=info,
    )


def method_info(descriptor: DescMethod) -> "MethodInfo[Any, Any]":
    """Describe an RPC in the words of the Connect library."""
    level = descriptor.proto.options and descriptor.proto.options.idempotency_level
    return MethodInfo(
        name=descriptor.name,
        service_name=descriptor.parent.type_name,
        input=descriptor.input.type,
        output=descriptor.output.type,
        idempotency_level=(
            IdempotencyLevel.NO_SIDE_EFFECTS
            if level == NO_SIDE_EFFECTS
            else IdempotencyLevel.UNKNOWN
        ),
        stream_type=StreamType.UNARY,
    )


def handler_of(parts: Parts, name: str) -> Callable[..., Awaitable[Answer]] | None:
    """Find the method of a service that serves an RPC: GetMemo is `get_memo`."""
    snake = re.sub(r"(?<=.)(?=[A-Z])", "_", name).lower()
    found = (getattr(part, snake, None) for part in parts)
    return next((handler for handler in found if handler), None)


def _serve(handler: Callable[..., Awaitable[Answer]]) -> Call:
    async def serve(request: Request, ctx: RequestContext) -> Answer:
        message = request if isinstance(request, Message) else await request()
        return await handler(message, ctx)

    return serve


async def _refuse(request: Request, ctx: RequestContext) -> Answer:  # noqa: ARG001 - the shape of a call
    raise UnimplementedError


def _shielded(call: Call, shield: Shield) -> Call:
    async def run(request: Request, ctx: RequestContext) -> Answer:
        return await shield.run(_awaited(call, request, ctx))

    return run


async def _awaited(call: Call, request: Request, ctx: RequestContext) -> Answer:
    return await call(request, ctx)
