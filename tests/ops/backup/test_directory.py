"""A directory shows whole files only. What all destinations do: test_destination.py."""

from pathlib import Path

import pytest

from appliance.ops.backup.directory import Directory


def test_half_written_files_are_not_listed(tmp_path: Path) -> None:
    made = Directory(tmp_path / "new" / "repository")
    made.prepare()
    with made.put("blobs/x") as file:
        file.write(b"x")
        assert made.names("blobs/") == []
        assert made.size("blobs/x") is None
    assert made.names("blobs/") == ["blobs/x"]


def test_room_is_left_on_the_disk(tmp_path: Path) -> None:
    Directory(tmp_path).prepare()
    with (
        pytest.raises(OSError, match="would be left free"),
        Directory(tmp_path, min_free=1 << 60).put("blobs/x"),
    ):
        pass
    with Directory(tmp_path, min_free=1).put("blobs/x") as file:
        file.write(b"x")


def test_nobody_else_may_look(tmp_path: Path) -> None:
    made = Directory(tmp_path / "repository")
    made.prepare()
    assert (tmp_path / "repository/blobs").stat().st_mode & 0o077 == 0
