"""Answers that are ready before the request has arrived, kept from doing harm.

Hypercorn forgets an HTTP/2 stream once it is answered; the next piece of its body then
takes the whole connection down, and with it everybody whom a proxy has put on it. A
client on HTTP/1.1 sees a broken pipe. So an answer waits until the body was read and
dropped. It does not wait for ever: past the bounds it is sent, on HTTP/1.1 with the
connection closed behind it, on HTTP/2 without its end, which follows the body's.
"""

import asyncio

from appliance.api.asgi import App, Event, Receive, Scope, Send

MAX_DROPPED_BYTES = 64 << 20
MAX_DROPPED_SECONDS = 10.0


class EarlyAnswers:
    """The ASGI layer that lets an answer wait for the request's body."""

    def __init__(
        self,
        app: App,
        *,
        max_bytes: int = MAX_DROPPED_BYTES,
        max_seconds: float = MAX_DROPPED_SECONDS,
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, with the layer where there may be a body."""
        if scope["type"] != "http" or not may_have_body(scope):
            await self._app(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = RequestBody(receive)
        answer = PatientAnswer(self, scope, body, send)
        try:
            await self._app(scope, body.receive, answer.send)
        except Exception:
            # The server is about to answer for us, and just as early.
            if not answer.started:
                await self.drop(body)
            raise

    async def drop(self, body: "RequestBody") -> None:
        """Read and forget the rest of the body, within the bounds."""
        try:
            async with asyncio.timeout(self._max_seconds):
                await body.drop(self._max_bytes)
        except TimeoutError:
            pass


class RequestBody:
    """The body on its way in, shared by the application and whoever drops the rest."""

    def __init__(self, receive: Receive) -> None:
        self.ended = False
        self._receive = receive
        # Two waiting readers would take each other's events.
        self._reading = asyncio.Lock()

    async def receive(self) -> Event:
        """Receive for the application."""
        async with self._reading:
            event = await self._receive()
            if event["type"] != "http.request" or not event.get("more_body", False):
                self.ended = True
            return event

    async def drop(self, limit: int | None) -> None:
        """Receive until the end, or until the limit is passed."""
        dropped = 0
        while not self.ended and (limit is None or dropped <= limit):
            async with self._reading:
                if self.ended:
                    return
                event = await self._receive()
                dropped += len(event.get("body", b""))
                if event["type"] != "http.request" or not event.get("more_body", False):
                    self.ended = True


class PatientAnswer:
    """One answer on its way out."""

    def __init__(
        self, layer: EarlyAnswers, scope: Scope, body: RequestBody, send: Send
    ) -> None:
        self.started = False
        self._layer = layer
        self._multiplexed = scope["http_version"] not in {"1.0", "1.1"}
        self._body = body
        self._send = send
        self._has_trailers = False

    async def send(self, event: Event) -> None:
        """Send an event of the answer when it can do no harm."""
        if event["type"] == "http.response.start":
            if not self._body.ended:
                await self._layer.drop(self._body)
            self.started = True
            self._has_trailers = event.get("trailers", False)
            if not (self._body.ended or self._multiplexed):
                event = {**event, "headers": [*event["headers"], CLOSE]}
        elif self._multiplexed and not self._body.ended and self._is_last(event):
            event = await self._withheld_end(event)
        await self._send(event)

    def _is_last(self, event: Event) -> bool:
        if event["type"] == "http.response.trailers":
            return not event.get("more_trailers", False)
        return not (event.get("more_body", False) or self._has_trailers)

    async def _withheld_end(self, event: Event) -> Event:
        """Send all but the end, wait for the body and return the end."""
        if event["type"] == "http.response.body" and event.get("body"):
            await self._send({**event, "more_body": True})
            event = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._body.drop(limit=None)
        return event


CLOSE = (b"connection", b"close")


def may_have_body(scope: Scope) -> bool:
    """Whether a body may follow; only HTTP/1 says so in its headers."""
    if scope["http_version"] not in {"1.0", "1.1"}:
        return True
    for name, value in scope["headers"]:
        if name == b"content-length":
            return bool(value != b"0")
        if name == b"transfer-encoding":
            return True
    return False
