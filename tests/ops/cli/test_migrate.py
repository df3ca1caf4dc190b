"""`appliance migrate`, apart from a server."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.ops.cli.commands import call
from tests.servers import running_server


def test_it_names_what_it_did_and_does_it_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = call("migrate", "--data", str(data))
    second = call("migrate", "--data", str(data))
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.startswith("0_")
    assert second.stdout.startswith("Nothing to do")
    with closing(sqlite3.connect(data / "appliance.db")) as connection:
        assert connection.execute("SELECT count(*) FROM appliance_memo").fetchone()


def test_it_keeps_away_from_a_running_server() -> None:
    with running_server(database="sqlite") as server:
        refused = call("migrate", "--data", str(server.data))
        assert refused.returncode == 2
        assert f"(process {server.pid})" in refused.stderr


def test_it_keeps_away_from_data_of_memos(tmp_path: Path) -> None:
    (tmp_path / "memos_prod.db").touch()
    refused = call("migrate", "--data", str(tmp_path))
    assert refused.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["memos_prod.db"]


def test_a_database_that_does_not_answer_is_a_failure() -> None:
    failed = call("migrate", "--dsn", "postgres://u:secret@127.0.0.1:1/memos")
    assert failed.returncode == 1
    assert failed.stderr.startswith("appliance: The database does not answer: ")
    assert "secret" not in failed.stderr
