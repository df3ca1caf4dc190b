"""Files among those of the data directory that no row knows.

Only what lies below `assets/`: a template may lead elsewhere, but there other programs
may keep things too. The young are left alone, for a file is there before its row.
"""

import asyncio
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from appliance.models.database import Database
from appliance.models.storage import local

PAGE = 500
# Nothing younger is looked at, in seconds.
FLOOR = 24 * 3600
# A file is told by these: names may be spelled in two ways, or lead over links.
Inode = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stray:
    """A file, by its path below the data directory."""

    path: str
    size: int


async def find(database: Database, data: Path, before: float) -> Sequence[Stray]:
    """Return the files that no row knows and nobody touched since then, by path."""
    found = await asyncio.to_thread(_old, data, before)
    last = 0
    while found and (
        rows := await database.scan(
            "SELECT id, reference FROM appliance_blob WHERE storage = ? AND id > ?"
            " ORDER BY id LIMIT ?",
            (local.NAME, last, PAGE),
        )
    ):
        references = [row["reference"] for row in rows]
        for inode in await asyncio.to_thread(list, _inodes(data, references)):
            found.pop(inode, None)
        last = rows[-1]["id"]
    return sorted(found.values(), key=lambda stray: stray.path)


def remove(data: Path, found: Iterable[Stray]) -> dict[str, str]:
    """Remove them; return those that stay, and why."""
    failed = {}
    for stray in found:
        try:
            (data / stray.path).unlink(missing_ok=True)
        except OSError as error:
            failed[stray.path] = error.strerror or str(error)
    return failed


def _old(data: Path, before: float) -> dict[Inode, Stray]:
    found = {}
    for folder, _, names in os.walk(data / local.DIRECTORY):
        for name in names:
            path = Path(folder, name)
            with suppress(FileNotFoundError):
                facts = path.lstat()
                # Both times: a restored file may bring an old one along.
                touched = max(facts.st_mtime, facts.st_ctime)
                if stat.S_ISREG(facts.st_mode) and touched < before:
                    place = path.relative_to(data).as_posix()
                    found[facts.st_dev, facts.st_ino] = Stray(place, facts.st_size)
    return found


def _inodes(data: Path, references: Iterable[str]) -> Iterator[Inode]:
    for reference in references:
        # What is missing, or was never a path, protects nothing.
        with suppress(OSError, ValueError):
            facts = (data / reference).stat()
            yield facts.st_dev, facts.st_ino
