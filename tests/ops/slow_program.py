"""A program under `appliance.ops.server` with one request that takes its time.

It prints what happens to it, a line each: where it listens, that a request has begun,
that it was told to close.
"""

import asyncio
import sys
from typing import Any

from appliance.ops import server, sockets
from appliance.values import Address


def say(*words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


class SlowApplication:
    """Answers `/slow/<seconds>` after so many seconds, and everything else at once."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.ops_asgi = self.asgi

    def end_streams(self) -> None:
        """There are none."""

    async def asgi(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request, or report the life of the server."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            say("closing")
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["path"].startswith("/slow/"):
            say("begun")
            await asyncio.sleep(float(scope["path"].removeprefix("/slow/")))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})


def main() -> None:
    """Serve on a free port until a signal."""
    bound = sockets.bind_tcp(Address(host="127.0.0.1", port=0))
    listeners = server.Listeners(bound, [])
    server.run(SlowApplication(), listeners, lambda places: say("ready", *places))
    listeners.close()
    say("ended")


if __name__ == "__main__":
    main()
