"""The links of the chain that every RPC shares, whatever carries it.

Order: metadata, logging, recovery, then authentication and the service. Errors become
wire errors here and nowhere else; what nobody foresaw is logged with the request id
and tells the client nothing.
"""

from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import Any, NamedTuple

import structlog
from connectrpc.code import Code
from connectrpc.errors import ConnectError

from appliance.api.contract import (
    Answer,
    Call,
    Interceptor,
    Request,
    RequestContext,
    RestContext,
)
from appliance.errors import ApplianceError
from appliance.models.audit import Origin, name_actor, origin

OK = "ok"
# Faults of the server; everything else is an answer that clients must expect.
FAULTS = frozenset({"unknown", "internal", "data_loss", "unavailable"})
UNFORESEEN = "internal server error"


class RequestMetadata(NamedTuple):
    """What is known about a call before anybody has looked into it."""

    request_id: str
    transport: str
    client: str
    user_agent: str


class CallRecord:
    """Who turned out to call; authentication fills it in for the log line."""

    __slots__ = ("user",)

    def __init__(self) -> None:
        self.user = ""


NO_REQUEST = RequestMetadata(request_id="", transport="", client="", user_agent="")

_metadata: ContextVar[RequestMetadata] = ContextVar("metadata", default=NO_REQUEST)
_record: ContextVar[CallRecord | None] = ContextVar("record", default=None)


def current_metadata() -> RequestMetadata:
    """Return the metadata of the call that is being served."""
    return _metadata.get()


def name_caller(username: str) -> None:
    """Say who makes the call that is served: for its log line, and the audit log."""
    if record := _record.get():
        record.user = username
    name_actor(f"users/{username}")


def transport_of(ctx: RequestContext) -> str:
    """Name the transport: rest, connect, grpc-web or grpc."""
    if isinstance(ctx, RestContext):
        return "rest"
    content_type = ctx.request_headers.get("content-type", "")
    if not content_type.startswith("application/grpc"):
        return "connect"
    return "grpc-web" if content_type.startswith("application/grpc-web") else "grpc"


class MetadataInterceptor:
    """Bind request id, transport, client and user agent for the length of the call."""

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Serve the call with its metadata bound."""
        headers = ctx.request_headers
        metadata = RequestMetadata(
            headers.get("x-request-id", ""),
            transport_of(ctx),
            (ctx.client_address or "").rpartition(":")[0],
            headers.get("user-agent", ""),
        )
        token = _metadata.set(metadata)
        place = Origin("", metadata.client, metadata.user_agent)
        came = origin.set(place)
        try:
            return await call_next(request, ctx)
        finally:
            origin.reset(came)
            _metadata.reset(token)


class LoggingInterceptor:
    """Write one line per RPC: no bodies, no tokens, no query strings."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._log: Any = None

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Serve the call and say how it went."""
        record = CallRecord()
        token = _record.set(record)
        started = self._clock()
        code = OK
        try:
            return await call_next(request, ctx)
        except ConnectError as error:
            code = error.code.value
            raise
        except BaseException:
            # Above recovery only a cancellation can get here.
            code = "canceled"
            raise
        finally:
            _record.reset(token)
            self._write(ctx, code, self._clock() - started, record.user)

    def _write(self, ctx: RequestContext, code: str, seconds: float, user: str) -> None:
        metadata = _metadata.get()
        # Bound once: what get_logger() returns would bind anew for each line. Not in
        # __init__, because logging may be configured after it.
        self._log = self._log or structlog.get_logger().bind()
        write = self._log.error if code in FAULTS else self._log.info
        write(
            "rpc",
            method=f"{ctx.method.service_name}/{ctx.method.name}",
            transport=metadata.transport,
            code=code,
            ms=round(seconds * 1000, 2),
            user=user,
            client=metadata.client,
            request_id=metadata.request_id,
        )


class RecoveryInterceptor:
    """Turn whatever is raised below into an error that the wire knows."""

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Serve the call; only ConnectError and cancellation get out."""
        try:
            return await call_next(request, ctx)
        except ConnectError:
            raise
        except Exception as error:
            raise translated(error) from error


def translated(error: Exception) -> ConnectError:
    """Return the wire's word for an error; log it if nobody foresaw it."""
    if isinstance(error, ConnectError):
        return error
    if isinstance(error, ApplianceError) and error.code != "internal":
        return ConnectError(Code(error.code), str(error))
    structlog.get_logger().error(
        "unforeseen error",
        request_id=_metadata.get().request_id,
        exc_info=error,
    )
    return ConnectError(Code.INTERNAL, UNFORESEEN)


def outer_chain() -> list[Interceptor]:
    """Return the links that stand before authentication, outermost first."""
    return [MetadataInterceptor(), LoggingInterceptor(), RecoveryInterceptor()]
