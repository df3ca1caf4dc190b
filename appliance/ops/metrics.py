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

LAGS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)

SIGN_IN = "memos.api.v1.AuthService/SignIn"
# What a refusal looks like; any other error is no verdict on the credentials.
REFUSED = frozenset({"invalid_argument", "permission_denied", "unauthenticated"})
SIGN_IN_OUTCOMES = ("accepted", "refused", "failed")
JOB_KINDS = ("backup.create", "backup.verify", "backup.drill", "backup.prune")
SCHEDULED_KINDS = ("backup.create", "backup.drill")
JOB_STATES = ("succeeded", "failed", "cancelled", "interrupted")
DELIVERY_OUTCOMES = ("delivered", "pending", "failed")

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
        self._count_events()
        self._count_database()
        self._describe()

    def _count_events(self) -> None:
        self._sign_ins = Counter(
            "appliance_sign_ins",
            "Attempts to sign in, by what became of them.",
            ("outcome",),
            registry=self.registry,
        )
        self._deliveries = Counter(
            "appliance_webhook_attempts",
            "Attempts to deliver to webhooks; pending ones are tried again.",
            ("outcome",),
            registry=self.registry,
        )
        self._lag = Histogram(
            "appliance_event_loop_lag_seconds",
            "How late the event loop came back to a task that slept.",
            registry=self.registry,
            buckets=LAGS,
        )
        self._count_jobs()
        # What has not happened yet is zero, not missing: rates need a beginning.
        for outcome in SIGN_IN_OUTCOMES:
            self._sign_ins.labels(outcome)
        for outcome in DELIVERY_OUTCOMES:
            self._deliveries.labels(outcome)

    def _count_database(self) -> None:
        self._writes = Histogram(
            "appliance_database_write_duration_seconds",
            "Time of a write from asking for its turn to its commit.",
            registry=self.registry,
            buckets=BUCKETS,
        )
        self._scans = Histogram(
            "appliance_database_scan_duration_seconds",
            "Time of a query that may have to look at many rows, such as a filter.",
            registry=self.registry,
            buckets=BUCKETS,
        )
        self._busy = Counter(
            "appliance_database_writes_refused",
            "Writes that could not begin: the database was busy or away.",
            registry=self.registry,
        )

    def _count_jobs(self) -> None:
        self._jobs = Counter(
            "appliance_jobs",
            "Jobs that ended here, by kind and by how.",
            ("kind", "state"),
            registry=self.registry,
        )
        self._job_seconds = Gauge(
            "appliance_job_last_duration_seconds",
            "How long the last job of a kind took here.",
            ("kind",),
            registry=self.registry,
        )
        self._due = Gauge(
            "appliance_backup_next_timestamp_seconds",
            "When the schedule is due next; 0: never, or another process knows.",
            ("kind",),
            registry=self.registry,
        )
        for kind in JOB_KINDS:
            for state in JOB_STATES:
                self._jobs.labels(kind, state)
        for kind in SCHEDULED_KINDS:
            self._due.labels(kind)

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
            if method == SIGN_IN:
                self._sign_ins.labels(_verdict(code)).inc()
            elapsed = time.perf_counter() - start
            self._seconds_of(method, transport).observe(elapsed)
        return answer

    def observe_write(self, seconds: float, refused: bool) -> None:  # noqa: FBT001 - a plain callback
        """Count one write of the database; a refused one had no turn."""
        self._writes.observe(seconds)
        if refused:
            self._busy.inc()

    def observe_scan(self, seconds: float) -> None:
        """Count one query that may have looked at many rows."""
        self._scans.observe(seconds)

    def observe_delivery(self, outcome: str) -> None:
        """Count one attempt to deliver to a webhook."""
        self._deliveries.labels(outcome).inc()

    def observe_job(self, kind: str, state: str, seconds: float) -> None:
        """Count one job that ended."""
        if kind in JOB_KINDS:
            self._jobs.labels(kind, state).inc()
            self._job_seconds.labels(kind).set(seconds)

    def observe_due(self, kind: str, due: float | None) -> None:
        """Remember when the schedule is due."""
        if kind in SCHEDULED_KINDS:
            self._due.labels(kind).set(due or 0)

    def observe_lag(self, seconds: float) -> None:
        """Remember how late the event loop was."""
        self._lag.observe(seconds)

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


def _verdict(code: str) -> str:
    if code == "ok":
        return "accepted"
    return "refused" if code in REFUSED else "failed"
