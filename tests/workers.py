"""Tests in several processes: how many, what stays together, and who runs alone.

`pytest` takes a process for each core. The tests of one module stay in one of them,
because they may share a server.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers import scratch_database

# Fewer modules than this are done before other processes would have started.
FEWEST_MODULES = 4
# Modules whose tests share nothing and take long.
APART = ("tests/contract/matrix/test_matrix.py", "tests/golden/test_golden.py")
# Folders whose modules share one server.
TOGETHER = ("tests/hostile", "tests/models/storage")
DSN = "APPLIANCE_TEST_DSN"
# Only the locks on them are of interest here.
GATE, ROOM = Path(__file__), Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Take a process for each core, where -n does not say how many."""
    chosen = getattr(config.option, "numprocesses", 0) is not None
    if chosen or is_worker() or few(config.args):
        return
    config.option.numprocesses, config.option.dist = "auto", "loadscope"


def is_worker() -> bool:
    """Whether this process was started by another one to run tests."""
    return "PYTEST_XDIST_WORKER" in os.environ


def few(arguments: list[str]) -> bool:
    """Whether tests are done before other processes would have started."""
    modules = {argument.partition("::")[0] for argument in arguments}
    return len(modules) < FEWEST_MODULES and all(m.endswith(".py") for m in modules)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep together what shares a server; units with the most tests come first."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - where it is used

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
        def _split_scope(self, nodeid: str) -> str:
            return unit_of(nodeid)

    return Scheduling(config, log)


def unit_of(test: str) -> str:
    """Name what stays together with this test: its module, its folder, or nothing."""
    module = test.partition("::")[0]
    folder = module.rpartition("/")[0]
    if module in APART:
        return test
    return folder if folder in TOGETHER else module


def pytest_configure(config: pytest.Config) -> None:
    """Give this process a database of its own on the server under test."""
    if is_worker() and os.environ.get(DSN):
        stack = contextlib.ExitStack()
        os.environ[DSN] = stack.enter_context(scratch_database(os.environ[DSN]))
        config.add_cleanup(stack.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let a test that is marked `alone` wait until no other process runs any."""
    with turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextlib.contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """Hold the room, with others or alone; the gate lets nobody pass who waits."""
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    with _locked(GATE, fcntl.LOCK_EX) as gate, _locked(ROOM, kind):
        if not alone:
            fcntl.flock(gate, fcntl.LOCK_UN)
        yield


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Iterator[int]:
    opened = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(opened, kind)
        yield opened
    finally:
        # Told explicitly: a process forked meanwhile would keep what is only closed.
        fcntl.flock(opened, fcntl.LOCK_UN)
        os.close(opened)
