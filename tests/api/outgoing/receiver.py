"""A real HTTP server on loopback that notes what it gets and answers as told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Got:
    """A request that came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Say:
    """An answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    # How long to think about it.
    seconds: float = 0


def _always(_: Got) -> Say:
    return Say()


class Receiver:
    """Listens while it is open; `answer` decides what each request gets."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.got: list[Got] = []
        self.answer: Callable[[Got], Say] = _always
        self._came = asyncio.Event()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.port}"

    async def open(self) -> None:
        """Listen on the port it had before, if any."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Be down."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def received(self, count: int, seconds: float = 20) -> list[Got]:
        """Wait until so many requests have come, and return all."""
        async with asyncio.timeout(seconds):
            while len(self.got) < count:
                self._came.clear()
                await self._came.wait()
        return self.got

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            got = await _read(reader)
            self.got.append(got)
            self._came.set()
            say = self.answer(got)
            await asyncio.sleep(say.seconds)
            writer.write(_written(say))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Got:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Got(method, target, headers, body)


def _written(say: Say) -> bytes:
    headers = {"content-length": str(len(say.body)), "connection": "close"}
    lines = [f"HTTP/1.1 {say.status} x"]
    lines += [f"{name}: {value}" for name, value in (headers | say.headers).items()]
    return "\r\n".join([*lines, "", ""]).encode() + say.body


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """Listen on a free port until the block ends."""
    receiver = Receiver()
    await receiver.open()
    try:
        yield receiver
    finally:
        await receiver.close()
