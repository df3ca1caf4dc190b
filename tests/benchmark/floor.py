"""The floor: the least that Hypercorn can do for a request, for ratios to it.

Absolute figures drift from hour to hour on a shared machine; a ratio to this, measured
in the same minute, does not.
"""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import uvloop
from hypercorn.asyncio import serve
from hypercorn.config import Config

from tests.benchmark.rows import Row
from tests.peers import free_port

if TYPE_CHECKING:
    from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, Scope

FLOOR_ROW = Row("floor", ["/"])
BODY = b'{"ok":true}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"11")]


async def bare(
    scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable"
) -> None:
    """Answer eleven bytes to everything."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY, "more_body": False})


def serve_floor(port: int) -> None:
    """Serve in this process until a signal ends it."""
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.accesslog = config.errorlog = None
    config.keep_alive_max_requests = 2**31 - 1
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(bare, config))


@contextlib.contextmanager
def running_floor() -> Iterator[str]:
    """Run the floor in a process of its own and yield where it answers."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmark", "floor", "--port", str(port)]
    process = subprocess.Popen(command)
    base_url = f"http://127.0.0.1:{port}"
    try:
        wait_until_answered(f"{base_url}/", process)
        yield base_url
    finally:
        process.terminate()
        process.wait(10)


def wait_until_answered(url: str, process: subprocess.Popen[bytes]) -> None:
    """Ask until a success comes; raise when the process ends before."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=5).is_success:
                return
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        time.sleep(0.005)
