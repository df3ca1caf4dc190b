"""One backup at a time: of an instance, and in a destination.

Locks of directories are the kernel's and end with their process, however it ends; what
is written into their files says who has them. For buckets see `bucket_turn.py`.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from appliance.ops.backup import bucket_turn
from appliance.ops.backup.bucket import Bucket
from appliance.ops.backup.bucket_turn import BusyError, NoLockError, Waiting
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.holder import Holder
from appliance.ops.backup.parts import Progress
from appliance.ops.backup.records import FOLDER
from appliance.ops.logs import get_logger

T = TypeVar("T")
FILE = ".lock"
LONGEST = 4096
# Somebody who is told to end, or nearly has, is waited for: longer than a job lives
# whose server was killed (`jobs/child.py`).
PATIENCE_SECONDS, LOOK_SECONDS = 30.0, 0.2


@contextmanager
def hold(
    data: Path,
    destinations: Iterable[Destination],
    progress: Progress = lambda _what, _done, _all: None,
) -> Iterator[float | None]:
    """Have the turn of the instance and of every destination, or raise BusyError.

    Gives when the process began that had the instance's turn before, if it was waited
    for: it may have made a backup, or have failed.

    A destination that cannot be locked at all is none of this module's business:
    writing there fails or it does not.

    Raises OSError where one that can be locked fails while it is waited for.
    """
    places = {destination.place(""): destination for destination in destinations}
    instance, before = "", None
    with ExitStack() as held:
        # A job beside the server may see the data directory read-only.
        with suppress(OSError):
            (data / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _flock(data / FOLDER / FILE, "this instance", progress)
        instance, before = _taken(held, lock) or ("", None)
        for place, destination in places.items():
            if isinstance(destination, Directory):
                _taken(held, _flock(destination.root / FILE, place, progress))
            elif isinstance(destination, Bucket):
                turn = bucket_turn.hold(destination, place, instance, progress)
                _taken(held, turn)
        yield before.began if before else None


def _taken(held: ExitStack, lock: AbstractContextManager[T]) -> T | None:
    try:
        return held.enter_context(lock)
    except NoLockError as error:
        get_logger().warning("goes on without a lock", error=str(error))
        return None


@contextmanager
def _flock(
    file: Path, place: str, progress: Progress
) -> Iterator[tuple[str, Holder | None]]:
    """Hold a file; give the name of its lock, which no copy of it shares.

    And who had it before, if somebody was waited for.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise NoLockError(error.errno, error.strerror, str(file)) from error
    try:
        before = _wait(descriptor, place, progress)
        yield _signed(descriptor, _written(descriptor)), before
    finally:
        # The file stays: unlinking it would let two processes lock two files.
        os.close(descriptor)


def _wait(descriptor: int, place: str, progress: Progress) -> Holder | None:
    """Lock a file; return who was waited for."""
    before, until = None, time.monotonic() + PATIENCE_SECONDS
    waiting, waited = Waiting(place, progress, PATIENCE_SECONDS), False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            waited, before = True, _written(descriptor) or before
            if time.monotonic() >= until:
                raise BusyError(place, before) from error
            waiting.goes_on(before)
            time.sleep(LOOK_SECONDS)
        except OSError as error:
            if waited:
                raise
            raise NoLockError(error.errno, error.strerror, place) from error
        else:
            return before


def _written(descriptor: int) -> Holder | None:
    return Holder.from_bytes(os.pread(descriptor, LONGEST, 0))


def _signed(descriptor: int, before: Holder | None) -> str:
    """Write who has the lock, and return its name; "" where it has none."""
    number = f"-{os.fstat(descriptor).st_ino}"
    name = before.instance if before else ""
    if not name.endswith(number):
        name = secrets.token_hex(8) + number
    # A full disk does not keep anybody from a turn.
    with suppress(OSError):
        content = Holder(name).to_bytes()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, content, 0)
        return name
    return ""
