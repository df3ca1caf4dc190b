"""One backup at a time, in an instance and in a destination."""

import errno
import fcntl
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from appliance.ops.backup import repository, turn
from appliance.ops.backup.bucket_turn import BusyError
from appliance.ops.backup.directory import Directory


def unsaid(_what: str, _done: int, _all: int) -> None:
    """Tell nobody of progress."""


@pytest.fixture
def place(tmp_path: Path) -> Directory:
    directory = Directory(tmp_path / "backups")
    directory.prepare()
    return directory


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody."""
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.0)


def test_an_instance_has_one_turn(tmp_path: Path) -> None:
    with turn.hold(tmp_path, []):
        with pytest.raises(BusyError, match="this instance"), turn.hold(tmp_path, []):
            pass
        with turn.hold(tmp_path / "other", []):
            pass
    with turn.hold(tmp_path, []):
        pass


def test_whoever_waits_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.3)
    told: list[str] = []
    with (
        turn.hold(tmp_path, []),
        capture_logs() as said,
        pytest.raises(BusyError),
        turn.hold(tmp_path, [], lambda what, _done, _all: told.append(what)),
    ):
        pass
    assert set(told) == {"waiting for its turn"}
    (line,) = said
    assert (line["event"], line["place"]) == ("waits for its turn", "this instance")
    assert line["behind"].startswith(f"process {os.getpid()} on ")


def test_a_directory_has_one_turn(tmp_path: Path, place: Directory) -> None:
    with (
        turn.hold(tmp_path / "a", [place]),
        pytest.raises(BusyError, match=str(place.root)),
        turn.hold(tmp_path / "b", [place]),
    ):
        pass
    with turn.hold(tmp_path / "b", [place]):
        pass


def test_what_cannot_be_locked_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        capture_logs() as said,
        turn.hold(tmp_path / "file", [Directory(tmp_path / "none")]),
    ):
        pass
    assert [each["log_level"] for each in said] == ["warning"] * 2
    assert str(tmp_path / "none") in said[1]["error"]


def test_a_lock_that_fails_while_it_is_waited_for_is_not_passed_over(
    tmp_path: Path, place: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 60.0)
    lock = fcntl.flock

    def fail(_seconds: float) -> None:
        def failing(*_: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(fcntl, "flock", failing)

    monkeypatch.setattr(time, "sleep", fail)
    with (
        turn.hold(tmp_path / "a", [place]),
        pytest.raises(OSError, match="Input/output error"),
        turn.hold(tmp_path / "b", [place]),
    ):
        pass
    # One that never worked stops nobody.
    assert fcntl.flock is not lock
    with turn.hold(tmp_path / "b", [place]):
        pass


HOLD = """
import sys, time
from pathlib import Path
from appliance.ops.backup import repository, turn
with turn.hold(Path(sys.argv[1]), [repository.prepared(sys.argv[2])]):
    print("held", flush=True)
    time.sleep(600)
"""


def kill_a_holder(data: Path, target: str) -> None:
    """Have a process take the turn, and kill it."""
    command = [sys.executable, "-c", HOLD, str(data), target]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BusyError), turn.hold(data, []):
            pass
        process.kill()


def test_the_dead_hold_up_nobody_in_a_directory(tmp_path: Path) -> None:
    target = str(tmp_path / "backups")
    kill_a_holder(tmp_path, target)
    with turn.hold(tmp_path, [repository.prepared(target)]):
        pass
    # Nor whoever comes from another instance.
    with turn.hold(tmp_path / "other", [repository.prepared(target)]):
        pass


def test_a_copied_directory_is_another_instance(tmp_path: Path) -> None:
    with turn._flock(tmp_path / "a", "a", unsaid) as (first, _):  # noqa: SLF001 - what it names
        pass
    with turn._flock(tmp_path / "a", "a", unsaid) as (again, _):  # noqa: SLF001 - same
        pass
    shutil.copy(tmp_path / "a", tmp_path / "b")
    with turn._flock(tmp_path / "b", "b", unsaid) as (copy, _):  # noqa: SLF001 - same
        pass
    assert first == again != copy != ""


def test_one_that_is_about_to_end_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 60.0)
    waiting = threading.Event()
    monkeypatch.setattr(time, "sleep", lambda _seconds: waiting.set())
    held = ExitStack()
    began = time.time()
    assert held.enter_context(turn.hold(tmp_path, [])) is None

    def end() -> None:
        waiting.wait(20)
        held.close()

    ending = threading.Thread(target=end)
    ending.start()
    with turn.hold(tmp_path, []) as before:
        assert before is not None
        assert abs(before - began) < 60
    ending.join()
