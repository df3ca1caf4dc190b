"""`grpc.health.v1`: whether calls would be served, for probes that speak gRPC.

It stands outside the chain: a probe has no credentials and deserves no log line.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import replace
from typing import Any

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.method import StreamType
from connectrpc.server import Endpoint

from appliance.api.contract import RequestContext, method_info
from appliance.api.gen.grpc.health.v1 import health_pb
from appliance.api.gen.grpc.health.v1.health_pb import (
    HealthCheckRequest,
    HealthCheckResponse,
)

Status = HealthCheckResponse.ServingStatus

# How soon a watcher learns of a change; each look may cost a query.
WATCH_SECONDS = 5.0


class Health:
    """The health of the whole server; every service shares it."""

    def __init__(
        self,
        services: Collection[str],
        ready: Callable[[], Awaitable[bool]],
        watch_seconds: float = WATCH_SECONDS,
    ) -> None:
        self._services = frozenset(services) | {""}
        self._ready = ready
        self._watch_seconds = watch_seconds

    async def check(
        self, request: HealthCheckRequest, ctx: RequestContext
    ) -> HealthCheckResponse:
        """Answer once; a service that does not exist is not found."""
        del ctx
        if request.service not in self._services:
            raise ConnectError(Code.NOT_FOUND, "unknown service")
        return HealthCheckResponse(status=await self._status())

    async def watch(
        self, request: HealthCheckRequest, ctx: RequestContext
    ) -> AsyncIterator[HealthCheckResponse]:
        """Answer now and after each change, until the client goes away."""
        del ctx
        if request.service not in self._services:
            yield HealthCheckResponse(status=Status.SERVICE_UNKNOWN)
            return
        known = None
        while True:
            status = await self._status()
            if status != known:
                yield HealthCheckResponse(status=status)
            known = status
            await asyncio.sleep(self._watch_seconds)

    def endpoints(self) -> dict[str, Any]:
        """Return what the Connect library serves under which path."""
        service = health_pb.desc().services[0]
        check, watch = (method_info(method) for method in service.methods)
        watch = replace(watch, stream_type=StreamType.SERVER_STREAM)
        return {
            f"/{service.type_name}/{check.name}": Endpoint.unary(check, self.check),
            f"/{service.type_name}/{watch.name}": Endpoint.server_stream(
                watch, self.watch
            ),
        }

    async def _status(self) -> HealthCheckResponse.ServingStatus:
        return Status.SERVING if await self._ready() else Status.NOT_SERVING
