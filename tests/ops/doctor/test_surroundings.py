"""What lies around the data."""

import os
import shlex
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models import sqlite_library
from appliance.ops import lock
from appliance.ops.doctor import surroundings
from appliance.ops.doctor.finding import Finding
from appliance.ops.doctor.surroundings import file_system_of, look_around

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as shutil's own is


def look(directory: Path) -> dict[str, Finding]:
    """Return the findings by check."""
    settings = read_settings({"data": str(directory)}, {})
    return {finding.check: finding for finding in look_around(settings)}


@pytest.mark.parametrize(
    ("mode", "verdict"), [(0o700, "ok"), (0o755, "warn"), (0o777, "fail")]
)
def test_rights(tmp_path: Path, mode: int, verdict: str) -> None:
    tmp_path.chmod(mode)
    assert look(tmp_path)["data directory"].verdict == verdict


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    found = look(tmp_path / "nowhere")
    assert found["data directory"].verdict == "fail"
    assert len(found) == 1


@pytest.mark.parametrize(
    ("free", "verdict"), [(10**7, "fail"), (10**9, "warn"), (10**10, "ok")]
)
def test_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, verdict: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**11, 0, free))
    assert look(tmp_path)["free space"].verdict == verdict


def test_what_a_killed_restore_or_drill_left_is_named(tmp_path: Path) -> None:
    assert look(tmp_path)["leftovers"].verdict == "ok"
    (tmp_path / ".restoring-x").mkdir()
    (tmp_path / ".drill-new").mkdir()
    (tmp_path / ".drill-old").mkdir()
    os.utime(tmp_path / ".drill-old", (1, 1))
    found = look(tmp_path)["leftovers"]
    assert found.verdict == "warn"
    assert ".restoring-x" in found.advice
    assert ".drill-old" in found.fact
    assert ".drill-new" not in found.fact
    # Whoever has the lock and takes no commands may be the restore itself.
    with lock.hold([tmp_path]):
        assert ".restoring-x" not in look(tmp_path)["leftovers"].fact


def test_the_command_that_removes_it_names_nothing_else(tmp_path: Path) -> None:
    data = tmp_path / "my notes"
    (data / ".restoring-x").mkdir(parents=True)
    command = look(data)["leftovers"].advice.partition("or: ")[2]
    assert shlex.split(command) == ["rm", "-r", str(data / ".restoring-x")]


def test_what_a_drill_left_is_named_beside_a_database_elsewhere(tmp_path: Path) -> None:
    (tmp_path / ".drill-old").mkdir()
    os.utime(tmp_path / ".drill-old", (1, 1))
    flags = {"data": str(tmp_path), "dsn": "postgres://u@127.0.0.1/memos"}
    settings = read_settings(flags, {})
    found = {finding.check: finding for finding in look_around(settings)}["leftovers"]
    assert ".drill-old" in found.fact


def test_a_server_that_does_not_listen(tmp_path: Path) -> None:
    assert look(tmp_path)["server"].verdict == "ok"
    with lock.hold([tmp_path]):
        assert look(tmp_path)["server"].verdict == "warn"
    assert "no server" in look(tmp_path)["server"].fact


def test_file_systems_are_told_by_the_longest_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\n"
        "nas:/v /mnt/my\\040nas nfs4 rw 0 0\n"
        f"nas:/v {tmp_path} cifs rw 0 0\n"
    )
    assert file_system_of(Path("/srv/data"), mounts) == "ext4"
    assert file_system_of(Path("/mnt/my nas/deep"), mounts) == "nfs4"
    assert file_system_of(Path("/mnt/my nasty"), mounts) == "ext4"
    assert file_system_of(Path("/srv"), tmp_path / "nothing") == ""
    monkeypatch.setattr(surroundings, "MOUNTS", mounts)
    assert look(tmp_path)["file system"].verdict == "fail"


def test_an_old_library_and_a_long_log_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "appliance.db-wal").open("wb") as wal:
        wal.truncate(surroundings.LARGE_WAL + 1)
    monkeypatch.setattr(sqlite_library, "FIXED", (99,))
    found = look(tmp_path)
    assert found["write-ahead log"].verdict == "warn"
    assert found["SQLite library"].verdict == "warn"


@pytest.mark.parametrize(
    ("mode", "verdict"), [(0o640, "ok"), (0o644, "warn"), (0o666, "fail")]
)
def test_rights_of_the_database(tmp_path: Path, mode: int, verdict: str) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "appliance.db").touch()
    (tmp_path / "appliance.db").chmod(mode)
    assert look(tmp_path)["database file"].verdict == verdict


@pytest.mark.parametrize(
    ("dsn", "verdict"),
    [
        ("", "ok"),
        ("postgres://u:secret@127.0.0.1/memos", "ok"),
        ("postgres://u:secret@db.home/memos", "warn"),
        ("postgres://u:secret@db.home/memos?sslmode=prefer", "warn"),
        ("postgres://u:secret@db.home/memos?sslmode=require", "ok"),
        ("mysql://u:secret@db.home/memos", "warn"),
        ("mysql://u:secret@db.home/memos?tls=true", "ok"),
    ],
)
def test_where_the_dsn_leads(tmp_path: Path, dsn: str, verdict: str) -> None:
    settings = read_settings({"data": str(tmp_path), "dsn": dsn}, {})
    found = {finding.check: finding for finding in look_around(settings)}["DSN"]
    assert found.verdict == verdict
    assert "secret" not in found.fact


def test_the_floor_of_the_disk_is_the_operators(tmp_path: Path) -> None:
    settings = read_settings({"data": str(tmp_path), "disk_floor": "900TB"}, {})
    found = {finding.check: finding for finding in look_around(settings)}
    assert found["free space"].verdict == "fail"
