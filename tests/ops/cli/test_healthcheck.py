"""`appliance healthcheck`, as a container engine calls it."""

import json
from pathlib import Path

from tests.ops.cli.commands import call
from tests.servers import running_server


def test_a_ready_server_is_healthy() -> None:
    with running_server(database="sqlite") as server:
        at = {"MEMOS_PORT": str(server.port)}
        healthy = call("healthcheck", environment=at)
        assert (healthy.returncode, healthy.stdout) == (0, "ready\n")
        live = call("healthcheck", "--live", "--json", environment=at)
        assert json.loads(live.stdout) == {
            "healthy": True,
            "status": 200,
            "answer": "Service ready.",
        }


def test_nobody_there_is_unhealthy(tmp_path: Path) -> None:
    for flags in (["--port", "1"], ["--unix-sock", str(tmp_path / "absent")]):
        unhealthy = call("healthcheck", *flags)
        assert unhealthy.returncode == 1
        assert unhealthy.stderr.startswith("No answer: ")
        assert "Traceback" not in unhealthy.stderr


def test_json_says_why(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    unhealthy = call("healthcheck", "--json", "--unix-sock", absent)
    assert unhealthy.returncode == 1
    assert json.loads(unhealthy.stdout)["healthy"] is False


def test_wrong_settings_are_wrong_use() -> None:
    assert call("healthcheck", "--port", "x").returncode == 2
