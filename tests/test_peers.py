"""Tests of the database starters that other tests stand on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncmy
import asyncpg
import pytest

from tests import peers


@pytest.fixture(scope="module")
def postgres() -> Iterator[peers.Peer]:
    peers.need("initdb")
    with peers.postgres() as peer:
        yield peer


@pytest.fixture(scope="module")
def mysql() -> Iterator[peers.Peer]:
    peers.need("mariadbd")
    with peers.mysql() as peer:
        yield peer


async def test_postgres_accepts_its_dsn(postgres: peers.Peer) -> None:
    connection = await asyncpg.connect(postgres.dsn)
    try:
        assert await connection.fetchval("SELECT current_database()") == "appliance"
    finally:
        await connection.close()


async def test_postgres_refuses_a_wrong_password(postgres: peers.Peer) -> None:
    password = urlsplit(postgres.dsn).password or ""
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn.replace(password, "wrong"))


async def test_mysql_accepts_its_dsn(mysql: peers.Peer) -> None:
    assert await _mysql_databases(mysql.dsn) >= {"appliance"}


async def test_scratch_database_lasts_as_long_as_its_block(mysql: peers.Peer) -> None:
    with peers.scratch_database(mysql.dsn) as dsn:
        name = urlsplit(dsn).path.removeprefix("/")
        assert name in await _mysql_databases(mysql.dsn)
    assert name not in await _mysql_databases(mysql.dsn)


async def test_scratch_database_goes_even_when_in_use(postgres: peers.Peer) -> None:
    with peers.scratch_database(postgres.dsn) as dsn:
        left_open = await asyncpg.connect(dsn)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(dsn)
    left_open.terminate()


def test_server_ends_with_its_block() -> None:
    peers.need("initdb")
    with peers.postgres() as peer:
        os.kill(peer.pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(peer.pid, 0)


def test_command_runs_beside_a_server_and_lends_its_exit_code() -> None:
    peers.need("initdb")
    script = (
        "import os, sys; dsn = os.environ['APPLIANCE_TEST_DSN'];"
        "sys.exit(7 if dsn.startswith('postgres://') else 1)"
    )
    assert peers.main(["postgres", "--", sys.executable, "-c", script]) == 7


def test_program_prints_a_dsn_and_stops_its_server_on_sigterm() -> None:
    peers.need("mariadbd")
    command = [sys.executable, "-m", "tests.peers", "mariadb"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = urlsplit(program.stdout.readline())
        program.send_signal(signal.SIGTERM)
        assert program.wait(peers.STOP_SECONDS) == 0
    assert url.scheme == "mysql"
    with pytest.raises(peers.PeerError):
        peers.execute(url.geturl(), "SELECT 1")


def test_absent_program_skips_but_fails_under_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception):
        peers.need("a-program-that-nobody-wrote")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        peers.need("a-program-that-nobody-wrote")


async def _mysql_databases(dsn: str) -> set[str]:
    url = urlsplit(dsn)
    connection = await asyncmy.connect(
        host=url.hostname, port=url.port, user=url.username, password=url.password
    )
    async with connection, connection.cursor() as cursor:
        await cursor.execute("SHOW DATABASES")
        return {name for (name,) in await cursor.fetchall()}
