"""Answers of the Connect library, put right for the wire.

They are measured, packed where asked for, and never cached; a gRPC status stands
where gRPC clients look for it.
"""

from collections.abc import AsyncIterator

from appliance.api import compression
from appliance.api.asgi import Event, Header, Send
from appliance.api.streams import open_slot, packed, send_body

OK = 200
UNCACHED: tuple[Header, ...] = (
    (b"cache-control", b"no-cache, no-store, must-revalidate"),
    (b"pragma", b"no-cache"),
    (b"expires", b"0"),
)
# The library states these as if it always compressed; the truth is added here.
REPLACED = frozenset({b"content-encoding", b"vary"})
CHARSET = b"; charset=utf-8"
# The flag of a frame of gRPC-Web with trailers; a frame starts with it and a length.
TRAILERS = 0x80
FRAME_HEAD = 5
EXPOSED: Header = (b"access-control-expose-headers", b"grpc-status, grpc-message")


class UnaryAnswer:
    """An answer in one piece: its start waits for the body, to tell the length."""

    def __init__(self, send: Send, *, gzip: bool, charset: bool) -> None:
        self._send = send
        self._gzip = gzip
        self._charset = charset
        self._start: Event | None = None
        self._slot = open_slot()

    async def send(self, event: Event) -> None:
        """Take an event of the library and send what is complete."""
        if event["type"] == "http.response.start":
            self._start = event
            return
        if start := self._start:
            self._start = None
            if event.get("more_body", False):
                await self._send(uncached(start))
            elif start["status"] == OK and (pieces := self._slot.take()):
                await self._send_long(start, pieces)
                return
            else:
                body = event["body"]
                start, body = self._finished(start, body)
                await self._send(start)
                event = {**event, "body": body}
        await self._send(event)

    async def _send_long(self, start: Event, pieces: AsyncIterator[bytes]) -> None:
        """Send in pieces what the library has sent an empty message for."""
        await self._send(uncached({**start, "headers": self._headers(start)}))
        body = packed(pieces) if self._gzip else pieces
        await send_body(self._send, body, more=False)

    def _finished(self, start: Event, body: bytes) -> tuple[Event, bytes]:
        headers = self._headers(start)
        # However small: clients were told that asking is enough.
        if self._gzip and start["status"] == OK:
            body = compression.pack(body)
        headers.append((b"content-length", b"%d" % len(body)))
        return uncached({**start, "headers": headers}), body

    def _headers(self, start: Event) -> list[Header]:
        headers = [pair for pair in start["headers"] if pair[0] not in REPLACED]
        if self._charset:
            headers = [_with_charset(pair) for pair in headers]
        if start["status"] == OK:
            headers.append((b"vary", b"Accept-Encoding"))
            if self._gzip:
                headers.append((b"content-encoding", b"gzip"))
        return headers


class GrpcAnswer:
    """An answer of gRPC.

    The library puts the status of a refusal into the headers. The server ends every
    answer with a piece of body, and behind that clients want trailers.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._trailers: list[Header] = []
        self._slot = open_slot()

    async def send(self, event: Event) -> None:
        """Send an event of the library."""
        if event["type"] == "http.response.start":
            event = self._started(event)
        elif self._slot.answer and event["type"] == "http.response.body":
            # What follows is the status, in one form or the other.
            await send_body(self._send, self._slot.take_enveloped(), more=True)
            return
        await self._send(event)
        if event["type"] == "http.response.body" and self._trailers:
            await self._send(
                {"type": "http.response.trailers", "headers": self._trailers}
            )

    def _started(self, start: Event) -> Event:
        refused = any(name == b"grpc-status" for name, _ in start["headers"])
        if not refused:
            return uncached(start)
        self._trailers = [pair for pair in start["headers"] if _is_status(pair)]
        headers = [pair for pair in start["headers"] if not _is_status(pair)]
        return {**start, "headers": headers, "trailers": True}


class WebAnswer:
    """An answer of gRPC-Web, of the type that was asked for.

    A refusal has its status in the headers and no body, where clients know it from.
    """

    def __init__(self, send: Send, content_type: bytes, *, exposed: bool) -> None:
        self._send = send
        self._content_type = content_type
        self._exposed = exposed
        self._start: Event | None = None
        self._slot = open_slot()

    async def send(self, event: Event) -> None:
        """Take an event of the library and send what is complete."""
        if event["type"] == "http.response.start":
            self._start = self._typed(event)
            return
        if start := self._start:
            self._start = None
            trailers = _trailers_alone(event["body"])
            if trailers is not None:
                event = {**event, "body": b""}
            await self._send(self._started(start, trailers))
        if self._slot.answer:
            # What follows is the status.
            await send_body(self._send, self._slot.take_enveloped(), more=True)
            return
        await self._send(event)

    def _typed(self, start: Event) -> Event:
        headers = [pair for pair in start["headers"] if pair[0] != b"content-type"]
        return {**start, "headers": [(b"content-type", self._content_type), *headers]}

    def _started(self, start: Event, trailers: list[Header] | None) -> Event:
        headers = [*start["headers"], *(trailers or ())]
        refused = any(map(_is_status, headers))
        if refused and self._exposed:
            # Pages of other origins read no header that is not named to them.
            headers.append(EXPOSED)
        start = {**start, "headers": headers}
        return start if refused else uncached(start)


def _trailers_alone(body: bytes) -> list[Header] | None:
    """Return what a body says that holds no message, only a frame of trailers."""
    if not body or body[0] != TRAILERS:
        return None
    lines = body[FRAME_HEAD:].strip().split(b"\r\n")
    pairs = (line.partition(b":") for line in lines)
    return [(name.lower(), value.strip()) for name, _, value in pairs]


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
