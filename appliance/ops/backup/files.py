"""Files that are there whole, for good, or not at all: temporary, synced, renamed."""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PARTIAL = ".partial-"
# Nobody writes one file for longer; what is older was left behind by a crash.
ABANDONED_SECONDS = 24 * 3600
# Directories in which a database is built that has no place yet.
RESTORING, SCRATCH = ".restoring-", ".drill-"
FILE_MODE = 0o600


@contextmanager
def whole_file(path: Path, mode: int = FILE_MODE) -> Iterator[IO[bytes]]:
    """Write a file that appears under its name when the block ends well."""
    partial = path.parent / f"{PARTIAL}{secrets.token_hex(8)}"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            # The system says what it refused, and only we know for which file.
            error.filename = str(path)
        raise
    sync_directory(path.parent)


def require_free(path: Path, floor: int, coming: int = 0) -> None:
    """Leave room for others, with so much more: a full disk stops not only us."""
    if not floor:
        return
    facts = os.statvfs(path)
    if facts.f_bavail * facts.f_frsize - coming < floor:
        words = f"less than {floor} bytes would be left free"
        raise OSError(errno.ENOSPC, words, str(path))


def sync_directory(path: Path) -> None:
    """Make the names in a directory last."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_abandoned(directory: Path, seconds: float = ABANDONED_SECONDS) -> None:
    """Remove what processes that died left half-written so long ago."""
    before = time.time() - seconds
    for partial in directory.glob(f"{PARTIAL}*"):
        try:
            if partial.stat().st_mtime < before:
                partial.unlink()
        except FileNotFoundError:  # somebody else was quicker
            continue


def remove_rooms(directory: Path, seconds: float = ABANDONED_SECONDS) -> None:
    """Remove what drills that were killed left so long ago; it may be in plain."""
    before = time.time() - seconds
    for room in directory.glob(f"{SCRATCH}*"):
        try:
            if room.stat().st_mtime < before:
                shutil.rmtree(room, ignore_errors=True)
        except OSError:  # somebody else was quicker, or it is not ours
            continue
