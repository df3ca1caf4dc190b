"""`appliance doctor` as an operator calls it."""

from pathlib import Path

from tests.ops.cli.calling import Console
from tests.servers import prepared_server, sign_up


def test_a_healthy_instance_ends_with_0(instance: Console, tmp_path: Path) -> None:
    Path(instance.place[1]).chmod(0o700)
    instance.facts("user", "create", "anna")
    instance.facts("backup", "create", "--to", str(tmp_path / "backups"))
    found = instance.facts("doctor")
    assert [each for each in found if each["verdict"] != "ok"] == []
    assert {"data directory", "database", "integrity", "counters"} <= {
        each["check"] for each in found
    }
    shown = instance.call("doctor", "--deep")
    assert shown.returncode == 0
    assert "integrity" in shown.stdout


def test_what_is_broken_ends_with_1(instance: Console, tmp_path: Path) -> None:
    shown = instance.call("doctor", "--backups", str(tmp_path / "none"))
    assert shown.returncode == 1
    assert "Make one: `appliance backup create" in shown.stdout
    found = instance.facts("doctor", "--backups", str(tmp_path / "none"), code=1)
    assert [each["check"] for each in found if each["verdict"] == "fail"] == ["backup"]


def test_a_backup_just_made_is_good(instance: Console, tmp_path: Path) -> None:
    backups = str(tmp_path / "backups")
    instance.facts("backup", "create", "--to", backups)
    found = {
        each["check"]: each for each in instance.facts("doctor", "--backups", backups)
    }
    assert found["backup"]["verdict"] == "ok"


def test_it_works_beside_a_server(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        sign_up(server)
        console.place = ["--data", str(server.data), *server.flags]
        found = {each["check"]: each for each in console.facts("doctor")}
        assert found["server"]["fact"] == "a server runs and takes commands"
        assert found["integrity"]["verdict"] == "ok"
