"""One backup at a time in a real bucket, whoever dies."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

import pytest

from appliance.ops.backup import bucket_turn, turn
from appliance.ops.backup.bucket import Bucket
from appliance.ops.backup.bucket_turn import LOCKS, BusyError
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.holder import Holder
from tests.ops.backup.test_bucket import address
from tests.ops.backup.test_turn import impatient, kill_a_holder

__all__ = ["address", "impatient"]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the living speak up often, and the silent be dead soon."""
    monkeypatch.setattr(bucket_turn, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(bucket_turn, "SETTLE_SECONDS", 0.2)
    monkeypatch.setattr(bucket_turn, "RENEW_SECONDS", 0.1)


@pytest.mark.usefixtures("brief")
def test_a_bucket_has_one_turn(tmp_path: Path, address: str) -> None:
    bucket, other = (Bucket(address.format("turn")) for _ in range(2))
    with turn.hold(tmp_path / "a", [bucket, bucket]):
        (name,) = other.names(LOCKS)
        said = f"process {os.getpid()} on .*, since 20"
        with (
            pytest.raises(BusyError, match=said),
            turn.hold(tmp_path / "b", [other]),
        ):
            pass
        assert other.names(LOCKS) == [name]
    assert bucket.names(LOCKS) == []


@pytest.mark.usefixtures("brief")
def test_a_holder_with_a_clock_ahead_has_the_turn_all_the_same(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket, other = (Bucket(address.format("ahead")) for _ in range(2))
    hour = 3600 * 10**9
    with monkeypatch.context() as patched:
        now = time.time_ns
        patched.setattr(time, "time_ns", lambda: now() + hour)
        turns = ExitStack()
        turns.enter_context(turn.hold(tmp_path / "a", [bucket]))
    with turns, pytest.raises(BusyError), turn.hold(tmp_path / "b", [other]):
        pass


@pytest.mark.usefixtures("brief")
def test_whoever_was_silent_for_long_is_dead(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(address.format("silent"))
    for number, content in enumerate([b"1", Holder("elsewhere").to_bytes()]):
        with bucket.put(f"{LOCKS}{number:020}-dead") as file:
            file.write(content)
    monkeypatch.setattr(bucket_turn, "DEAD_SECONDS", 3.0)
    # It is waited for, and never taken for somebody who makes a backup.
    told: list[str] = []
    with turn.hold(tmp_path, [bucket], lambda what, _done, _all: told.append(what)):
        assert len(bucket.names(LOCKS)) == 1
    assert bucket.names(LOCKS) == []
    assert set(told) == {"waiting for its turn"}


def test_the_dead_of_this_instance_hold_up_nobody_in_a_bucket(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = address.format("killed")
    kill_a_holder(tmp_path, target)
    bucket = Bucket(target)
    assert len(bucket.names(LOCKS)) == 1

    def wait(_seconds: float) -> None:
        raise AssertionError("nobody is waited for")

    monkeypatch.setattr(time, "sleep", wait)
    monkeypatch.setattr(bucket_turn, "SILENT_SECONDS", 0.0)
    with turn.hold(tmp_path, [bucket]):
        assert len(bucket.names(LOCKS)) == 1
    assert bucket.names(LOCKS) == []


def living(bucket: Bucket) -> list[str]:
    """Return whom a process lets live that has a lock by the name of "lock-1"."""
    attempt = bucket_turn._Attempt(bucket, "", "lock-1")  # noqa: SLF001 - what it sees
    return [other.name for other in attempt._living()]  # noqa: SLF001 - same


def test_whoever_has_the_same_lock_on_a_cloned_disk_is_not_dead(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = Bucket(address.format("cloned"))
    names = [f"{LOCKS}{number:020}-clone" for number in range(2)]
    for name, host in zip(names, [socket.gethostname(), "elsewhere"], strict=True):
        with bucket.put(name) as file:
            file.write(Holder("lock-1", host=host).to_bytes())
    # It has just spoken up.
    assert living(bucket) == names
    monkeypatch.setattr(bucket_turn, "SILENT_SECONDS", -60.0)
    assert living(bucket) == names[1:]
    assert bucket.names(LOCKS) == names[1:]


def test_two_threads_never_put_the_same_object_at_once(tmp_path: Path) -> None:
    at_once: list[int] = []
    inside: list[str] = []

    class Slow(Directory):
        @contextmanager
        def put(self, name: str) -> Iterator[IO[bytes]]:
            inside.append(name)
            at_once.append(len(inside))
            with super().put(name) as file:
                yield file
            time.sleep(0.05)
            inside.pop()

    place = cast("Bucket", Slow(tmp_path))
    attempt = bucket_turn._Attempt(place, "", "")  # noqa: SLF001 - what both have
    threads = [threading.Thread(target=attempt.put, args=(place,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_once == [1, 1, 1]


@pytest.mark.usefixtures("brief")
def test_of_two_that_come_at_once_one_has_it(
    tmp_path: Path,
    address: str,
) -> None:
    had: list[int] = []
    gate = threading.Barrier(2)

    def come(number: int) -> None:
        gate.wait()
        bucket = Bucket(address.format("race"))
        try:
            with turn.hold(tmp_path / str(number), [bucket]):
                had.append(number)
                leaving.wait(20)
        except BusyError:
            leaving.set()

    leaving = threading.Event()
    threads = [threading.Thread(target=come, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(had) == 1
    assert leaving.is_set()
