"""The outer links of the chain: metadata, one log line, and errors for the wire."""

import asyncio
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import structlog
from connectrpc import request as connect
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.request import Headers
from structlog.testing import capture_logs

from appliance import errors
from appliance.api import contract, interceptors
from appliance.api.contract import Answer, RequestContext, RestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.interceptors import (
    LoggingInterceptor,
    MetadataInterceptor,
    RecoveryInterceptor,
    RequestMetadata,
)
from appliance.errors import ApplianceError
from tests.api.calling import MEMOS

GET = next(m for m in contract.wrap({}, []) if m.name == f"{MEMOS}/GetMemo")
REQUEST = pb.GetMemoRequest(name="memos/secret-name")
ANSWER = pb.Memo(content="secret content")


def context(headers: dict[str, str] | None = None, *, rest: bool = True) -> Any:
    """Make the context of a call."""
    kind = RestContext if rest else connect.RequestContext
    return kind(
        method=GET.info,
        http_method="POST",
        request_headers=Headers(headers or {}),
        client_address="2001:db8::1:443",
    )


async def answering(_request: object, _ctx: object) -> Answer:
    """Answer."""
    return ANSWER


def raising(error: BaseException) -> Any:
    """Make a service that raises."""

    async def refuse(_request: object, _ctx: object) -> Answer:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("content_type", "transport"),
    [
        ("", "connect"),
        ("application/json", "connect"),
        ("application/proto", "connect"),
        ("application/grpc", "grpc"),
        ("application/grpc+proto", "grpc"),
        ("application/grpc-web+proto", "grpc-web"),
        ("application/grpc-web", "grpc-web"),
    ],
)
def test_transport_is_told_by_context_and_content_type(
    content_type: str, transport: str
) -> None:
    headers = {"content-type": content_type} if content_type else {}
    assert interceptors.transport_of(context(headers, rest=False)) == transport
    assert interceptors.transport_of(context(headers)) == "rest"


async def test_metadata_is_bound_for_the_length_of_the_call() -> None:
    seen: list[RequestMetadata] = []

    async def look(_request: object, _ctx: object) -> Answer:
        seen.append(interceptors.current_metadata())
        return ANSWER

    ctx = context({"x-request-id": "id-1", "user-agent": "curl"})
    await MetadataInterceptor().intercept_unary(look, REQUEST, ctx)
    assert seen == [RequestMetadata("id-1", "rest", "2001:db8::1", "curl")]
    assert interceptors.current_metadata() == interceptors.NO_REQUEST


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    """Collect log lines."""
    with capture_logs() as collected:
        yield collected


async def logged(service: Any, ctx: RequestContext) -> None:
    """Call through metadata and logging, whatever comes of it."""
    ticks = (tick / 8 for tick in count())
    logging = LoggingInterceptor(clock=lambda: next(ticks))

    async def inner(request: Any, inner_ctx: RequestContext) -> Answer:
        return await logging.intercept_unary(service, request, inner_ctx)

    await MetadataInterceptor().intercept_unary(inner, REQUEST, ctx)


async def test_each_call_is_one_line(lines: list[Any]) -> None:
    async def named(_request: object, _ctx: object) -> Answer:
        interceptors.name_caller("ann")
        return ANSWER

    await logged(named, context({"x-request-id": "id-1", "authorization": "Bearer x"}))
    assert lines == [
        {
            "event": "rpc",
            "log_level": "info",
            "method": f"{MEMOS}/GetMemo",
            "transport": "rest",
            "code": "ok",
            "ms": 125.0,
            "user": "ann",
            "client": "2001:db8::1",
            "request_id": "id-1",
        }
    ]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        (Code.NOT_FOUND, "info"),
        (Code.UNAUTHENTICATED, "info"),
        (Code.INTERNAL, "error"),
        (Code.UNAVAILABLE, "error"),
    ],
)
async def test_line_tells_the_code_and_faults_are_errors(
    code: Code, level: str, lines: list[Any]
) -> None:
    with pytest.raises(ConnectError):
        await logged(raising(ConnectError(code, "why")), context())
    assert [(line["code"], line["log_level"]) for line in lines] == [
        (code.value, level)
    ]


async def test_cancelled_call_is_logged_too(lines: list[Any]) -> None:
    with pytest.raises(asyncio.CancelledError):
        await logged(raising(asyncio.CancelledError()), context())
    assert [line["code"] for line in lines] == ["canceled"]


def test_name_caller_outside_of_a_call_is_harmless() -> None:
    interceptors.name_caller("ann")


def error_classes() -> list[type[ApplianceError]]:
    """Return every class of the error tree but the root."""
    found = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, ApplianceError)
    ]
    return [kind for kind in found if kind is not ApplianceError]


@pytest.mark.parametrize("kind", error_classes())
async def test_errors_of_the_domain_get_their_code(kind: type[ApplianceError]) -> None:
    with pytest.raises(ConnectError) as refused:
        await recovered(raising(kind("why")))
    assert refused.value.code.value == kind.code
    assert refused.value.message == "why"


async def recovered(service: Any) -> Answer:
    """Call through recovery."""
    return await RecoveryInterceptor().intercept_unary(service, REQUEST, context())


@pytest.mark.parametrize("error", [RuntimeError("secret"), ApplianceError("secret")])
async def test_unforeseen_error_is_logged_and_tells_nothing(
    error: Exception, lines: list[Any]
) -> None:
    with pytest.raises(ConnectError) as refused:
        await recovered(raising(error))
    assert refused.value.code is Code.INTERNAL
    assert refused.value.message == "internal server error"
    assert [line["exc_info"] for line in lines] == [error]


async def test_wire_errors_and_cancellation_pass() -> None:
    error = ConnectError(Code.ABORTED, "why")
    with pytest.raises(ConnectError) as refused:
        await recovered(raising(error))
    assert refused.value is error
    with pytest.raises(asyncio.CancelledError):
        await recovered(raising(asyncio.CancelledError()))


async def test_log_line_is_cheap() -> None:
    """The budget is 40 µs; this only keeps an order of magnitude from creeping in."""
    logging = LoggingInterceptor()
    structlog.configure(processors=[drop])
    try:
        ctx = context()
        started = asyncio.get_running_loop().time()
        for _ in range(200):
            await logging.intercept_unary(answering, REQUEST, ctx)
        spent = asyncio.get_running_loop().time() - started
    finally:
        structlog.reset_defaults()
    assert spent / 200 < 400e-6


def drop(_logger: object, _method: str, _event: object) -> Any:
    """Throw the line away, as a level does."""
    raise structlog.DropEvent


def test_outer_chain_is_in_order() -> None:
    kinds = [type(link) for link in interceptors.outer_chain()]
    assert kinds == [MetadataInterceptor, LoggingInterceptor, RecoveryInterceptor]
