"""One backup at a time in a bucket, which has no locks of its own.

Each process puts an object into `locks/`, and makes it young for as long as it lives.
Nobody gives way to an object alone: only to one that is made young while we look. So
what a dead process left never passes for a backup that is being made.
"""

import dataclasses
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.ops.backup.bucket import Bucket
from appliance.ops.backup.holder import Holder
from appliance.ops.backup.parts import Progress
from appliance.ops.logs import get_logger

LOCKS = "locks/"
LONGEST = 4096
# A holder says that it lives; one that was silent for so long is dead.
RENEW_SECONDS, DEAD_SECONDS = 5.0, 120.0
# One that has our lock, it seems, may be its copy on a cloned disk: that speaks up.
SILENT_SECONDS = 2 * RENEW_SECONDS
LOOK_SECONDS = 2.0
# So long may two that came at once need to see each other.
SETTLE_SECONDS = 2.0


class BusyError(FailedPreconditionError):
    """Another backup is being made there."""

    def __init__(self, place: str, holder: Holder | None) -> None:
        """Say who makes one."""
        by = f" by {holder}" if holder else ""
        super().__init__(f"{place}: another backup is being made{by}")


class NoLockError(OSError):
    """There cannot be a lock at all: the place cannot be written, or knows none."""


class Other(NamedTuple):
    """Somebody else's object. Its time is the storage's own."""

    name: str
    modified: float
    holder: Holder | None

    @property
    def works(self) -> bool:
        """Whether it has the turn, as far as anybody knows."""
        return self.holder is None or self.holder.works


class Waiting:
    """Says that it is waited for somebody: once in the log, by progress all along."""

    def __init__(self, place: str, progress: Progress, limit: float) -> None:
        self._place = place
        self._progress = progress
        self._limit = int(limit)
        self._since: float | None = None

    def goes_on(self, holder: Holder | None) -> None:
        """Tell of it."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
            get_logger().info(
                "waits for its turn",
                place=self._place,
                behind=str(holder or "nobody knows whom"),
                seconds_at_most=self._limit,
            )
        self._progress("waiting for its turn", int(now - self._since), self._limit)


@contextmanager
def hold(
    bucket: Bucket,
    place: str,
    instance: str,
    progress: Progress = lambda _what, _done, _all: None,
) -> Iterator[None]:
    """Have the turn of the bucket, or raise BusyError or NoLockError.

    `instance` names the kernel's lock that this process has: whoever else names the
    same one on this host, and is silent, has lost it and is dead.
    """
    attempt = _Attempt(bucket, place, instance)
    try:
        attempt.put(bucket)
    except OSError as error:
        raise NoLockError(error.errno, error.strerror, place) from error
    try:
        with _renewing(attempt):
            attempt.wait(Waiting(place, progress, DEAD_SECONDS))
            yield
    finally:
        with suppress(OSError):
            bucket.remove(attempt.name)


class _Attempt:
    """This process, before and while it has the turn."""

    def __init__(self, bucket: Bucket, place: str, instance: str) -> None:
        self.name = f"{LOCKS}{time.time_ns():020}-{secrets.token_hex(4)}"
        self.bucket = bucket
        self._place = place
        self._holder = Holder(instance, works=False)
        self._putting = threading.Lock()

    def put(self, bucket: Bucket) -> None:
        """Say that this process lives."""
        # What is read back must be what was put: not what another thread put then.
        with self._putting, bucket.put(self.name) as file:
            file.write(self._holder.to_bytes())

    def wait(self, waiting: Waiting) -> None:
        """Return with the turn; BusyError as soon as somebody before us lives."""
        seen: dict[str, float] = {}
        while other := self._in_the_way():
            if other.name not in seen:
                seen[other.name] = other.modified
            waiting.goes_on(other.holder)
            if other.modified > seen[other.name]:
                raise BusyError(self._place, other.holder)
            time.sleep(LOOK_SECONDS)
        self._holder = dataclasses.replace(self._holder, works=True)
        self.put(self.bucket)

    def _in_the_way(self) -> Other | None:
        others = self._living()
        if others and not _first(others, self.name):
            # It may have been here before us, with a clock that is ahead.
            time.sleep(SETTLE_SECONDS)
            others = self._living()
        return _first(others, self.name)

    def _living(self) -> list[Other]:
        entries = self.bucket.entries(LOCKS)
        own = next((e.modified for e in entries if e.name == self.name), time.time())
        found = []
        for entry in entries:
            if entry.name == self.name:
                continue
            holder = _read(self.bucket, entry.name)
            silent = own - entry.modified
            lost = silent >= SILENT_SECONDS and self._names_ours(holder)
            if lost or silent >= DEAD_SECONDS:
                self.bucket.remove(entry.name)
            else:
                found.append(Other(entry.name, entry.modified, holder))
        return found

    def _names_ours(self, holder: Holder | None) -> bool:
        instance = self._holder.instance
        if not holder or not instance or holder.instance != instance:
            return False
        return holder.host == socket.gethostname()


def _first(others: list[Other], name: str) -> Other | None:
    """Return who is before a name: whoever works, then who came earlier."""
    before = [other for other in others if other.works or other.name < name]
    return min(before, key=lambda other: (not other.works, other.name), default=None)


def _read(bucket: Bucket, name: str) -> Holder | None:
    try:
        with bucket.open(name) as file:
            return Holder.from_bytes(file.read(LONGEST))
    except NotFoundError:
        return None


@contextmanager
def _renewing(attempt: _Attempt) -> Iterator[None]:
    ended = threading.Event()

    def renew() -> None:
        # A client of its own: they are not made for two threads. The next round is
        # its next try.
        own = Bucket(attempt.bucket.place(""), waits=())
        while not ended.wait(RENEW_SECONDS):
            with suppress(OSError):
                attempt.put(own)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
