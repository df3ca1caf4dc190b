"""Real database servers for the tests: started on loopback, ended by process id.

``python -m tests.peers postgres`` starts one, prints its DSN and serves until
interrupted; ``python -m tests.peers mysql -- pytest`` runs a command beside it, told
by APPLIANCE_TEST_DATABASE and APPLIANCE_TEST_DSN where it is.
"""

import argparse
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

START_SECONDS = 60.0
STOP_SECONDS = 15.0
ACCOUNT = "appliance"


class PeerError(Exception):
    """A database server did not do what it was told."""


class PeerMissingError(Exception):
    """A program that a test needs is not installed."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A running database server with one empty database and an all-powerful account."""

    driver: str
    dsn: str
    pid: int


def need(program: str) -> str:
    """Return the path of a program, else skip the test; under CI=true, fail it."""
    try:
        return find_program(program)
    except PeerMissingError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


def find_program(program: str) -> str:
    """Find a program on PATH, where Debian hides servers, or beside this Python."""
    hidden = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    beside = str(Path(sys.executable).parent)
    places = [
        os.environ.get("PATH", os.defpath),
        *map(str, hidden),
        "/usr/sbin",
        beside,
    ]
    path = shutil.which(program, path=os.pathsep.join(places))
    if path is None:
        raise PeerMissingError(f"{program} is not installed")
    return path


@contextlib.contextmanager
def postgres() -> Iterator[Peer]:
    """Run PostgreSQL on a scratch directory."""
    password, port = secrets.token_hex(8), free_port()
    dsn = f"postgres://{ACCOUNT}:{password}@127.0.0.1:{port}/{ACCOUNT}"
    with _scratch("postgres") as scratch:
        (scratch.directory / "password").write_text(password)
        scratch.run(
            *("initdb", f"--username={ACCOUNT}", "--pwfile=password", "--no-sync"),
            *("--pgdata=data", "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C.UTF-8"),
        )
        command = [
            *("postgres", "-D", "data", "-k", str(scratch.directory), "-p", str(port)),
            *("-c", "listen_addresses=127.0.0.1"),
            # What a power cut would do to a scratch directory is nobody's concern.
            *("-c", "fsync=off", "-c", "full_page_writes=off"),
            *("-c", "max_connections=200", "-c", "shared_buffers=32MB"),
        ]
        with scratch.serve(command, signal.SIGINT, dsn) as pid:
            execute(dsn, f"CREATE DATABASE {ACCOUNT}")
            yield Peer("postgres", dsn, pid)


@contextlib.contextmanager
def mysql() -> Iterator[Peer]:
    """Run MariaDB on a scratch directory."""
    password, port = secrets.token_hex(8), free_port()
    dsn = f"mysql://{ACCOUNT}:{password}@127.0.0.1:{port}/{ACCOUNT}"
    with _scratch("mysql") as scratch:
        (scratch.directory / "init.sql").write_text(
            f"CREATE DATABASE IF NOT EXISTS {ACCOUNT};\n"
            f"CREATE USER IF NOT EXISTS {ACCOUNT}@'%' IDENTIFIED BY '{password}';\n"
            f"GRANT ALL ON *.* TO {ACCOUNT}@'%' WITH GRANT OPTION;\n"
        )
        data = f"--datadir={scratch.directory / 'data'}"
        scratch.run(
            *("mariadb-install-db", "--no-defaults", data, "--skip-test-db"),
            "--auth-root-authentication-method=normal",
        )
        # The collation stays the server's default, as most installations have it.
        command = [
            *("mariadbd", "--no-defaults", data, "--skip-name-resolve"),
            *("--bind-address=127.0.0.1", f"--port={port}"),
            f"--socket={scratch.directory / 'mysqld.sock'}",
            f"--pid-file={scratch.directory / 'mysqld.pid'}",
            f"--init-file={scratch.directory / 'init.sql'}",
            *("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"),
        ]
        with scratch.serve(command, signal.SIGTERM, dsn) as pid:
            yield Peer("mysql", dsn, pid)


PORTS = range(10_000, 32_768)
STARTERS = {"postgres": postgres, "mysql": mysql}
SYNONYMS = {"postgresql": "postgres", "mariadb": "mysql"}


@contextlib.contextmanager
def scratch_database(dsn: str) -> Iterator[str]:
    """Create an empty database on the server of this DSN; yield its DSN; drop it."""
    name = f"scratch_{secrets.token_hex(6)}"
    execute(dsn, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(dsn)._replace(path=f"/{name}").geturl()
    finally:
        force = " WITH (FORCE)" if dsn.startswith("postgres") else ""
        execute(dsn, f"DROP DATABASE {name}{force}")


def free_port() -> int:
    """Choose a loopback port that nobody uses now.

    Not one of those that the kernel hands out: somebody else, who asks it for any
    port, could be given the same one before it is used.
    """
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def execute(dsn: str, statement: str) -> None:
    """Run one statement with the client that belongs to the server."""
    url = urlsplit(dsn)
    if url.scheme.startswith("postgres"):
        maintenance = url._replace(path="/postgres").geturl()
        command = ["psql", "-XqAt", "-c", statement, maintenance]
    else:
        command = [
            *("mariadb", "--no-defaults", "--protocol=tcp", f"--user={url.username}"),
            *(f"--host={url.hostname}", f"--port={url.port}", "-e", statement),
        ]
    finished = subprocess.run(
        [find_program(command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"MYSQL_PWD": url.password or ""},
        timeout=START_SECONDS,
    )
    if finished.returncode:
        raise PeerError(f"{statement}: {finished.stderr}")


@dataclass(frozen=True, slots=True)
class _Scratch:
    """A directory of one server, and the account that it runs as."""

    directory: Path
    account: str | None

    def run(self, program: str, *arguments: str) -> None:
        """Run a program to its end."""
        process = self._start(program, *arguments)
        if process.wait(START_SECONDS):
            self._fail(f"{program} failed")

    @contextlib.contextmanager
    def serve(
        self, command: Sequence[str], stop: signal.Signals, dsn: str
    ) -> Iterator[int]:
        """Run a server; yield its process id once it answers at the DSN."""
        process = self._start(*command)
        try:
            self._wait_for(process, dsn)
            yield process.pid
        finally:
            process.send_signal(stop)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        if self.account is not None:
            owner = pwd.getpwnam(self.account)
            for path in [self.directory, *self.directory.iterdir()]:
                os.chown(path, owner.pw_uid, owner.pw_gid)
        with (self.directory / "log").open("ab") as log:
            return subprocess.Popen(
                [find_program(program), *arguments],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=self.account,
                group=self.account,
                extra_groups=None if self.account is None else [],
                # Ctrl-C is for the tests, which stop the server when they are done.
                start_new_session=True,
            )

    def _wait_for(self, process: subprocess.Popen[bytes], dsn: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return execute(dsn, "SELECT 1")
            except PeerError:
                if process.poll() is not None or time.monotonic() > deadline:
                    self._fail(f"{process.args!r} does not answer")
            # A server that others wrote has no event for us: ask again.
            time.sleep(0.05)

    def _fail(self, sentence: str) -> NoReturn:
        log = (self.directory / "log").read_text(errors="replace")
        raise PeerError(f"{sentence}\n{log[-4000:]}")


@contextlib.contextmanager
def _scratch(account: str) -> Iterator[_Scratch]:
    # Not below pytest's directory, which is closed to other accounts; and short, since
    # the path of a UNIX socket has at most 107 bytes.
    directory = Path(tempfile.mkdtemp(prefix="peer-"))
    try:
        # Neither server consents to run as root.
        yield _Scratch(directory, account if os.geteuid() == 0 else None)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start one server; run a command beside it, or wait for the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=__doc__)
    parser.add_argument("driver", choices=[*STARTERS, *SYNONYMS])
    parser.add_argument("command", nargs=argparse.REMAINDER, help="after --")
    chosen = parser.parse_args(arguments)
    command = chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command
    with (
        contextlib.suppress(KeyboardInterrupt),
        _interruptible(),
        STARTERS[SYNONYMS.get(chosen.driver, chosen.driver)]() as peer,
    ):
        if command:
            return _run_beside(peer, command)
        sys.stdout.write(f"{peer.dsn}\n")
        sys.stdout.flush()
        while True:
            signal.pause()
    return 0


def _run_beside(peer: Peer, command: Sequence[str]) -> int:
    told = {"APPLIANCE_TEST_DATABASE": peer.driver, "APPLIANCE_TEST_DSN": peer.dsn}
    return subprocess.run(command, check=False, env=os.environ | told).returncode


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let signals end the block by an exception, so that the server ends with us."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # SIGINT too: a shell starts what it puts in the background with SIGINT ignored.
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [(number, signal.signal(number, interrupt)) for number in signals]
    try:
        yield
    finally:
        for number, action in before:
            signal.signal(number, action)


if __name__ == "__main__":
    sys.exit(main())
