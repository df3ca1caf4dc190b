"""The control socket: operators' commands reach the server that holds the data.

One JSON object a line each way, over a socket in the data directory that only the
server's user may open. What is asked for is done by the server, so that its caches
know of it and nobody needs the lock.
"""

import asyncio
import contextlib
import json
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from appliance.errors import (
    ApplianceError,
    PermissionDeniedError,
    ResourceExhaustedError,
)
from appliance.ops.logs import get_logger

SOCKET_FILE = "control.sock"
# One request or answer, in bytes.
LONGEST_LINE = 1 << 20
MOST_CONNECTIONS = 16
IDLE_SECONDS = 30.0
CLOSE_SECONDS = 2.0
# What an address of a socket can hold, with room for the name.
LONGEST_DIRECTORY = 90
ROOT = 0

Perform = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


class ControlSocket:
    """Listens in a directory and hands to `perform` what is asked for."""

    def __init__(self, directory: Path, perform: Perform) -> None:
        self._directory = directory
        self._perform = perform
        self._conversations: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen for the block; at the end let what is under way finish.

        A directory that takes no socket is told, and costs operators their commands
        beside the server, nothing else.
        """
        try:
            bound = _bind(self._directory)
        except OSError as error:
            reason = error.strerror or str(error)
            get_logger().warning("no control socket", reason=reason)
            yield
            return
        server = await asyncio.start_unix_server(
            self._converse, sock=bound, limit=LONGEST_LINE
        )
        try:
            yield
        finally:
            (self._directory / SOCKET_FILE).unlink(missing_ok=True)
            server.close()
            await self._finish()

    async def _finish(self) -> None:
        if self._conversations:
            await asyncio.wait(self._conversations, timeout=CLOSE_SECONDS)
        for task in self._conversations:
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        if task is None:  # start_unix_server always makes one
            return
        self._conversations.add(task)
        try:
            await self._answer_once(reader, writer)
        finally:
            self._conversations.discard(task)
            writer.close()

    async def _answer_once(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            self._require_room()
            _require_own_user(writer.get_extra_info("socket"))
            async with asyncio.timeout(IDLE_SECONDS):
                line = await reader.readline()
            name, arguments = _parse(line)
            answer = {"answer": await self._perform(name, arguments)}
            # Passwords stand among the arguments: only who it was about is told.
            get_logger().info("operator", act=name, account=arguments.get("username"))
        except ApplianceError as error:
            answer = {"error": {"code": error.code, "message": str(error)}}
        except (ValueError, TimeoutError):
            message = "Not one line of JSON with an act and its arguments."
            answer = {"error": {"code": "invalid_argument", "message": message}}
        except Exception as error:  # noqa: BLE001 - told to whoever asked, and logged
            get_logger().error("an act failed", exc_info=error)
            message = "The server failed; its log says why."
            answer = {"error": {"code": "internal", "message": message}}
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()

    def _require_room(self) -> None:
        if len(self._conversations) > MOST_CONNECTIONS:
            raise ResourceExhaustedError("Too many commands at once; try again.")


def _parse(line: bytes) -> tuple[str, Mapping[str, Any]]:
    """Return the act and its arguments, or raise ValueError."""
    request = json.loads(line)
    match request:
        case {"act": str(name), "arguments": dict(arguments)}:
            return name, arguments
    raise ValueError(line)


def _require_own_user(connection: Any) -> None:
    """Refuse other users, should the rights of the socket ever be widened."""
    if not hasattr(socket, "SO_PEERCRED"):  # the rights alone must do elsewhere
        return
    size = struct.calcsize("3i")
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user, _ = struct.unpack("3i", credentials)
    if user not in (ROOT, os.geteuid()):
        raise PermissionDeniedError("Commands are taken from the server's user alone.")


def _bind(directory: Path) -> socket.socket:
    """Bind the socket in place of one that a crash left behind."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    # Nobody else may connect, not even in the moment before a change of rights.
    mask = os.umask(0o177)
    try:
        (directory / SOCKET_FILE).unlink(missing_ok=True)
        with address(directory) as place:
            bound.bind(place)
    except BaseException:
        bound.close()
        raise
    finally:
        os.umask(mask)
    bound.settimeout(0)
    return bound


@contextmanager
def address(directory: Path) -> Iterator[str]:
    """Name the socket in a directory, also where the path is longer than names may be.

    An address of a socket holds 107 bytes; Linux knows every open directory by a
    short name.
    """
    place = directory / SOCKET_FILE
    if len(os.fsencode(directory)) <= LONGEST_DIRECTORY:
        yield str(place)
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET_FILE}"
    finally:
        os.close(descriptor)
