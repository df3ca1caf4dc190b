"""Real `appliance serve` processes on scratch databases, for tests over the wire."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Self, TypedDict, Unpack

import httpx
import pytest

from tests.peers import SYNONYMS, free_port, scratch_database

# A machine may be busy with other tests: what is slow to come is not missing.
READY_SECONDS = 90.0
STOP_SECONDS = 45.0
ADMIN, PASSWORD = "admin", "correct horse 1"


# Whatever was started and is not yet done with, for the logs of a failed test.
STARTED: list["Server"] = []


@dataclass
class Server:
    """One server process that can be ended and started again on the same store."""

    directory: Path
    port: int
    flags: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    wrapper: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.directory / "data"

    @property
    def base_url(self) -> str:
        """Where the server answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return self.running.pid

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """The process; asking before the start is a fault of the test."""
        assert self.process is not None, "the server was not started"
        return self.process

    @property
    def log(self) -> str:
        """All that the server wrote so far, over all its starts."""
        return (self.directory / "log").read_text(errors="replace")

    @property
    def command(self) -> list[str]:
        """The command line that starts the server."""
        return [
            *self.wrapper,
            *(sys.executable, "-m", "appliance", "serve"),
            *("--data", str(self.data), "--addr", "127.0.0.1"),
            *("--port", str(self.port)),
            *self.flags,
        ]

    def launch(self) -> Self:
        """Start the process and return at once."""
        self.data.mkdir(exist_ok=True)
        STARTED.append(self)
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**_clean_environment(), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self

    def start(self) -> Self:
        """Start the process and return when it is ready for requests."""
        self.launch().wait_ready()
        return self

    def wait_ready(self) -> None:
        """Ask until the server says that it is ready, as a supervisor does."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._ready():
            if self.running.poll() is not None:
                self._fail(f"the server ended with {self.running.returncode}")
            if time.monotonic() > deadline:
                self._fail("the server did not become ready")
            time.sleep(0.02)

    def stop(self) -> int:
        """End the server politely and return its exit code."""
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Wait for the process to end and return its exit code."""
        try:
            return self.running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill9()
            self._fail(f"the server was not gone after {STOP_SECONDS} s")

    def kill9(self) -> None:
        """End the server as a crash would."""
        self.running.kill()
        self.running.wait()

    def restart(self) -> Self:
        """Stop the server, if it still runs, and start it on the same store."""
        self.stop()
        return self.start()

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/readyz", timeout=5).is_success
        except httpx.TransportError:
            return False

    def _fail(self, sentence: str) -> NoReturn:
        pytest.fail(f"{sentence}\n{self.log[-8000:]}", pytrace=False)


class Options(TypedDict, total=False):
    """How a server may differ from the plainest one.

    `public` gives it its own address as public address, which lets anonymous readers
    in; `database` overrides the one that the run is about.
    """

    environment: Mapping[str, str]
    wrapper: Sequence[str]
    database: str
    public: bool


@contextlib.contextmanager
def prepared_server(*flags: str, **options: Unpack[Options]) -> Iterator[Server]:
    """Make a server on an empty store, not started yet; stop it at the end."""
    database = options.get("database", chosen_database())
    with scratch_directory() as directory, database_flags(database) as store:
        server = Server(directory, free_port())
        public = options.get("public", False)
        shown = ("--instance-url", server.base_url) if public else ()
        server.flags = [*store, *shown, *flags]
        server.environment = options.get("environment", {})
        server.wrapper = options.get("wrapper", ())
        try:
            yield server
        finally:
            if server.process is not None:
                server.stop()


@contextlib.contextmanager
def running_server(*flags: str, **options: Unpack[Options]) -> Iterator[Server]:
    """Run a server on an empty store, ready for requests."""
    with prepared_server(*flags, **options) as server:
        yield server.start()


@contextlib.contextmanager
def scratch_directory() -> Iterator[Path]:
    """Make a directory for one server: its data and its log."""
    directory = Path(tempfile.mkdtemp(prefix="server-"))
    (directory / "log").touch()
    try:
        yield directory
    finally:
        for server in [one for one in STARTED if one.directory == directory]:
            sys.stderr.write(f"--- log of {server.base_url} ---\n{server.log[-8000:]}")
            STARTED.remove(server)
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(autouse=True)
def fresh_logs() -> Iterator[None]:
    """Print what the servers log during a test; pytest shows it for a failed one."""
    known = {server.directory: len(server.log) for server in STARTED}
    yield
    for server in STARTED:
        fresh = server.log[known.get(server.directory, 0) :]
        sys.stdout.write(f"--- log of {server.base_url} ---\n{fresh[-8000:]}")


def chosen_database() -> str:
    """Name the database that this run of the tests is about."""
    driver = os.environ.get("APPLIANCE_TEST_DATABASE", "sqlite")
    return SYNONYMS.get(driver, driver)


@contextlib.contextmanager
def database_flags(driver: str) -> Iterator[Sequence[str]]:
    """Provide an empty database and yield the flags that lead to it."""
    if driver == "sqlite":
        yield ()
        return
    dsn = os.environ.get("APPLIANCE_TEST_DSN")
    if not dsn:
        pytest.fail(f"run this as: python -m tests.peers {driver} -- pytest ...")
    with scratch_database(dsn) as scratch:
        yield ("--driver", driver, "--dsn", scratch)


def sign_up(server: Server, username: str = ADMIN) -> str:
    """Create an account, the administrator on an empty server; return its token."""
    account = {"username": username, "password": PASSWORD, "role": "USER"}
    with httpx.Client(base_url=server.base_url, timeout=30) as http:
        http.post("/api/v1/users", json=account).raise_for_status()
    return sign_in(server, username)


def sign_in(server: Server, username: str = ADMIN) -> str:
    """Sign in with the password of every test account; return an access token."""
    credentials = {"username": username, "password": PASSWORD}
    answer = httpx.post(
        f"{server.base_url}/api/v1/auth/signin",
        json={"passwordCredentials": credentials},
        timeout=30,
    )
    token: str = answer.raise_for_status().json()["accessToken"]
    return token


def _clean_environment() -> dict[str, str]:
    """Return this environment without what would configure the server."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("APPLIANCE_", "MEMOS_"))
    }
