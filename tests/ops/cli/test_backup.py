"""`appliance backup` as an operator and a script call it."""

import asyncio
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import httpx
import pytest
import structlog

from appliance.__main__ import main
from appliance.models import migrate
from appliance.models.database import Database
from appliance.ops.backup import priority, records
from tests.ops.cli import commands
from tests.servers import running_server, sign_in, sign_up

CAPTURED: list[pytest.CaptureFixture[str]] = []


@pytest.fixture(autouse=True)
def in_this_process(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Let `call` run commands here: a process for each would take a second."""
    root = logging.getLogger()
    kept = os.umask(0o022), root.handlers[:], root.level
    CAPTURED.append(capsys)
    yield
    CAPTURED.clear()
    os.umask(kept[0])
    root.handlers[:], root.level = kept[1:]
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def call(*arguments: str) -> "CompletedProcess[str]":
    """Run `appliance` with the arguments."""
    (captured,) = CAPTURED
    captured.readouterr()
    code = main([*arguments])
    out, err = captured.readouterr()
    return CompletedProcess(arguments, code, out, err)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the data directory of an instance with one account."""
    path = tmp_path / "data"
    path.mkdir()
    asyncio.run(migrate.migrate(Database.sqlite(str(path / "appliance.db"), "OFF")))
    with closing(sqlite3.connect(path / "appliance.db")) as connection:
        connection.execute(
            "INSERT INTO appliance_user (username, role, state, email, display_name,"
            " avatar_url, description, password_hash, create_time, update_time)"
            " VALUES ('anna', 2, 1, '', '', '', '', 'hash', 1, 1)"
        )
        connection.commit()
    return path


def answer(*arguments: object, code: int = 0) -> Any:
    """Return the JSON that `appliance backup … --json` prints."""
    done = call("backup", *map(str, arguments), "--json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_making_one_gives_way_to_a_server(data: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    before = ("--backup-before", f"sh -c 'nice > {told}'")
    to = ("--to", str(tmp_path / "b"))
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert call("backup", "create", "--data", str(data), *to, *before).returncode == 0
    assert int(told.read_text()) == min(here + priority.STEP, priority.LEAST)


def test_the_forms_that_scripts_rely_on(data: Path, tmp_path: Path) -> None:
    made = answer("create", "--data", data, "--to", tmp_path / "backups")
    assert Path(made["path"]).is_file()
    assert made["counts"]["user"] == 1
    assert made["complete"]
    proved = answer("verify", made["path"])
    assert (proved["good"], proved["id"]) == (True, made["id"])
    assert answer("verify", tmp_path / "backups")["id"] == made["id"]
    back = answer("restore", made["path"], "--data", tmp_path / "new")
    assert (back["counts"], back["missing"]) == (made["counts"], [])
    again = answer("create", "--data", tmp_path / "new", "--to", tmp_path / "backups")
    assert again["counts"] == made["counts"]
    noted = records.read(data, records.CREATE)
    assert noted is not None
    assert (noted["id"], noted["good_time"]) == (made["id"], noted["time"])
    listed = answer("list", tmp_path / "backups")
    assert [facts["id"] for facts in listed] == [made["id"], again["id"]]
    shown = answer("show", made["id"], "--from", tmp_path / "backups")
    assert shown["counts"] == made["counts"]
    exported = answer("export", made["path"], tmp_path / "one.tar")
    assert exported["bytes"] == (tmp_path / "one.tar").stat().st_size
    assert answer("verify", tmp_path / "one.tar")["good"]
    answer("restore", tmp_path / "one.tar", "--data", tmp_path / "third")


def test_people_read_words(data: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "backups")
    made = call("backup", "create", "--data", str(data), "--to", target)
    path = made.stdout.splitlines()[0]
    assert " row" in made.stdout
    assert (
        Path(path).name.removesuffix(".tar.zst")
        in call("backup", "list", target).stdout
    )
    assert "sqlite" in call("backup", "show", path).stdout
    assert call("backup", "verify", path).stdout.endswith(": good\n")
    exported = call("backup", "export", path, str(tmp_path / "one.tar"))
    assert exported.stdout.startswith(str(tmp_path / "one.tar"))
    restored = call("backup", "restore", path, "--data", str(tmp_path / "new"))
    assert restored.stdout.startswith("Restored ")


def test_damage_is_not_good(data: Path, tmp_path: Path) -> None:
    made = answer("create", "--data", data, "--to", tmp_path / "backups")
    path = Path(made["path"])
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    verdict = answer("verify", path, code=1)
    assert not verdict["good"]
    assert path.name in verdict["faults"][0]
    words = call("backup", "verify", str(path))
    assert "NOT GOOD" in words.stdout
    assert path.name in words.stderr
    refused = call("backup", "restore", str(path), "--data", str(tmp_path / "new"))
    assert refused.returncode == 1
    assert not (tmp_path / "new/appliance.db").exists()


def test_a_lost_file_is_told_loudly(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "appliance.db")) as connection:
        connection.execute(
            "INSERT INTO appliance_blob (storage, reference, size, sha256, create_time)"
            " VALUES ('local', 'assets/lost', 3, 'abc', 1)"
        )
        connection.commit()
    target = str(tmp_path / "backups")
    made = call("backup", "create", "--data", str(data), "--to", target)
    assert made.returncode == 1
    assert "local:assets/lost: the file is missing" in made.stderr
    proved = call("backup", "verify", target)
    assert proved.returncode == 1
    assert "assets/lost" in proved.stderr
    restored = call("backup", "restore", target, "--data", str(tmp_path / "new"))
    assert restored.returncode == 0
    assert "assets/lost" in restored.stderr


def test_keys(data: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    recipient = answer("key", key)["recipient"]
    assert key.stat().st_mode & 0o077 == 0
    assert call("backup", "key", str(key)).returncode == 2
    assert call("backup", "key", str(tmp_path / "b")).stdout.startswith("age1")
    to = ("--to", tmp_path / "backups", "--recipient", recipient)
    made = answer("create", "--data", data, *to)
    assert made["encrypted"]
    blind = answer("verify", made["path"])
    assert (blind["good"], blind["opened"]) == (True, False)
    assert answer("verify", made["path"], "--identity", key)["opened"]
    assert "need the key" in call("backup", "verify", made["path"]).stdout
    new = ("--data", str(tmp_path / "new"))
    closed = call("backup", "restore", made["path"], *new)
    assert closed.returncode == 2
    assert "--identity" in closed.stderr
    answer("restore", made["path"], *new, "--identity", key)


def test_an_encrypted_one_is_rehearsed_without_its_key(
    data: Path, tmp_path: Path
) -> None:
    recipient = call("backup", "key", str(tmp_path / "key")).stdout.strip()
    target = str(tmp_path / "backups")
    place = ("--data", str(data), "--to", target)
    create = ("backup", "create", *place, "--drill", "--recipient", recipient)
    done = call(*create)
    assert done.returncode == 0, done.stderr
    assert "restores, before encryption" in done.stdout
    facts = json.loads(call(*create, "--json").stdout)
    assert facts["encrypted"]
    assert facts["drill"]["before_encryption"]
    assert facts["drill"]["path"] == facts["path"]
    kept = records.read(data, records.DRILL) or {}
    assert (kept["good"], kept["id"]) == (True, facts["id"])
    told = json.loads(call("audit", "--data", str(data), "--json").stdout)
    assert [each["kind"] for each in told[:2]] == ["backup.drilled", "backup.created"]
    asked = call("backup", "drill", target, "--data", str(data))
    assert (asked.returncode, "--drill" in asked.stderr) == (2, True)
    native = call("backup", "create", *place, "--native", "--drill")
    assert native.returncode == 2


def test_single_things_come_back(data: Path, tmp_path: Path) -> None:
    made = answer("create", "--data", data, "--to", tmp_path / "backups")
    taken = call(
        *("backup", "restore", made["path"], "--data", str(data)),
        *("--only", "user/anna"),
    )
    assert taken.returncode == 1
    assert "exists here" in taken.stderr
    with closing(sqlite3.connect(data / "appliance.db")) as connection:
        connection.execute("DELETE FROM appliance_user")
        connection.commit()
    back = answer("restore", made["path"], "--data", data, "--only", "user/anna")
    assert back["counts"]["user"] == 1


def test_replacing_keeps_what_was_there(data: Path, tmp_path: Path) -> None:
    made = answer("create", "--data", data, "--to", tmp_path / "backups")
    refused = call("backup", "restore", made["path"], "--data", str(data))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    back = answer("restore", made["path"], "--data", data, "--replace")
    assert answer("verify", back["safety"])["good"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "--to", "x", "--data", "nowhere"),
        ("create", "--data", "x"),
        ("create", "--to", "x", "--data", "nowhere", "--recipient", "age1nobody"),
        ("verify",),
        ("list", "nowhere"),
        ("prune", "x"),
        ("create", "--to", "s3://key:secret@bucket", "--data", "x"),
        ("restore", "x", "--data", "x", "--only", "memo", "--replace"),
        ("frobnicate",),
    ],
)
def test_wrong_use_is_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    placed = [str(tmp_path / a) if a in ("x", "nowhere") else a for a in arguments]
    done = call("backup", *placed)
    assert done.returncode == 2
    assert done.stderr


def test_what_the_system_refuses_is_said(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = str(tmp_path / "file/below")
    refused = call("backup", "create", "--data", str(data), "--to", target)
    assert refused.returncode == 1
    assert "Not a directory" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_without_our_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "appliance.db").touch()
    place = ("--data", str(tmp_path), "--to", str(tmp_path / "backups"))
    refused = call("backup", "create", *place)
    assert refused.returncode == 2
    assert "not migrated" in refused.stderr


def test_several_places(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    places = [tmp_path / "a", tmp_path / "b", tmp_path / "file/below"]
    to = [each for place in places for each in ("--to", str(place))]
    made = answer("create", "--data", data, *to, code=1)
    assert made["failed"] == {str(places[2]): "Not a directory"}
    for path in (made["path"], *made["copies"]):
        assert answer("verify", path)["id"] == made["id"]
    words = call("backup", "create", "--data", str(data), *to)
    assert f"no backup in {places[2]}" in words.stderr
    assert len(answer("list", tmp_path / "b")) == 2
    pruned = answer("prune", tmp_path / "b", "--keep-last", 1)
    assert pruned["removed"] == [made["id"]]


def test_a_full_disk_gets_no_backup(data: Path, tmp_path: Path) -> None:
    place = ("--data", str(data), "--to", str(tmp_path / "a"))
    refused = call("backup", "create", *place, "--min-free", "9000000TB")
    assert refused.returncode == 1
    assert "would be left free" in refused.stderr
    assert answer("list", tmp_path / "a") == []


def test_native_copies(data: Path, tmp_path: Path) -> None:
    copied = answer("create", "--data", data, "--to", tmp_path / "b", "--native")
    assert Path(copied["path"]).stat().st_size == copied["bytes"]
    words = call(
        *("backup", "create", "--data", str(data), "--to", str(tmp_path / "b")),
        *("--native", "--without-secrets"),
    )
    assert words.returncode == 2


def test_a_process_of_its_own(data: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "backups")
    made = commands.call(
        "backup", "create", "--data", str(data), "--to", target, "--json"
    )
    path = json.loads(made.stdout)["path"]
    proved = commands.call("backup", "verify", path, "--json")
    assert (proved.returncode, proved.stderr) == (0, "")


def test_beside_a_running_server(tmp_path: Path) -> None:
    with running_server() as server:
        sign_up(server)
        place = ("--data", str(server.data), *server.flags)
        made = answer("create", *place, "--to", tmp_path / "backups")
        assert made["counts"]["user"] == 1
        refused = call("backup", "restore", made["path"], *place, "--replace")
        assert refused.returncode == 2
        assert f"(process {server.pid})" in refused.stderr


def test_a_restored_server_goes_on(tmp_path: Path) -> None:
    """People sign in with their passwords, and their notes and files are there."""
    with running_server(database="sqlite") as server, httpx.Client() as http:
        token = sign_up(server)
        http.headers["authorization"] = f"Bearer {token}"
        attached = http.post(
            f"{server.base_url}/api/v1/attachments",
            json={"filename": "a.txt", "type": "text/plain", "content": "aGFsbG8="},
        )
        name = attached.raise_for_status().json()["name"]
        http.post(
            f"{server.base_url}/api/v1/memos",
            json={"content": "#kept", "attachments": [{"name": name}]},
        ).raise_for_status()
        made = answer("create", "--data", server.data, "--to", tmp_path / "backups")
        server.stop()
        shutil.rmtree(server.data)
        answer("restore", made["path"], "--data", server.data)
        server.start()
        http.headers["authorization"] = f"Bearer {sign_in(server)}"
        (memo,) = http.get(f"{server.base_url}/api/v1/memos").json()["memos"]
        assert (memo["content"], memo["tags"]) == ("#kept", ["kept"])
        assert [each["name"] for each in memo["attachments"]] == [name]
        file = http.get(f"{server.base_url}/file/{name}/a.txt")
        assert file.raise_for_status().content == b"hallo"


def test_help_explains_each_command() -> None:
    for name in (
        "create",
        "list",
        "show",
        "verify",
        "export",
        "restore",
        "prune",
        "drill",
        "key",
    ):
        explained = call("backup", name, "--help")
        assert explained.returncode == 0
        assert "--json" in explained.stdout
