"""Carries the one ASGI callable: Hypercorn in this process, signals, a bounded stop.

HTTP/1.1 and HTTP/2 without TLS share each listener. A stop closes the listeners, lets
requests finish, closes the database, and takes at most ten seconds in all; a second
signal ends the process at once.
"""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import uvloop
from hypercorn.asyncio import serve
from hypercorn.config import Config, Sockets
from hypercorn.utils import LifespanFailureError, LifespanTimeoutError

from appliance.config import Settings
from appliance.errors import UnavailableError
from appliance.ops import sockets
from appliance.values import Address

Announce = Callable[[Sequence[str]], None]

# Together less than the ten seconds that container engines grant.
DRAIN_SECONDS = 6.0
CLOSE_SECONDS = 3.0


class Application(Protocol):
    """What is served. `fault` is why its start failed, if it did."""

    ops_asgi: Any
    fault: Exception | None

    async def asgi(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the life of the server."""
        ...

    def end_streams(self) -> None:
        """End the answers that would never end by themselves."""
        ...


class HttpConfig(Config):
    """Hypercorn's configuration over sockets that were bound before.

    Hypercorn asks for the sockets after the application has started: that is the
    moment to listen and to say so.
    """

    def __init__(
        self,
        bound: Sequence[socket.socket] = (),
        announce: Announce = lambda _places: None,
    ) -> None:
        super().__init__()
        self._bound = list(bound)
        self._announce = announce

    def create_sockets(self) -> Sockets:
        """Listen on the bound sockets; without any, on what `bind` says."""
        if not self._bound:
            return super().create_sockets()
        sockets.listen(self._bound, self.backlog)
        self._announce([sockets.describe(opened) for opened in self._bound])
        return Sockets([], self._bound, [])


def http_config(
    bound: Sequence[socket.socket] = (), announce: Announce = lambda _places: None
) -> HttpConfig:
    """Return how this product speaks HTTP, wherever it is served."""
    config = HttpConfig(bound, announce)
    config.accesslog = None
    config.errorlog = logging.getLogger("hypercorn.error")
    config.loglevel = "WARNING"
    config.include_server_header = False
    config.backlog = 1024
    # A gRPC channel lives for many thousand calls; cutting it fails the next one.
    config.keep_alive_max_requests = 2**31 - 1
    # Longer than proxies keep an idle connection, so that they close first: a request
    # sent into a connection that is just being closed is lost.
    config.keep_alive_timeout = 75.0
    config.h11_max_incomplete_size = 2**16
    config.h2_max_header_list_size = 2**16
    config.h2_max_concurrent_streams = 250
    config.h2_max_inbound_frame_size = 2**16
    config.startup_timeout = 600.0
    config.graceful_timeout = DRAIN_SECONDS
    config.shutdown_timeout = CLOSE_SECONDS
    return config


@dataclass(frozen=True, slots=True)
class Listeners:
    """The bound sockets of both surfaces."""

    main: list[socket.socket]
    ops: list[socket.socket]
    file: Path | None = None

    @classmethod
    def bind(cls, settings: Settings) -> "Listeners":
        """Bind what the settings name, all or nothing."""
        if settings.unix_sock:
            main = sockets.bind_unix(settings.unix_sock)
        else:
            main = sockets.bind_tcp(Address(host=settings.addr, port=settings.port))
        try:
            ops = sockets.bind_tcp(settings.ops_addr) if settings.ops_addr else []
        except BaseException:
            sockets.close_all(main)
            raise
        return cls(main, ops, settings.unix_sock)

    def close(self) -> None:
        """Close all and remove the socket file; closing twice is harmless."""
        sockets.close_all([*self.main, *self.ops])
        if self.file:
            self.file.unlink(missing_ok=True)


def run(application: Application, listeners: Listeners, announce: Announce) -> None:
    """Serve until a signal; raise what the application's start failed with."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve_until_signalled(application, listeners, announce))


async def serve_until_signalled(
    application: Application, listeners: Listeners, announce: Announce
) -> None:
    """Serve both surfaces until SIGTERM or SIGINT."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_report)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, stopping, number)
    ops = asyncio.create_task(_serve_ops(application.ops_asgi, listeners, stopping))
    try:
        await serve(
            application.asgi,
            http_config(listeners.main, announce),
            shutdown_trigger=lambda: _stopped(application, stopping),
            mode="asgi",
        )
    except LifespanFailureError as error:
        raise application.fault or error from None
    except LifespanTimeoutError as error:
        raise UnavailableError("The start or the stop took too long.") from error
    finally:
        stopping.set()
        await ops


async def _stopped(application: Application, stopping: asyncio.Event) -> None:
    await stopping.wait()
    # Hypercorn is about to wait for every answer that is under way.
    application.end_streams()


async def _serve_ops(asgi: Any, listeners: Listeners, stopping: asyncio.Event) -> None:
    if listeners.ops:
        config = http_config(listeners.ops)
        # A scrape is short, and health is not worth waiting for.
        config.graceful_timeout = 1.0
        await serve(asgi, config, shutdown_trigger=stopping.wait, mode="asgi")


def _report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # Python 3.11 takes the end of a connection that a stop cut off for an error.
    if not isinstance(context.get("exception"), asyncio.CancelledError):
        loop.default_exception_handler(context)


def _stop(stopping: asyncio.Event, number: int) -> None:
    if stopping.is_set():
        os._exit(128 + number)
    stopping.set()
