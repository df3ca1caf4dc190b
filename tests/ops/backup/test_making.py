"""A backup as it is asked for: its turn, its hooks, its note."""

import asyncio
import dataclasses
import errno
import fcntl
import os
import tempfile
import threading
import time
from pathlib import Path

import pytest

from appliance.config import Settings
from appliance.errors import FailedPreconditionError
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.ops.backup import making, records, repository, turn
from appliance.ops.backup.create import back_up
from appliance.ops.backup.crypt import Recipients, new_identity
from appliance.ops.backup.drill import Drilled
from appliance.ops.backup.making import Making, Wish
from tests.ops.backup.instance import sqlite_settings

# Where `os.statvfs` has how many blocks are free.
BLOCKS_AVAILABLE = 4


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an instance with nothing in it."""
    made = sqlite_settings(tmp_path / "data")
    made.data.mkdir()
    asyncio.run(migrate.migrate(describe_database(made)))
    return made


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "backups")


def make(settings: Settings, target: str, since: float | None = None) -> Making:
    return making.make(settings, Wish(targets=[target], since=since))


def made_there(target: str) -> int:
    return len(repository.snapshots(repository.open_repository(target)))


def test_the_second_at_once_says_so(
    settings: Settings, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.0)
    with turn.hold(settings.data, []):
        second = make(settings, target)
    assert (second.good, "another backup" in second.skipped) == (True, True)
    assert second.facts["path"] is None
    assert records.read(settings.data, records.CREATE) is None
    assert make(settings, target).skipped == ""
    assert made_there(target) == 1


@pytest.mark.parametrize("good", [True, False])
def test_what_counts_is_what_the_first_has_made(
    settings: Settings, target: str, monkeypatch: pytest.MonkeyPatch, *, good: bool
) -> None:
    waiting = threading.Event()
    lock = fcntl.flock

    def locking(descriptor: int, how: int) -> None:
        try:
            lock(descriptor, how)
        except BlockingIOError:
            waiting.set()
            raise

    monkeypatch.setattr(turn, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(fcntl, "flock", locking)
    # An older one, from before the first began, is none that the first has made.
    older = make(settings, target)
    time.sleep(1.1 - time.time() % 1)
    made: list[Making] = []
    second = threading.Thread(target=lambda: made.append(make(settings, target)))
    with turn.hold(settings.data, []):
        second.start()
        assert waiting.wait(20)
        if good:
            asyncio.run(back_up(settings, repository.prepared(target), Recipients()))
    second.join()
    assert bool(made[0].skipped) is good
    assert made[0].facts["path"] not in (None, older.facts["path"])
    assert made_there(target) == 2


def test_a_young_one_does_as_well(settings: Settings, target: str) -> None:
    first = make(settings, target, since=time.time() - 60)
    second = make(settings, target, since=time.time() - 60)
    assert second.facts["path"] == first.facts["path"]
    assert "just now" in second.skipped
    make(settings, target, since=time.time() + 60)
    make(settings, target)
    assert made_there(target) == 3


def test_a_young_one_that_is_not_what_is_wished_does_not(
    settings: Settings, target: str, tmp_path: Path
) -> None:
    since, recipient = time.time() - 60, new_identity()[1]
    plain = Wish(targets=[target], since=since)
    elsewhere = dataclasses.replace(plain, targets=[target, str(tmp_path / "more")])
    sealed = dataclasses.replace(plain, recipients=[recipient])
    bare = dataclasses.replace(sealed, secrets=False)
    # Each differs from the one before in one thing.
    for wish in (plain, elsewhere, sealed, bare):
        assert making.make(settings, wish).skipped == ""
        assert making.make(settings, wish).skipped


def test_one_that_is_skipped_was_not_rehearsed(settings: Settings, target: str) -> None:
    make(settings, target)
    wish = Wish(targets=[target], since=time.time() - 60)
    assert "drill" not in making.make(settings, wish).facts
    wish = dataclasses.replace(wish, drill=settings.data)
    skipped = making.make(settings, wish)
    assert (skipped.facts["drill"], skipped.drilled) == (None, None)


def test_hooks_run_around_it(settings: Settings, target: str, tmp_path: Path) -> None:
    note = tmp_path / "note"
    before = ("sh", "-c", f"echo before >> {note}")
    told = f"echo $APPLIANCE_BACKUP_RESULT $APPLIANCE_BACKUP_PATH >> {note}"
    hooked = dataclasses.replace(
        settings, backup_before=before, backup_after=("sh", "-c", told)
    )
    made = make(hooked, target)
    assert note.read_text().split() == ["before", "good", made.facts["path"]]


@pytest.mark.parametrize("encrypted", [False, True])
def test_it_is_rehearsed_at_once(
    settings: Settings, target: str, *, encrypted: bool
) -> None:
    recipients = [new_identity()[1]] if encrypted else []
    wish = Wish(targets=[target], recipients=recipients, drill=settings.data)
    made = making.make(settings, wish)
    assert made.drilled is not None
    assert made.drilled.faults == []
    assert made.drilled.before_encryption is encrypted
    assert made.facts["drill"] == made.drilled.facts()
    noted = records.read(settings.data, records.DRILL) or {}
    assert (noted["good"], noted["id"]) == (True, made.facts["id"])
    assert noted["path"] == made.facts["path"]
    # Of the plain twin nothing stays.
    assert list(settings.data.glob(".drill-*")) == []
    assert len(list(Path(target, "snapshots").glob("*.age"))) == encrypted


def rehearsed(settings: Settings, target: str, *, encrypted: bool) -> Drilled:
    """Make a backup that is good, whatever its rehearsal says."""
    recipients = [new_identity()[1]] if encrypted else []
    wish = Wish(
        targets=[target], recipients=recipients, min_free=0, drill=settings.data
    )
    made = making.make(settings, wish)
    assert made.good
    assert (records.read(settings.data, records.CREATE) or {})["good"] is True
    assert made_there(target) == 1
    assert made.drilled is not None
    noted = records.read(settings.data, records.DRILL) or {}
    assert (noted["good"], noted["faults"]) == (made.drilled.good, made.drilled.faults)
    return made.drilled


def test_a_rehearsal_that_cannot_begin_is_no_fault_of_the_backup(
    settings: Settings, target: str, tmp_path: Path
) -> None:
    # Whoever moves the folder elsewhere keeps backups; by its name it is not found.
    (tmp_path / "elsewhere").mkdir()
    Path(target).mkdir()
    Path(target, "snapshots").symlink_to(tmp_path / "elsewhere")
    drilled = rehearsed(settings, target, encrypted=False)
    assert "the archive alone" in drilled.faults[0]


@pytest.mark.parametrize("encrypted", [False, True])
def test_without_a_place_for_the_rehearsal_there_is_a_backup(
    settings: Settings, target: str, monkeypatch: pytest.MonkeyPatch, *, encrypted: bool
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    drilled = rehearsed(settings, target, encrypted=encrypted)
    assert "Read-only file system" in drilled.faults[0]
    assert drilled.before_encryption is encrypted


def test_the_twin_does_not_fill_the_disk_of_the_database(
    settings: Settings, target: str
) -> None:
    full = dataclasses.replace(settings, disk_floor=1 << 60)
    drilled = rehearsed(full, target, encrypted=True)
    assert "would be left free" in drilled.faults[0]


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_the_destination_keeps_free_is_not_asked_of_the_rehearsals_disk(
    settings: Settings, target: str, monkeypatch: pytest.MonkeyPatch, *, encrypted: bool
) -> None:
    asked = os.statvfs

    def larger(path: str | Path) -> os.statvfs_result:
        """Tell of a destination on a disk larger than there are."""
        told = list(asked(path))
        if Path(path).is_relative_to(target):
            told[BLOCKS_AVAILABLE] = 1 << 60
        return os.statvfs_result(told)

    monkeypatch.setattr(os, "statvfs", larger)
    recipients = [new_identity()[1]] if encrypted else []
    wish = Wish(
        targets=[target], recipients=recipients, min_free=1 << 58, drill=settings.data
    )
    made = making.make(dataclasses.replace(settings, disk_floor=1), wish)
    assert made.drilled is not None
    assert made.drilled.faults == []


def test_the_last_hook_runs_behind_the_rehearsal(
    settings: Settings, target: str
) -> None:
    note = settings.data / records.FOLDER / "drill.json"
    hooked = dataclasses.replace(settings, backup_after=("test", "-e", str(note)))
    assert rehearsed(hooked, target, encrypted=False).good


@pytest.mark.parametrize("command", [("false",), ("/nowhere/program",)])
def test_without_the_first_hook_there_is_none(
    settings: Settings, target: str, command: tuple[str, ...]
) -> None:
    hooked = dataclasses.replace(settings, backup_before=command)
    with pytest.raises(FailedPreconditionError, match=command[0]):
        make(hooked, target)
    assert made_there(target) == 0
    noted = records.read(settings.data, records.CREATE) or {}
    assert (noted["good"], command[0] in noted["reason"]) == (False, True)


def test_the_last_hook_runs_behind_a_failure(
    settings: Settings, target: str, tmp_path: Path
) -> None:
    note = tmp_path / "note"
    told = ("sh", "-c", f"echo $APPLIANCE_BACKUP_RESULT > {note}")
    hooked = dataclasses.replace(settings, backup_after=told)
    with pytest.raises(OSError, match="would be left free"):
        making.make(hooked, Wish(targets=[target], min_free=1 << 60))
    assert note.read_text().strip() == "failed"
    assert (records.read(settings.data, records.CREATE) or {})["good"] is False
