"""Who has a turn, as it is written into what locks."""

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Self

KINDS: Mapping[str, type] = {
    "instance": str,
    "works": bool,
    "host": str,
    "process": int,
    "since": str,
}
FORM = "%Y-%m-%d %H:%M:%S UTC"


def _now() -> str:
    return datetime.now(UTC).strftime(FORM)


@dataclass(frozen=True, slots=True)
class Holder:
    """A process. `instance` names the kernel's lock that it has; "": none.

    `works` is False as long as it only waits.
    """

    instance: str = ""
    works: bool = True
    host: str = field(default_factory=socket.gethostname)
    process: int = field(default_factory=os.getpid)
    since: str = field(default_factory=_now)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self | None:
        """Read what a holder wrote; None unless all of it is there, and fit to log."""
        try:
            read = json.loads(content)
        except (ValueError, RecursionError):
            return None
        if not isinstance(read, dict) or read.keys() != KINDS.keys():
            return None
        if any(type(read[name]) is not kind for name, kind in KINDS.items()):
            return None
        words = [value for value in read.values() if isinstance(value, str)]
        return cls(**read) if all(map(str.isprintable, words)) else None

    @property
    def began(self) -> float | None:
        """When it began, in seconds since 1970; None: nobody knows."""
        try:
            return datetime.strptime(self.since, FORM).replace(tzinfo=UTC).timestamp()
        except (ValueError, TypeError):
            return None

    def to_bytes(self) -> bytes:
        """Return what others read."""
        return json.dumps(asdict(self)).encode() + b"\n"

    def __str__(self) -> str:
        """Name it for people."""
        return f"process {self.process} on {self.host}, since {self.since}"
