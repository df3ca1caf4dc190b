"""Starts that must not happen, and starts that happen twice at once."""

import hashlib
from pathlib import Path

import httpx
import pytest

from tests.peers import STARTERS, free_port, need
from tests.servers import (
    ADMIN,
    Server,
    prepared_server,
    running_server,
    scratch_directory,
    sign_in,
    sign_up,
)
from tests.stores import fetch

PROGRAMS = {"postgres": "postgres", "mysql": "mariadbd"}
USAGE = 2


def digests(directory: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a directory."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in directory.iterdir()
        if path.is_file()
    }


def test_second_server_on_a_data_directory_exits() -> None:
    with running_server() as first, scratch_directory() as directory:
        token = sign_up(first)
        second = Server(directory, free_port())
        second.flags = [*first.flags, "--data", str(first.data)]

        assert second.launch().wait() == USAGE
        assert str(first.pid) in second.log
        me = httpx.get(
            f"{first.base_url}/api/v1/auth/me",
            headers={"authorization": f"Bearer {token}"},
        )
        assert me.status_code == 200


def test_data_directory_is_free_again_after_a_crash() -> None:
    with running_server() as server:
        sign_up(server)
        server.kill9()
        server.start()
        assert sign_in(server)


@pytest.mark.parametrize("name", ["memos_prod.db", "memos_dev.db"])
def test_foreign_memos_are_never_hidden(name: str) -> None:
    with prepared_server(database="sqlite") as server:
        server.data.mkdir()
        (server.data / name).write_bytes(b"SQLite format 3\0 of somebody else")
        before = digests(server.data)

        assert server.launch().wait() == USAGE
        assert name in server.log
        assert digests(server.data) == before


async def test_newer_schema_is_refused_untouched() -> None:
    with running_server() as server:
        sign_up(server)
        server.stop()
        await fetch(
            server,
            "INSERT INTO appliance_aerich (version, app, content)"
            " VALUES ('9999_20990101000000_future.py', 'models', '{}')",
        )
        users = await fetch(server, "SELECT count(*) FROM appliance_user")
        before = digests(server.data)

        assert server.launch().wait() == USAGE
        assert "newer" in server.log
        after = digests(server.data)
        # The lock file is the process's own; all else is the store.
        assert {name: after[name] for name in before if "lock" not in name} == {
            name: before[name] for name in before if "lock" not in name
        }
        assert await fetch(server, "SELECT count(*) FROM appliance_user") == users
        server.process = None


@pytest.mark.parametrize("driver", STARTERS)
async def test_two_processes_starting_at_once_migrate_once(driver: str) -> None:
    need(PROGRAMS[driver])
    with (
        STARTERS[driver]() as peer,
        scratch_directory() as one,
        scratch_directory() as other,
    ):
        flags = ["--driver", driver, "--dsn", peer.dsn]
        servers = [Server(place, free_port(), flags) for place in (one, other)]
        try:
            for server in servers:
                server.launch()
            for server in servers:
                server.wait_ready()
            migrations = await fetch(
                servers[0], "SELECT version, count(*) FROM appliance_aerich GROUP BY 1"
            )
            assert {times for _, times in migrations} == {1}
            sign_up(servers[0])
            assert sign_in(servers[1], ADMIN)
            migrated = ['"event": "migrated"' in server.log for server in servers]
            assert sorted(migrated) == [False, True]
        finally:
            for server in servers:
                server.stop()
