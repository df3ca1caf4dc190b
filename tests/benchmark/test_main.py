"""The command, on a small server: it measures, whatever the figures are."""

import json
import sys
from pathlib import Path

from click.testing import CliRunner

from tests.benchmark.__main__ import main
from tests.peers import need
from tests.servers import prepared_server, running_server


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_command_fills_and_measures_a_server(tmp_path: Path) -> None:
    need("wrk")
    state, output = tmp_path / "state.json", tmp_path / "run.json"
    with running_server(public=True) as server:
        run("seed", server.base_url, "--memos", "30", "--state", str(state))
        table = run(
            *("run", f"here={server.base_url}={state}", "--rounds", "1"),
            *("--seconds", "1", "--latency-seconds", "0.05"),
            *("--only", "list 10|rss", "--pid", f"here={server.pid}"),
            *("--json", str(output)),
        )

    report = json.loads(output.read_text())
    cells = {(cell["row"], cell["subject"]): cell for cell in report["rows"]}
    measured, bare = cells["list 10 REST", "here"], cells["list 10 REST", "floor"]
    assert measured["failed"] == bare["failed"] == 0
    assert measured["rate"] > 0
    assert measured["rate_of_floor"] == measured["rate"] / bare["rate"]
    assert measured["bytes_each"] > bare["bytes_each"]
    # Whatever the server cannot do yet is said, not measured.
    assert cells["rss explore", "here"]["note"] or cells["rss explore", "here"]["rate"]
    assert report["resident_mb"]["here"] > 10
    assert "list 10 REST" in table


def test_command_times_a_start(tmp_path: Path) -> None:
    with prepared_server(database="sqlite") as server:
        words = [sys.executable, "-m", "appliance", "serve", "--addr", "127.0.0.1"]
        words += ["--data", str(tmp_path), "--port", str(server.port)]
        url = f"{server.base_url}/readyz"
        shown = run("start", url, "--rounds", "2", "--", *words)

    assert shown.startswith("start to ready: ")
