"""`appliance serve`: what it refuses, and how it starts and ends."""

import json
import os
import socket
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.ops.cli.commands import call
from tests.servers import Server, prepared_server, running_server


@pytest.fixture
def prepared() -> Iterator[Server]:
    with prepared_server(database="sqlite") as server:
        server.data.mkdir()
        yield server


def outcome(server: Server) -> tuple[int, str]:
    """Let the server end by itself; return its exit code and all it wrote."""
    server.launch()
    return server.wait(), server.log


def test_all_faulty_settings_are_named_at_once(prepared: Server) -> None:
    prepared.flags = ["--port", "http", "--driver", "oracle"]
    prepared.environment = {"APPLIANCE_BASE_PATH": "/a b", "MEMOS_LOG_LEVEL": "loud"}
    code, log = outcome(prepared)
    assert code == 2
    for name in ("--port", "--driver", "APPLIANCE_BASE_PATH", "MEMOS_LOG_LEVEL"):
        assert f"appliance: {name} must be" in log
    assert "Traceback" not in log


def test_an_unknown_flag_is_wrong_use() -> None:
    refused = call("serve", "--prot", "5230")
    assert refused.returncode == 2
    assert "--port" in refused.stderr  # click's suggestion


def test_a_second_server_on_the_directory_is_refused() -> None:
    with running_server(database="sqlite") as first:
        refused = call("serve", "--data", str(first.data), "--port", "0")
        assert refused.returncode == 2
        assert f"(process {first.pid})" in refused.stderr
        assert httpx.get(f"{first.base_url}/healthz").is_success


def test_data_of_memos_is_never_hidden_behind_an_empty_server(prepared: Server) -> None:
    foreign = prepared.data / "memos_prod.db"
    foreign.write_bytes(b"somebody's memos")
    code, log = outcome(prepared)
    assert code == 2
    assert str(foreign) in log
    assert "cannot import it yet" in log
    assert [path.name for path in prepared.data.iterdir()] == ["memos_prod.db"]
    assert foreign.read_bytes() == b"somebody's memos"


def test_a_database_from_the_future_is_refused_and_untouched(prepared: Server) -> None:
    prepared.start().stop()
    file = prepared.data / "appliance.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO appliance_aerich (version, app, content)"
            " VALUES ('9_29990101000000_flying.py', 'models', '{}')"
        )
        connection.commit()
    before = file.read_bytes()
    code, log = outcome(prepared)
    assert code == 2
    assert "newer version" in log
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_a_failure(prepared: Server) -> None:
    (prepared.data / "appliance.db").write_text("notes " * 100)
    code, log = outcome(prepared)
    assert code == 1
    assert "file is not a database" in log
    assert "Traceback" not in log


def test_a_taken_port_is_a_failure_in_one_sentence(prepared: Server) -> None:
    with socket.create_server(("127.0.0.1", prepared.port)):
        code, log = outcome(prepared)
    assert code == 1
    assert f"Cannot listen on 127.0.0.1:{prepared.port}" in log
    assert "Traceback" not in log
    assert not (prepared.data / "appliance.db").exists()


def test_it_starts_says_so_and_ends_politely(prepared: Server) -> None:
    prepared.start()
    assert prepared.stop() == 0
    lines = [json.loads(line) for line in prepared.log.splitlines()]
    events = [line["event"] for line in lines]
    assert events.index("migrated") < events.index("ready") < events.index("stopped")
    ready = next(line for line in lines if line["event"] == "ready")
    assert ready["listening"] == [prepared.base_url]
    assert stat.S_IMODE((prepared.data / "appliance.db").stat().st_mode) == 0o640
    # Nothing is left to recover: the database was closed.
    assert not (prepared.data / "appliance.db-wal").exists()


def test_variables_without_effect_are_named(prepared: Server) -> None:
    prepared.environment = {"MEMOS_PROT": "1", "MEMOS_MODE": "prod"}
    prepared.start().stop()
    levels = {
        line["event"].split()[0]: line["level"]
        for line in map(json.loads, prepared.log.splitlines())
    }
    assert levels["MEMOS_PROT"] == "warning"
    assert levels["MEMOS_MODE"] == "info"


def test_the_variables_of_a_memos_deployment_are_understood(tmp_path: Path) -> None:
    with prepared_server(database="sqlite") as server:
        data = tmp_path / "data"
        server.environment = {
            "MEMOS_DSN": str(tmp_path / "elsewhere.db"),
            "MEMOS_DRIVER": "sqlite",
            "MEMOS_INSTANCE_URL": server.base_url,
            "APPLIANCE_DATA": str(data),
        }
        server.start()
        profile = httpx.get(f"{server.base_url}/api/v1/instance/profile").json()
    assert profile["instanceUrl"] == server.base_url
    assert (tmp_path / "elsewhere.db").exists()
    assert not data.exists(), "the flag wins over the variable"


def test_a_socket_file_replaces_the_port(prepared: Server) -> None:
    path = prepared.directory / "s"
    prepared.flags = ["--unix-sock", str(path)]
    prepared.launch()
    transport = httpx.HTTPTransport(uds=str(path), retries=0)
    with httpx.Client(transport=transport, base_url="http://localhost") as client:
        wait_for_socket(path)
        assert client.get("/healthz").text == "Service ready."
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{prepared.base_url}/healthz")
    assert prepared.stop() == 0
    assert not path.exists()


def wait_for_socket(path: Path) -> None:
    """Ask until somebody listens, as `call` waits for its process."""
    environment = {"APPLIANCE_UNIX_SOCK": str(path)}
    for _ in range(50):
        if call("healthcheck", environment=environment).returncode == 0:
            return
    pytest.fail("nobody listens on the socket file")


def test_the_operators_listener_is_apart() -> None:
    with prepared_server(database="sqlite") as server:
        ops = "http://127.0.0.1:{}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server.flags = ["--ops-addr", f"127.0.0.1:{port}"]
        server.start()
        ops = f"http://127.0.0.1:{port}"
        httpx.get(f"{server.base_url}/api/v1/instance/profile")
        metrics = httpx.get(f"{ops}/metrics")
        assert (
            'method="memos.api.v1.InstanceService/GetInstanceProfile"' in metrics.text
        )
        assert 'transport="rest"' in metrics.text
        assert "appliance_ready 1.0" in metrics.text
        assert httpx.get(f"{ops}/readyz").is_success
        assert httpx.get(f"{ops}/api/v1/instance/profile").status_code == 404
        assert "appliance_rpc" not in httpx.get(f"{server.base_url}/metrics").text


def test_everything_moves_under_the_base_path() -> None:
    with prepared_server("--base-path", "/notes", database="sqlite") as server:
        server.launch()
        at = {"APPLIANCE_PORT": str(server.port), "APPLIANCE_BASE_PATH": "/notes"}
        for _ in range(50):
            if call("healthcheck", environment=at).returncode == 0:
                break
        url = f"{server.base_url}/notes"
        assert httpx.get(f"{url}/healthz").text == "Service ready."
        assert httpx.get(f"{url}/api/v1/instance/profile").is_success
        assert (
            httpx.get(f"{server.base_url}/api/v1/instance/profile").status_code == 404
        )


def test_secrets_stay_out_of_the_log(prepared: Server) -> None:
    secret = prepared.directory / "password"
    secret.write_text("open sesame 1\n")
    prepared.environment = {
        "APPLIANCE_ADMIN_USERNAME": "root",
        "APPLIANCE_ADMIN_PASSWORD_FILE": str(secret),
        "APPLIANCE_LOG_LEVEL": "debug",
    }
    prepared.start()
    signin = {"passwordCredentials": {"username": "root", "password": "open sesame 1"}}
    answer = httpx.post(f"{prepared.base_url}/api/v1/auth/signin", json=signin)
    token = answer.raise_for_status().json()["accessToken"]
    prepared.stop()
    assert "sesame" not in prepared.log
    assert token not in prepared.log


def test_help_shows_every_flag_with_its_variable() -> None:
    text = call("serve", "--help", environment={"COLUMNS": "200"}).stdout
    assert "APPLIANCE_TRUSTED_PROXIES" in text
    assert "--admin-password" not in text
    assert os.environ.get("HOME", "/nowhere") + "/" not in text
