"""The server process: how it listens, ends politely, and ends when it must."""

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

from appliance.config import read_settings
from appliance.errors import UnavailableError
from appliance.ops import server, sockets
from appliance.values import Address

BOUND_SECONDS = 10.0


class Program:
    """The slow program, running."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ops.slow_program"],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self.url = self.read_line().removeprefix("ready ")

    @property
    def output(self) -> IO[str]:
        """What the program prints."""
        assert self.process.stdout
        return self.process.stdout

    def read_line(self) -> str:
        """Wait for its next line."""
        return self.output.readline().strip()

    def terminate(self) -> float:
        """Send SIGTERM and return the moment."""
        self.process.send_signal(signal.SIGTERM)
        return time.monotonic()

    def ask_until_refused(self) -> None:
        """Return once the program has heard the signal and does not listen any more."""
        with contextlib.suppress(httpx.ConnectError):
            while True:
                httpx.get(self.url, timeout=20)


@pytest.fixture
def program() -> Iterator[Program]:
    started = Program()
    yield started
    started.process.kill()
    started.process.wait()
    started.output.close()


def test_sigterm_finishes_the_request_that_has_begun(program: Program) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"{program.url}/slow/1", timeout=20)
        assert program.read_line() == "begun"
        program.terminate()
        assert answer.result().text == "done"

    assert program.output.read().split() == ["closing", "ended"]
    assert program.process.wait(BOUND_SECONDS) == 0


@pytest.mark.alone
def test_sigterm_does_not_wait_for_idle_connections(program: Program) -> None:
    host, _, port = program.url.removeprefix("http://").partition(":")
    with (
        httpx.Client(base_url=program.url) as http1,
        httpx.Client(base_url=program.url, http1=False, http2=True) as http2,
        socket.create_connection((host, int(port))) as half,
    ):
        half.sendall(b"GET / HT")
        assert http1.get("/").text == "done"
        assert http2.get("/").http_version == "HTTP/2"
        start = program.terminate()
        program.process.wait(BOUND_SECONDS)

    assert time.monotonic() - start < server.DRAIN_SECONDS
    assert program.process.returncode == 0


def test_sigterm_refuses_new_connections_while_it_drains(program: Program) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"{program.url}/slow/2", timeout=20)
        assert program.read_line() == "begun"
        program.terminate()
        program.ask_until_refused()
        assert answer.result().text == "done"


@pytest.mark.alone
def test_sigterm_ends_within_ten_seconds_whatever_runs(program: Program) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"{program.url}/slow/60", timeout=60)
        assert program.read_line() == "begun"
        start = program.terminate()
        program.process.wait(BOUND_SECONDS)
        assert answer.result().is_server_error

    assert time.monotonic() - start < BOUND_SECONDS
    assert program.output.read().split() == ["closing", "ended"]


@pytest.mark.alone
def test_second_signal_ends_at_once(program: Program) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx.get, f"{program.url}/slow/60", timeout=60)
        assert program.read_line() == "begun"
        program.terminate()
        program.ask_until_refused()
        start = program.terminate()
        program.process.wait(BOUND_SECONDS)
        assert isinstance(answer.exception(), httpx.TransportError)

    assert time.monotonic() - start < 1
    assert program.process.returncode == 128 + signal.SIGTERM


class FailingApplication:
    """Does not start."""

    def __init__(self, fault: Exception) -> None:
        self.fault: Exception | None = fault
        self.ops_asgi = self.asgi

    def end_streams(self) -> None:
        """There are none."""

    async def asgi(self, scope: Any, receive: Any, send: Any) -> None:
        """Say that the start failed."""
        assert scope["type"] == "lifespan"
        await receive()
        await send({"type": "lifespan.startup.failed", "message": ""})


async def test_failed_start_raises_its_reason() -> None:
    fault = UnavailableError("the database is asleep")
    bound = sockets.bind_tcp(Address(host="127.0.0.1", port=0))
    announced: list[object] = []
    try:
        with pytest.raises(UnavailableError, match="asleep"):
            await server.serve_until_signalled(
                FailingApplication(fault),
                server.Listeners(bound, []),
                announced.append,
            )
    finally:
        sockets.close_all(bound)
    assert announced == []


def test_bind_is_all_or_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = sockets.bind_tcp(Address(host="127.0.0.1", port=0))
        free = port[0].getsockname()[1]
        sockets.close_all(port)
        settings = read_settings(
            {
                "addr": "127.0.0.1",
                "port": str(free),
                "ops_addr": f"127.0.0.1:{taken.getsockname()[1]}",
            },
            {},
        )
        with pytest.raises(UnavailableError, match="in use"):
            server.Listeners.bind(settings)
        socket.create_server(("127.0.0.1", free)).close()


def test_the_socket_file_goes_with_the_listeners(tmp_path: Path) -> None:
    path = tmp_path / "s"
    listeners = server.Listeners.bind(read_settings({"unix_sock": str(path)}, {}))
    assert path.exists()
    listeners.close()
    listeners.close()
    assert not path.exists()


def test_http_config_keeps_long_lived_channels() -> None:
    config = server.http_config()
    assert config.keep_alive_max_requests > 10**9
    assert config.accesslog is None
    assert config.graceful_timeout + config.shutdown_timeout < BOUND_SECONDS


async def test_sockets_listen_only_when_hypercorn_asks() -> None:
    bound = sockets.bind_tcp(Address(host="127.0.0.1", port=0))
    announced: list[str] = []
    try:
        config = server.http_config(bound, announced.extend)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*bound[0].getsockname())
        config.create_sockets()
        _, writer = await asyncio.open_connection(*bound[0].getsockname())
        writer.close()
        await writer.wait_closed()
    finally:
        sockets.close_all(bound)
    assert announced == [f"http://127.0.0.1:{announced[0].rpartition(':')[2]}"]
