"""Numbers about this server, in a registry of its own, for Prometheus to read."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder

from appliance import MEMOS_VERSION, __version__

# Seconds: a list at home takes a millisecond, an upload many.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

CallNext = Callable[[Any, Any], Awaitable[Any]]


class Metrics:
    """Counts every RPC as the outermost link of the chain, and prints the registry.

    `transport` names the transport of the present call.
    """

    def __init__(self, transport: Callable[[], str] = lambda: "") -> None:
        self.registry = CollectorRegistry()
        self._transport = transport
        labels = ("method", "transport", "code")
        self._calls = Counter(
            "appliance_rpc", "Finished RPCs.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "appliance_rpc_duration_seconds",
            "Time from the first byte of a call to its answer.",
            ("method", "transport"),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self._pages = Counter(
            "appliance_http_requests",
            "Requests for the page, its files, health and readiness.",
            ("status",),
            registry=self.registry,
        )
        self._running = Gauge(
            "appliance_rpc_in_flight", "RPCs being served.", registry=self.registry
        )
        self._ready = Gauge(
            "appliance_ready", "Whether the server is ready.", registry=self.registry
        )
        # Looking up a child locks and hashes; the children are few and live on.
        self._calls_of = lru_cache(maxsize=None)(self._calls.labels)
        self._seconds_of = lru_cache(maxsize=None)(self._seconds.labels)
        self._describe()

    def _describe(self) -> None:
        Gauge(
            "appliance_build_info",
            "The running program.",
            ("version", "memos_version"),
            registry=self.registry,
        ).labels(__version__, MEMOS_VERSION).set(1)
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    async def intercept_unary(self, call_next: CallNext, request: Any, ctx: Any) -> Any:
        """Measure one call; errors pass through unchanged."""
        method = f"{ctx.method.service_name}/{ctx.method.name}"
        transport = self._transport()
        code = "unknown"
        self._running.inc()
        start = time.perf_counter()
        try:
            answer = await call_next(request, ctx)
            code = "ok"
        except asyncio.CancelledError:
            code = "canceled"
            raise
        except Exception as error:
            code = str(getattr(getattr(error, "code", None), "value", "unknown"))
            raise
        finally:
            self._running.dec()
            self._calls_of(method, transport, code).inc()
            elapsed = time.perf_counter() - start
            self._seconds_of(method, transport).observe(elapsed)
        return answer

    def observe_page(self, status: int) -> None:
        """Count one answer of the surface that is no RPC."""
        self._pages.labels(str(status)).inc()

    def observe_readiness(self, ready: bool) -> None:  # noqa: FBT001 - a plain callback
        """Remember the last verdict on readiness."""
        self._ready.set(ready)

    def expose(self, accept: str) -> tuple[bytes, str]:
        """Return the numbers as an Accept header wants them, and the media type."""
        encode, media_type = choose_encoder(accept)
        return encode(self.registry), media_type
