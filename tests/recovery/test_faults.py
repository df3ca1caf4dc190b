"""The disk is full or broken at the n-th call: nothing half stays, and it is said."""

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.peers import need
from tests.recovery.host import Host
from tests.recovery.scene import (
    Scene,
    check_repository,
    check_target,
    leftovers,
)

NO_ROOM, BROKEN = "ENOSPC", "EIO"
# Each call that the work makes, and how the system would refuse it.
CALLS = {
    **dict.fromkeys(("write", "pwrite64", "mkdir", "ftruncate"), NO_ROOM),
    **dict.fromkeys(("fsync", "fdatasync", "rename", "unlink", "utimensat"), BROKEN),
    **dict.fromkeys(("read", "pread64", "openat", "newfstatat", "statfs"), BROKEN),
}
# So many calls without any effect were the last ones.
PATIENCE = 10
# A repository of so many backups begins anew: each is looked through every time.
MOST = 10
# A sample for every day: with the place of the first blob, of the archive, of the end.
SAMPLE = [1, 3, 6]
SAMPLED = ["write", "fsync", "rename", "pwrite64"]
SENTENCE = re.compile(
    r"No space left|Input/output|No such file|I/O error|disk is full|cannot be"
    r"|unable to open|does not answer|not good|damaged|no backup|not sound",
    re.IGNORECASE,
)


def check_words(answer: dict[str, Any]) -> None:
    """Prove that a failure is 1, or 2 before anything began, and one sentence."""
    said = answer["said"]
    assert answer["code"] in (0, 1, 2), answer
    if not answer["code"]:
        return
    # The words themselves may be what could not be written.
    if "_explain" not in said and said:
        assert "Traceback" not in said, said
        assert SENTENCE.search(said), said


class Faults:
    """One call, refused the first, second, … time, until that changes nothing."""

    def __init__(self, call: str, numbers: Iterable[int]) -> None:
        self.failed = 0
        self._call = call
        self._numbers = numbers
        self._quiet = 0

    def __iter__(self) -> Iterator[str]:
        """Give what strace is told."""
        for number in self._numbers:
            if self._quiet == PATIENCE:
                return
            yield f"{self._call}:error={CALLS[self._call]}:when={number}"

    def note(self, answer: dict[str, Any]) -> int:
        """Take what came of it; return the exit code."""
        check_words(answer)
        code: int = answer["code"]
        self.failed += code != 0
        self._quiet = 0 if code else self._quiet + 1
        return code


def spoil_creates(original: Scene, host: Host, root: Path, faults: Faults) -> None:
    """Refuse a call of backups in the making."""
    place = original.copy(root)
    create = "backup", "create", "--data", place.data, "--to", place.backups
    for inject in faults:
        before = check_repository(place.backups, {place.good})
        if before > MOST:
            place = original.copy(root)
            before = check_repository(place.backups, {place.good})
        code = faults.note(host.order(*create, inject=inject))
        after = check_repository(place.backups, {place.good})
        assert code or after == before + 1
    assert host.order(*create)["code"] == 0


def spoil_prunes(original: Scene, host: Host, root: Path, faults: Faults) -> None:
    """Refuse a call of prunes."""
    prune = "backup", "prune", root / "backups", "--keep-last", 1
    for inject in faults:
        place = original.copy(root)
        faults.note(host.order(*prune, inject=inject))
        check_repository(place.backups, {place.good})
        assert host.order(*prune)["code"] == 0
        assert check_repository(place.backups, {place.good}) == 1


def spoil_restores(original: Scene, host: Host, root: Path, faults: Faults) -> None:
    """Refuse a call of restores, and restore again."""
    target = root / "target"
    restore = "backup", "restore", original.backups, "--data", target
    for inject in faults:
        code = faults.note(host.order(*restore, inject=inject))
        whole = check_target(target, original)
        assert whole or code
        if not whole:
            assert host.order(*restore)["code"] == 0, inject
            assert leftovers(target) == []
            assert check_target(target, original)
        shutil.rmtree(target)


SPOILERS = {
    "create": spoil_creates,
    "prune": spoil_prunes,
    "restore": spoil_restores,
}


@pytest.mark.parametrize("name", SPOILERS)
def test_a_sample_of_faults_leaves_nothing_half(
    original: Scene, host: Host, tmp_path: Path, name: str
) -> None:
    need("strace")
    failed = 0
    for call in SAMPLED:
        faults = Faults(call, SAMPLE)
        SPOILERS[name](original, host, tmp_path / "copy", faults)
        failed += faults.failed
    assert failed > 1


@pytest.mark.slow  # every call of three commands, each refused once: over ten minutes
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", SPOILERS)
def test_no_fault_leaves_anything_half(
    original: Scene, host: Host, tmp_path: Path, name: str, call: str
) -> None:
    need("strace")
    SPOILERS[name](original, host, tmp_path / "copy", Faults(call, count(1)))
