"""A file is there whole, or not at all."""

import os
import time
from pathlib import Path

import pytest

from appliance.ops.backup import files


def names(directory: Path) -> list[str]:
    """List what is in a directory."""
    return sorted(path.name for path in directory.iterdir())


def test_a_file_appears_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    with files.whole_file(path) as file:
        file.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(path.parent) == ["b"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(b"old")

    def fail() -> None:
        with files.whole_file(path) as file:
            file.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["b"]


def test_it_is_synced_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace

    def syncing(descriptor: int) -> None:
        steps.append("sync")
        sync(descriptor)

    def naming(path: Path, target: Path) -> Path:
        steps.append("name")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", naming)
    with files.whole_file(tmp_path / "b"):
        pass
    assert steps == ["sync", "name", "sync"]


def test_only_what_is_long_abandoned_is_removed(tmp_path: Path) -> None:
    young, old = tmp_path / ".partial-young", tmp_path / ".partial-old"
    other = tmp_path / "other"
    for path in (young, old, other):
        path.touch()
    day = time.time() - files.ABANDONED_SECONDS - 1
    os.utime(old, (day, day))
    os.utime(other, (day, day))
    files.remove_abandoned(tmp_path)
    assert names(tmp_path) == [".partial-young", "other"]


def test_rooms_of_drills_that_were_killed_go(tmp_path: Path) -> None:
    for name in (".drill-old", ".drill-new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "appliance.db").touch()
    for name in (".drill-old", "old"):
        os.utime(tmp_path / name, (1, 1))
    files.remove_rooms(tmp_path)
    assert names(tmp_path) == [".drill-new", "old"]
    files.remove_rooms(tmp_path / "nowhere")
