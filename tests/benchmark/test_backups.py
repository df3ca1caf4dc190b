"""The benchmark of backups, on a small server: it measures, whatever the figures."""

from pathlib import Path

import pytest

from tests.benchmark import backups
from tests.benchmark.test_main import run
from tests.peers import need
from tests.servers import chosen_database, running_server


@pytest.mark.skipif(chosen_database() != "sqlite", reason="attaches to SQLite's file")
def test_command_measures_a_backup(tmp_path: Path) -> None:
    need("wrk")
    state = tmp_path / "state.json"
    with running_server(public=True) as server:
        run("seed", server.base_url, "--memos", "10", "--state", str(state))
        server.stop()
        run("attach", str(server.data), "--megabytes", "2")
        server.start()
        table = run(
            *("backups", server.base_url, "--data", str(server.data)),
            *("--state", str(state), "--pid", str(server.pid)),
            *("--rounds", "1", "--seconds", "1"),
        )
    lines = table.splitlines()
    assert [line.split()[0] for line in lines[:4]] == [
        *("create", "again", "verify", "restore"),
    ]
    assert float(lines[4].split()[1]) > 2
    assert lines[-1].startswith("p99 meanwhile over p99 idle: ")
    assert backups.CONNECTIONS == 4
