"""One server per data directory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError
from appliance.ops import lock
from tests.ops.backup.instance import files_end_at

HOLDER = """
import sys
from pathlib import Path
from appliance.ops import lock
with lock.hold([Path(sys.argv[1])]):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(directory: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_holder_is_told_who_is_first(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with (
            pytest.raises(FailedPreconditionError, match=rf"process {process.pid}\)"),
            lock.hold([tmp_path]),
        ):
            pass
        process.communicate("")


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.kill()
        process.wait()
        with lock.hold([tmp_path]):
            assert (tmp_path / lock.LOCK_FILE).read_text() == f"{os.getpid()}\n"


def test_the_lock_ends_with_its_block(tmp_path: Path) -> None:
    for _ in range(2):
        with lock.hold([tmp_path]):
            pass


def test_directories_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    made = tmp_path / "a" / "b"
    with lock.hold([made, made, tmp_path / "a" / ".." / "a" / "b"]):
        assert made.stat().st_mode & 0o777 == 0o700
        assert (made / lock.LOCK_FILE).stat().st_mode & 0o777 == 0o600


def test_holding_several_is_all_or_nothing(tmp_path: Path) -> None:
    free, taken = tmp_path / "a", tmp_path / "b"
    taken.mkdir()
    with holder(taken) as process:
        with pytest.raises(FailedPreconditionError), lock.hold([taken, free]):
            pass
        with lock.hold([free]):
            pass
        process.communicate("")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with (
        pytest.raises(FailedPreconditionError, match="cannot be used"),
        lock.hold([tmp_path / "data"]),
    ):
        pass


def test_a_lock_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / lock.LOCK_FILE).mkdir()
    with (
        pytest.raises(FailedPreconditionError, match="must belong to the user"),
        lock.hold([tmp_path]),
    ):
        pass


def test_a_full_disk_keeps_nobody_from_making_room(tmp_path: Path) -> None:
    with files_end_at(0), lock.hold([tmp_path]):
        assert (tmp_path / lock.LOCK_FILE).read_text() == ""
