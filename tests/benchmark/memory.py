"""How much memory a process and its children hold."""

import contextlib
import re
from pathlib import Path

RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process tree in MB, 0 for one that is gone."""
    return sum(_resident_kilobytes(member) for member in _tree(pid)) / 1024


def _tree(pid: int) -> list[int]:
    members = [pid]
    for member in members:
        with contextlib.suppress(FileNotFoundError):
            for task in Path(f"/proc/{member}/task").iterdir():
                members += map(int, (task / "children").read_text().split())
    return members


def _resident_kilobytes(pid: int) -> int:
    with contextlib.suppress(FileNotFoundError):
        found = RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
        return int(found.group(1)) if found else 0
    return 0
