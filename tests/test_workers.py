"""Tests of how tests are handed out to several processes."""

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests import workers


@pytest.fixture
def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use other locks than this very test does."""
    for name in ("GATE", "ROOM"):
        path = tmp_path / name
        path.touch()
        monkeypatch.setattr(workers, name, path)


def enter(*, alone: bool) -> tuple[threading.Thread, threading.Event, threading.Event]:
    """Start somebody who stays in the room until told to leave."""
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with workers.turn(alone=alone):
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=stay)
    thread.start()
    return thread, inside, leave


@pytest.mark.usefixtures("doors")
def test_many_are_in_the_room_together() -> None:
    people = [enter(alone=False) for _ in range(3)]
    assert all(inside.wait(30) for _, inside, _ in people)
    for thread, _, leave in people:
        leave.set()
        thread.join()


@pytest.mark.usefixtures("doors")
@pytest.mark.parametrize("first_alone", [True, False])
def test_who_is_alone_shares_the_room_with_nobody(first_alone: bool) -> None:  # noqa: FBT001 - a case
    first, in_first, leave_first = enter(alone=first_alone)
    assert in_first.wait(30)
    second, in_second, leave_second = enter(alone=not first_alone)
    assert not in_second.wait(0.1)
    leave_first.set()
    assert in_second.wait(30)
    leave_second.set()
    first.join()
    second.join()


@pytest.mark.usefixtures("doors")
def test_nobody_passes_who_waits_to_be_alone() -> None:
    first, in_first, leave_first = enter(alone=False)
    assert in_first.wait(30)
    waiting, in_waiting, leave_waiting = enter(alone=True)
    assert not in_waiting.wait(0.1)
    late, in_late, leave_late = enter(alone=False)
    assert not in_late.wait(0.1)
    leave_first.set()
    assert in_waiting.wait(30)
    assert not in_late.wait(0.1)
    leave_waiting.set()
    assert in_late.wait(30)
    leave_late.set()
    for thread in (first, waiting, late):
        thread.join()


def test_modules_and_folders_with_a_server_stay_together() -> None:
    golden = workers.APART[0]
    tests = ("tests/a/test_b.py::test_c", "tests/hostile/test_x.py::test_y[::]")
    assert [workers.unit_of(test) for test in tests] == [
        "tests/a/test_b.py",
        "tests/hostile",
    ]
    assert workers.unit_of(f"{golden}::test_x[a]") == f"{golden}::test_x[a]"


def test_what_is_named_exists() -> None:
    root = Path(__file__).parents[1]
    named = (*workers.APART, *workers.TOGETHER)
    assert [name for name in named if not (root / name).exists()] == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tests"], False),
        (["tests/a", "tests/test_b.py"], False),
        (["tests/a/test_b.py"], True),
        (["tests/a/test_b.py::test_c[x]", "tests/a/test_b.py::test_d"], True),
        ([f"tests/test_{n}.py" for n in range(workers.FEWEST_MODULES)], False),
    ],
)
def test_few_modules_need_no_processes(
    arguments: list[str],
    expected: bool,  # noqa: FBT001 - a case
) -> None:
    assert workers.few(arguments) == expected


@pytest.mark.parametrize(
    ("worker", "chosen", "expected"),
    [(None, None, "auto"), (None, 3, 3), (None, 0, 0), ("gw0", None, None)],
)
def test_only_the_first_process_starts_others(
    monkeypatch: pytest.MonkeyPatch,
    worker: str | None,
    chosen: int | None,
    expected: str | int | None,
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    if worker:
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
    option = SimpleNamespace(numprocesses=chosen, dist="no")
    config = cast("pytest.Config", SimpleNamespace(option=option, args=["tests"]))
    workers.pytest_cmdline_main(config)
    assert option.numprocesses == expected
