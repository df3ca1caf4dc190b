"""Commands tell the audit log what they did, and are not stopped by it."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.ops.cli.recording import record
from tests.conftest import DRIVER
from tests.ops.cli.calling import Console


def test_without_a_server_it_is_written_here(instance: Console) -> None:
    given = {"data": instance.place[1]}
    if "--dsn" in instance.place:
        given["dsn"] = instance.place[instance.place.index("--dsn") + 1]
    record(read_settings(given, {}), "backup.created", target="/mnt", good=False)
    (told,) = instance.facts("audit")
    assert (told["kind"], told["name"]) == ("backup.created", "/mnt")
    assert (told["outcome"], told["actor"]) == ("FAILED", "(command)")


def test_where_nothing_can_be_written_the_command_goes_on(tmp_path: Path) -> None:
    record(read_settings({"data": str(tmp_path)}, {}), "backup.created")
    assert list(tmp_path.iterdir()) == []


def test_exports_are_told(instance: Console) -> None:
    instance.call("memo", "export")
    (told,) = instance.facts("audit")
    assert (told["kind"], told["detail"]) == ("memo.exported", "0 memos")


@pytest.mark.skipif(DRIVER != "sqlite", reason="the same for every database")
def test_a_restore_is_told_and_makes_no_other_backup(
    instance: Console, tmp_path: Path
) -> None:
    instance.facts("user", "create", "anna")
    first = instance.facts("backup", "create", "--to", str(tmp_path / "kept"))
    new = tmp_path / "new"
    instance.place = ["--data", str(new)]
    instance.facts("backup", "restore", first["path"])
    told = instance.facts("audit")
    assert [entry["kind"] for entry in told] == ["backup.restored", "user.created"]
    assert (told[0]["name"], told[0]["actor"]) == (first["id"], "(command)")
    second = instance.facts("backup", "create", "--to", str(tmp_path / "again"))
    assert second["counts"] == first["counts"]


def test_backups_are_told_also_where_they_fail(
    instance: Console, tmp_path: Path
) -> None:
    kept, one = str(tmp_path / "kept"), str(tmp_path / "one.tar")
    made = instance.facts("backup", "create", "--to", kept)
    instance.facts("backup", "verify", made["path"])
    instance.facts("backup", "export", made["path"], one)
    instance.facts("backup", "prune", kept, "--keep-last", "1", "--dry-run")
    instance.facts("backup", "prune", kept, "--keep-last", "1")
    instance.refusal("backup", "export", made["path"], f"{one}/one", code=1)
    Path(made["path"]).write_bytes(b"cut off")
    assert instance.call("backup", "verify", made["path"]).returncode == 1
    words = ("kind", "name", "outcome")
    told = [tuple(map(entry.get, words)) for entry in instance.facts("audit")]
    assert told == [
        ("backup.verified", made["path"], "FAILED"),
        ("backup.exported", made["path"], "FAILED"),
        ("backup.pruned", kept, "SUCCEEDED"),
        ("backup.exported", made["id"], "SUCCEEDED"),
        ("backup.verified", made["path"], "SUCCEEDED"),
        ("backup.created", made["path"], "SUCCEEDED"),
    ]


def test_wrong_use_is_no_deed(instance: Console, tmp_path: Path) -> None:
    to = ("backup", "create", "--to", str(tmp_path / "kept"))
    instance.refusal(*to, "--recipient", "age1no", code=2)
    assert instance.facts("audit") == []
    (tmp_path / "kept").touch()
    instance.refusal(*to, code=1)
    (told,) = instance.facts("audit")
    assert told["detail"].startswith(f"{tmp_path}/kept")
    assert "Errno" not in told["detail"]
