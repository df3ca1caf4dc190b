"""A connection to the stream of events, read in the background."""

import contextlib
import http.client
import json
import queue
import socket
import threading
import time
from collections.abc import Mapping

import httpx

from tests.golden.answers import decode_body
from tests.golden.scenarios import Json

SECONDS = 30
END = "<end>"


class EventStream:
    """One reader of events; `status`, `headers`, `body` are what it is told first."""

    def __init__(self, host: str, path: str, headers: Mapping[str, str]) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._connection = http.client.HTTPConnection(host, timeout=SECONDS)
        self._connection.request("GET", path, headers=dict(headers))
        # The connection forgets its socket where the answer ends with it.
        self._socket = self._connection.sock
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.headers = httpx.Headers(self._response.getheaders())
        self._opened = self.status == httpx.codes.OK
        self.body: Json = "" if self._opened else decode_body(self._response.read())
        self._thread = threading.Thread(target=self._follow)
        if self._opened:
            self._thread.start()

    def read(self, count: int, seconds: float) -> list[Json]:
        """Return comments and events up to `count` events, or until the time is over.

        A count of 0 asks for the first line of any kind.
        """
        lines: list[Json] = []
        left = count
        deadline = time.monotonic() + seconds
        while not lines or left > 0:
            line = self._next(deadline)
            if line is None:
                break
            lines.append(line)
            left -= isinstance(line, dict)
            if line == END:
                break
        return lines

    def close(self) -> None:
        """Hang up."""
        if self._opened:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._thread.join()
        self._response.close()
        self._connection.close()

    def _next(self, deadline: float) -> Json | None:
        """Return an event as {"data": ...}, any other line as text; None: too late."""
        line: str | None = ""
        while line == "":
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
        if line is None:
            return END
        name, _, data = line.partition(":")
        if name != "data":
            return line
        try:
            return {"data": json.loads(data)}
        except ValueError:
            return {"data": data.strip()}

    def _follow(self) -> None:
        # Whoever hangs up, the reader is told that the stream has ended.
        with contextlib.suppress(OSError, http.client.HTTPException):
            while line := self._response.readline():
                self._lines.put(line.decode().rstrip("\r\n"))
        self._lines.put(None)
