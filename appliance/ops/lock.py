"""The data directory belongs to one server at a time.

The lock is the kernel's, held on an open file: it ends with the process, however the
process ends, and the number written into the file only serves the message.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from appliance.errors import FailedPreconditionError

LOCK_FILE = "appliance.lock"
# What a server writes concerns its user and, for backups, the group: nobody else.
PRIVATE_UMASK = 0o027


class TakenError(FailedPreconditionError):
    """Another process holds the directory."""


@contextmanager
def hold(directories: Iterable[Path]) -> Iterator[None]:
    """Hold every directory for the block, creating those that are not there.

    Raises TakenError, with the other server's process id, when one of them is in use.
    """
    with ExitStack() as held:
        for directory in sorted({_created(path) for path in directories}):
            held.enter_context(_hold(directory))
        yield


def is_taken(directory: Path) -> bool:
    """Whether a process holds the directory; nothing is created or changed."""
    try:
        descriptor = os.open(directory / LOCK_FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _created(directory: Path) -> Path:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return directory.resolve(strict=True)
    except OSError as error:
        raise FailedPreconditionError(
            f"The directory {directory} cannot be used: {error.strerror}."
        ) from error


@contextmanager
def _hold(directory: Path) -> Iterator[None]:
    file = directory / LOCK_FILE
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise FailedPreconditionError(
            f"{file} cannot be opened: {error.strerror}. "
            "The data directory must belong to the user who runs the server."
        ) from error
    try:
        _lock(descriptor, directory)
        # Who has it is a courtesy: a full disk keeps nobody from making room.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        # The file stays: unlinking it would let two servers lock two files.
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, directory: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        raise TakenError(
            f"Another server (process {holder or 'unknown'}) uses {directory}. "
            "Stop it first, or choose another directory with --data."
        ) from error
    except OSError as error:
        raise FailedPreconditionError(
            f"{directory} cannot be locked: {error.strerror}."
        ) from error
