"""Answers of the Connect library, put right for the wire.

They are measured, packed where asked for, and never cached; a gRPC status stands
where gRPC clients look for it.
"""

from appliance.api import compression
from appliance.api.asgi import Event, Header, Send

OK = 200
UNCACHED: tuple[Header, ...] = (
    (b"cache-control", b"no-cache, no-store, must-revalidate"),
    (b"pragma", b"no-cache"),
    (b"expires", b"0"),
)
# The library states these as if it always compressed; the truth is added here.
REPLACED = frozenset({b"content-encoding", b"vary"})
CHARSET = b"; charset=utf-8"


class UnaryAnswer:
    """An answer in one piece: its start waits for the body, to tell the length."""

    def __init__(self, send: Send, *, gzip: bool, charset: bool) -> None:
        self._send = send
        self._gzip = gzip
        self._charset = charset
        self._start: Event | None = None

    async def send(self, event: Event) -> None:
        """Take an event of the library and send what is complete."""
        if event["type"] == "http.response.start":
            self._start = event
            return
        if start := self._start:
            self._start = None
            if event.get("more_body", False):
                await self._send(uncached(start))
            else:
                body = event["body"]
                start, body = self._finished(start, body)
                await self._send(start)
                event = {**event, "body": body}
        await self._send(event)

    def _finished(self, start: Event, body: bytes) -> tuple[Event, bytes]:
        headers = [pair for pair in start["headers"] if pair[0] not in REPLACED]
        if self._charset:
            headers = [_with_charset(pair) for pair in headers]
        if start["status"] == OK:
            headers.append((b"vary", b"Accept-Encoding"))
            # However small: clients were told that asking is enough.
            if self._gzip:
                headers.append((b"content-encoding", b"gzip"))
                body = compression.pack(body)
        headers.append((b"content-length", b"%d" % len(body)))
        return uncached({**start, "headers": headers}), body


class GrpcAnswer:
    """An answer of gRPC or gRPC-Web.

    A refusal may have its status in the headers and no body. The server ends every
    answer with a piece of body, and behind that native clients want trailers.
    """

    def __init__(self, send: Send, *, native: bool) -> None:
        self._send = send
        self._native = native
        self._trailers: list[Header] = []

    async def send(self, event: Event) -> None:
        """Send an event of the library."""
        if event["type"] == "http.response.start":
            event = self._started(event)
        await self._send(event)
        if event["type"] == "http.response.body" and self._trailers:
            await self._send(
                {"type": "http.response.trailers", "headers": self._trailers}
            )

    def _started(self, start: Event) -> Event:
        refused = any(name == b"grpc-status" for name, _ in start["headers"])
        if not refused:
            return uncached(start)
        if not self._native:
            return start
        self._trailers = [pair for pair in start["headers"] if _is_status(pair)]
        headers = [pair for pair in start["headers"] if not _is_status(pair)]
        return {**start, "headers": headers, "trailers": True}


def uncached(start: Event) -> Event:
    """Forbid caches to keep a good answer."""
    if start["status"] != OK:
        return start
    return {**start, "headers": [*start["headers"], *UNCACHED]}


def _with_charset(header: Header) -> Header:
    name, value = header
    return (name, value + CHARSET) if name == b"content-type" else header


def _is_status(header: Header) -> bool:
    return header[0].startswith((b"grpc-status", b"grpc-message"))
