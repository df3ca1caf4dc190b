"""`kill -9` at any moment: no half backup is called good, no half restore is there."""

import random
import shutil
from pathlib import Path

import pytest

from tests.recovery.host import Host
from tests.recovery.scene import (
    Scene,
    check_repository,
    check_target,
    leftovers,
)

KILLS, MANY_KILLS = 7, 70
KILLED = -9


def moments(seconds: float, count: int) -> list[float]:
    """Return random moments of a run, one in each stretch of it."""
    stretch = seconds / count
    chance = random.Random()  # noqa: S311 - not for secrets; another run, other moments
    return [stretch * (number + chance.random()) for number in range(count)]


def kill_creates(original: Scene, host: Host, root: Path, count: int) -> int:
    """Kill backups in the making; return how many died."""
    place = original.copy(root)
    create = "backup", "create", "--data", place.data, "--to", place.backups
    seconds = host.order(*create)["seconds"]
    codes = []
    for moment in moments(seconds, count):
        codes.append(host.order(*create, kill=moment)["code"])
        check_repository(place.backups, {place.good})
    before = check_repository(place.backups)
    assert host.order(*create)["code"] == 0
    assert check_repository(place.backups) == before + 1
    return codes.count(KILLED)


def kill_prunes(original: Scene, host: Host, root: Path, count: int) -> int:
    """Kill prunes; return how many died."""
    prune = "backup", "prune", str(root / "backups"), "--keep-last", "1"
    original.copy(root)
    seconds = host.order(*prune)["seconds"]
    codes = []
    for moment in moments(seconds, count):
        place = original.copy(root)
        codes.append(host.order(*prune, kill=moment)["code"])
        check_repository(place.backups, {place.good})
        assert host.order(*prune)["code"] == 0
        assert check_repository(place.backups, {place.good}) == 1
    return codes.count(KILLED)


def kill_restores(original: Scene, host: Host, root: Path, count: int) -> int:
    """Kill restores, and restore into what they left; return how many died."""
    restore = "backup", "restore", original.backups, "--data"
    seconds = host.order(*restore, root / "timed")["seconds"]
    codes = []
    for number, moment in enumerate(moments(seconds, count)):
        target = root / str(number)
        codes.append(host.order(*restore, target, kill=moment)["code"])
        if check_target(target, original):
            # It had come to its end: the next one says so.
            again = host.order(*restore, target)
            assert (again["code"], "is not empty" in again["said"]) == (2, True)
        else:
            assert host.order(*restore, target)["code"] == 0
            assert leftovers(target) == []
            assert check_target(target, original)
        shutil.rmtree(target)
    return codes.count(KILLED)


KILLERS = {
    "create": kill_creates,
    "prune": kill_prunes,
    "restore": kill_restores,
}


@pytest.mark.parametrize("name", KILLERS)
def test_kill_leaves_nothing_half(
    original: Scene, host: Host, tmp_path: Path, name: str
) -> None:
    assert KILLERS[name](original, host, tmp_path / "copy", KILLS) > 0


@pytest.mark.slow  # two hundred kills, and a look at all that they left, take minutes
@pytest.mark.parametrize("name", KILLERS)
def test_many_kills_leave_nothing_half(
    original: Scene, host: Host, tmp_path: Path, name: str
) -> None:
    assert KILLERS[name](original, host, tmp_path / "copy", MANY_KILLS) > KILLS
