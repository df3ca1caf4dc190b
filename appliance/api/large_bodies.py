"""Messages that carry a whole file: one at a time, and from known callers only.

Connect and gRPC hand a message to its decoder as a whole, so that a file in one takes
memory several times over. REST, forms and parts do not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from appliance.api.asgi import App, Event, Receive, Scope, Send, find_header
from appliance.api.bodies import MAX_BODY_BYTES

# A client that stalls must not keep all others from their turn.
MAX_SILENCE = 60.0
May = Callable[[Scope], Awaitable[bool]]


class LargeBodies:
    """Gives a request to the application for large bodies when it may send one.

    Whoever is not known gets the ordinary application, which refuses large bodies.
    """

    def __init__(
        self, *, ordinary: App, large: App, may: May, turn: asyncio.Semaphore
    ) -> None:
        self._ordinary = ordinary
        self._large = large
        self._may = may
        self._turn = turn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        declared = find_header(scope, b"content-length") or ""
        is_small = declared.isdecimal() and len(declared) <= len(str(MAX_BODY_BYTES))
        if (is_small and int(declared) <= MAX_BODY_BYTES) or not await self._may(scope):
            await self._ordinary(scope, receive, send)
        else:
            async with AsyncExitStack() as stack:
                body = _Body(receive, self._turn, stack)
                await self._large(scope, body.receive, send)


class _Body:
    """A body that waits for its turn once it has grown large."""

    def __init__(
        self, receive: Receive, turn: asyncio.Semaphore, stack: AsyncExitStack
    ) -> None:
        self._receive = receive
        self._turn = turn
        self._stack = stack
        self._size = 0
        self._in_turn = False
        self._ended = False

    async def receive(self) -> Event:
        """Return the next piece."""
        if self._size > MAX_BODY_BYTES and not self._in_turn:
            await self._stack.enter_async_context(self._turn)
            self._in_turn = True
        if not self._in_turn or self._ended:
            event = await self._receive()
        else:
            event = await self._in_time()
        self._size += len(event.get("body", b""))
        self._ended = not event.get("more_body", False)
        return event

    async def _in_time(self) -> Event:
        try:
            async with asyncio.timeout(MAX_SILENCE):
                return await self._receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
