"""One line for each request that is no RPC: files, the page, feeds, what operators ask.

A line tells no query, and no secret that stands in a path.
"""

import re
import time
from typing import Any

import structlog

from appliance.api.asgi import App, Event, Receive, Scope, Send, find_header, local_path

# Whoever has the address of a shared memo may read it.
SECRET_PART = re.compile(r"(/shares/)[^/]+")
# Asked for every few seconds, and of interest only when they fail.
FREQUENT = frozenset({"/healthz", "/readyz", "/metrics"})
LONGEST_PATH = 200
# The client was gone before an answer began.
GONE = 499
FIRST_FAULT = 500


def logged(app: App) -> App:
    """Write a line for each request to an application."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        start, status = time.perf_counter(), GONE

        async def note(event: Event) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
            await send(event)

        try:
            await app(scope, receive, note)
        except Exception:
            status = FIRST_FAULT
            raise
        finally:
            _write(scope, status, time.perf_counter() - start)

    return serve


def _write(scope: Scope, status: int, seconds: float) -> None:
    path, client = local_path(scope), scope.get("client")
    log: Any = structlog.get_logger()
    if status >= FIRST_FAULT:
        write = log.error
    else:
        write = log.debug if path in FREQUENT else log.info
    write(
        "http",
        method=scope["method"],
        path=SECRET_PART.sub(r"\1…", path)[:LONGEST_PATH],
        status=status,
        ms=round(seconds * 1000, 2),
        client=client[0] if client else "",
        request_id=find_header(scope, b"x-request-id") or "",
    )
