"""GET /api/v1/sse: server-sent events for whoever shows a token in a header.

Every stream may be cut at any moment, by proxies above all, and be resumed by the
number of the last change: the number comes with each event to a client that has sent
`Last-Event-ID` (an empty one asks for numbers), and to all others when the stream has
been quiet for a moment. Existing clients take any other line for part of an event.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from appliance.api.asgi import App, Receive, Scope, Send, find_header, local_path
from appliance.api.auth import Authenticator
from appliance.api.hub import Event, Hub, Reader, event_of
from appliance.api.resources import number_of
from appliance.errors import ResourceExhaustedError
from appliance.models.access import Principal
from appliance.models.database import Database
from appliance.models.follow import changes_behind

PATH = "/api/v1/sse"
QUIET_SECONDS = 10.0
HEARTBEAT_SECONDS = 20.0
LAST_WORD_SECONDS = 1.0
RETRY_MILLISECONDS = 3000
# A client that missed more had better load its lists anew.
FURTHEST_BEHIND = 10_000
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
]


class EventSurface:
    """Serves the streams."""

    def __init__(self, database: Database, authenticator: Authenticator) -> None:
        self._hub = Hub(database)
        self._authenticator = authenticator
        self._database = database

    def before(self, app: App) -> App:
        """Take the requests for streams, and leave all others to an application."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["method"] == "GET" and local_path(scope) == PATH:
                await self._serve(scope, receive, send)
            else:
                await app(scope, receive, send)

        return serve

    def end(self) -> None:
        """End all streams at once."""
        self._hub.close()

    @property
    def listeners(self) -> frozenset[int]:
        """The users who have a stream."""
        return self._hub.users

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return self._hub.streams

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        header = find_header(scope, b"authorization") or ""
        principal = await self._authenticator.authenticate(header)
        if principal is None:
            await _refuse(send, 401, "authentication required")
            return
        try:
            with self._hub.reader(principal.user_id) as reader:
                stream = Stream(self._hub, self._authenticator, self._database, header)
                last = find_header(scope, b"last-event-id")
                told = stream.tell(reader, last, send)
                await _until_any_ends(told, _gone(receive), reader.ended.wait())
        except ResourceExhaustedError as error:
            await _refuse(send, 429, str(error))
            return
        # A client that has stopped reading cannot be told that this is the end.
        try:
            async with asyncio.timeout(LAST_WORD_SECONDS):
                await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            pass


class Stream:
    """One stream on its way out."""

    def __init__(
        self,
        hub: Hub,
        authenticator: Authenticator,
        database: Database,
        authorization: str,
    ) -> None:
        self._hub = hub
        self._authenticator = authenticator
        self._database = database
        self._authorization = authorization
        self._numbered = False

    async def tell(self, reader: Reader, last: str | None, send: Send) -> None:
        """Send what the reader may hear for as long as its credential is good."""
        self._numbered = last is not None
        # Registered before: what is newer than this number comes by the queue.
        now = await self._database.sequence()
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _write(send, ": connected\n\n")
        if self._numbered:
            await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n")
        behind = _number(last, now)
        if now - behind > FURTHEST_BEHIND:
            await _write(send, ": too far behind\n\n")
            behind = now
        async for event in self._missed(behind, now):
            if not await self._pass_on(event, send):
                return
        await self._follow(reader, now, send)

    async def _follow(self, reader: Reader, position: int, send: Send) -> None:
        patience = QUIET_SECONDS
        while True:
            try:
                async with asyncio.timeout(patience):
                    event = await reader.queue.get()
            except TimeoutError:
                patience = HEARTBEAT_SECONDS
                # Nothing is queued, so everything up to here was told.
                position = max(position, self._hub.position)
                await _write(send, _heartbeat(position))
                event = Event(position)
            else:
                if event.sequence <= position:
                    continue
                patience, position = QUIET_SECONDS, event.sequence
            if not await self._pass_on(event, send):
                return

    async def _missed(self, behind: int, until: int) -> AsyncIterator[Event]:
        while behind < until:
            changes, behind = await changes_behind(self._database, behind)
            for change in changes:
                event = event_of(change) if change.sequence <= until else None
                if event:
                    yield event

    async def _pass_on(self, event: Event, send: Send) -> bool:
        """Send an event to whoever may hear of it; False: the reader is no more."""
        principal = await self._principal()
        if principal is None:
            return False
        if event.body and await self._hub.may_hear(principal, event):
            number = f"id: {event.sequence}\n" if self._numbered else ""
            await _write(send, f"{number}data: {event.body}\n\n")
        return True

    async def _principal(self) -> Principal | None:
        return await self._authenticator.authenticate(self._authorization)


def _number(last: str | None, now: int) -> int:
    """Read `Last-Event-ID`; what is no number of ours asks for nothing."""
    number = number_of((last or "").strip())
    return now if number is None else min(number, now)


def _heartbeat(position: int) -> str:
    return f": heartbeat\nid: {position}\nretry: {RETRY_MILLISECONDS}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until_any_ends(*parts: Coroutine[Any, Any, Any]) -> None:
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _refuse(send: Send, status: int, message: str) -> None:
    body = f'{{"error":"{message}"}}'.encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
