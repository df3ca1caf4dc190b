"""`appliance log` beside a real server, and without one."""

from pathlib import Path

from tests.ops.cli.calling import Console
from tests.servers import running_server


def test_the_level_is_changed_beside_the_server(console: Console) -> None:
    with running_server() as server:
        console.place = ["--data", str(server.data)]
        assert console.facts("log", "level")["level"] == "info"
        assert console.facts("log", "level", "error") == {
            "level": "error",
            "before": "info",
        }
        assert "The level is debug." in console.call("log", "level", "debug").stdout


def test_without_a_server_there_is_no_level(console: Console, tmp_path: Path) -> None:
    console.place = ["--data", str(tmp_path)]
    assert "No server listens" in console.refusal("log", "level", "debug", code=1)
    assert console.refusal("log", "level", "loud", code=2)
