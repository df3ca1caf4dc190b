"""A real Prometheus reads the server, and our alerts fire when they must."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.peers import free_port, need
from tests.servers import Server, running_server, sign_up

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "docs/prometheus-alerts.yml"
SECONDS = 60.0
TOKEN = "a-token-for-programs-01"
# What several alerts and dashboards look at.
SCRAPED = ("appliance_ready", "appliance_disk_free_bytes", "appliance_rpc_total")


def check(*arguments: object, text: str | None = None) -> str:
    """Run promtool, which must be content and silent about faults."""
    done = subprocess.run(
        [need("promtool"), *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server that opens its metrics to a token."""
    file = tmp_path_factory.mktemp("token") / "token"
    file.write_text(TOKEN)
    environment = {"APPLIANCE_OPS_TOKEN_FILE": str(file)}
    with running_server(environment=environment) as running:
        sign_up(running)
        yield running


def metrics(server: Server) -> str:
    """Return what Prometheus reads."""
    bearer = {"authorization": f"Bearer {TOKEN}"}
    answer = httpx.get(f"{server.base_url}/metrics", headers=bearer, timeout=30)
    return answer.raise_for_status().text


def test_promtool_finds_nothing_in_the_metrics(server: Server) -> None:
    assert check("check", "metrics", text=metrics(server)) == ""


def test_the_alerts_are_rules_and_fire() -> None:
    assert "SUCCESS: 9 rules found" in check("check", "rules", ALERTS)
    assert "SUCCESS" in check("test", "rules", ALERTS.with_suffix(".test.yml"))


def test_every_alert_is_tested() -> None:
    (group,) = yaml.safe_load(ALERTS.read_text())["groups"]
    tests = yaml.safe_load(ALERTS.with_suffix(".test.yml").read_text())["tests"]
    fired = {
        case["alertname"]
        for test in tests
        for case in test["alert_rule_test"]
        if case.get("exp_alerts")
    }
    named = {rule["alert"] for rule in group["rules"]}
    assert fired <= named
    assert len(fired) >= 7


@contextmanager
def prometheus(server: Server, directory: Path, token: str) -> Iterator[str]:
    """Run Prometheus with our alerts, reading the server; yield its address."""
    (directory / "token").write_text(token)
    scrape = {
        "job_name": "memos",
        "scrape_interval": "1s",
        "authorization": {"credentials_file": str(directory / "token")},
        "static_configs": [{"targets": [f"127.0.0.1:{server.port}"]}],
    }
    config = {"rule_files": [str(ALERTS)], "scrape_configs": [scrape]}
    (directory / "prometheus.yml").write_text(yaml.safe_dump(config))
    address = f"127.0.0.1:{free_port()}"
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                need("prometheus"),
                f"--config.file={directory / 'prometheus.yml'}",
                f"--storage.tsdb.path={directory / 'tsdb'}",
                f"--web.listen-address={address}",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        yield f"http://{address}/api/v1"
    finally:
        process.terminate()
        process.wait(SECONDS)


def ask(api: str, path: str, **query: str) -> Any:
    """Ask Prometheus; None while it starts."""
    try:
        answer = httpx.get(f"{api}/{path}", params=query, timeout=10)
    except httpx.TransportError:
        return None
    return answer.json()["data"] if answer.is_success else None


def scraped(api: str) -> dict[str, Any]:
    """Return the target once Prometheus has tried it."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = ask(api, "targets")
        if found and (targets := found["activeTargets"]):
            target: dict[str, Any] = targets[0]
            if target["health"] != "unknown":
                return target
        # A server that others wrote has no event for us: ask again.
        time.sleep(0.2)
    pytest.fail("Prometheus did not scrape")


def test_prometheus_reads_with_the_token(server: Server, tmp_path: Path) -> None:
    with prometheus(server, tmp_path, TOKEN) as api:
        target = scraped(api)
        assert (target["health"], target["lastError"]) == ("up", "")
        for name in SCRAPED:
            assert ask(api, "query", query=name)["result"], name
        rules = ask(api, "rules")["groups"][0]["rules"]
        assert {rule["health"] for rule in rules} <= {"ok", "unknown"}


def test_prometheus_is_refused_without_it(server: Server, tmp_path: Path) -> None:
    with prometheus(server, tmp_path, "another") as api:
        target = scraped(api)
        assert target["health"] == "down"
        assert "401" in target["lastError"]
