"""What a process of its own does, done in this one."""

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from appliance.config import Settings
from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.ops.backup import records, turn
from appliance.ops.backup.crypt import new_identity
from appliance.ops.jobs import tasks
from appliance.ops.jobs.tasks import Done
from tests.ops.backup.instance import sqlite_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return an instance with nothing in it."""
    made = sqlite_settings(tmp_path / "data")
    made.data.mkdir()
    asyncio.run(migrate.migrate(describe_database(made)))
    return made


def run(settings: Settings, kind: str, **request: Any) -> Done:
    return tasks.TASKS[kind](settings, request, lambda _step, _done, _total: None)


def test_a_life_of_backups(settings: Settings, tmp_path: Path) -> None:
    places = [str(tmp_path / "one"), str(tmp_path / "two")]
    made = [run(settings, tasks.CREATE, destinations=places) for _ in range(3)]
    assert all(each.good for each in made)
    ids = [each.facts["backup"] for each in made]
    assert len(made[0].facts["places"]) == 2

    found = run(settings, tasks.LIST, destinations=[*places, str(tmp_path / "none")])
    assert [each["id"] for each in found.facts["backups"]] == ids[::-1]
    assert found.facts["backups"][0]["destinations"] == places
    assert found.facts["unreachable"] == {}

    assert run(settings, tasks.VERIFY, destinations=places, backup=ids[0]).good
    drilled = run(settings, tasks.DRILL, destinations=places)
    assert (drilled.good, drilled.facts["backup"]) == (True, ids[2])
    for kind in (records.CREATE, records.VERIFY, records.DRILL):
        assert (records.read(settings.data, kind) or {})["good"] is True

    wanted: dict[str, Any] = {"destinations": places, "keep": {"last": 2}}
    kept = run(settings, tasks.PRUNE, **wanted, dry_run=True)
    assert kept.facts["removed"] == ids[:1]
    gone = run(settings, tasks.PRUNE, **wanted)
    assert (gone.good, gone.facts["removed"]) == (True, ids[:1])
    run(settings, tasks.DELETE, destinations=places, backup=ids[1])
    with pytest.raises(NotFoundError):
        run(settings, tasks.DELETE, destinations=places, backup=ids[1])
    with pytest.raises(FailedPreconditionError, match="the last backup"):
        run(settings, tasks.DELETE, destinations=places, backup=ids[2])


def test_an_encrypted_one_is_rehearsed_with_its_key_or_made_anew(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.0)
    text, recipient = new_identity()
    key = tmp_path / "key"
    key.write_text(text)
    places = {"destinations": [str(tmp_path / "kept")]}
    first = run(settings, tasks.CREATE, **places, recipients=[recipient])
    with pytest.raises(FailedPreconditionError, match="--backup-identity"):
        run(settings, tasks.DRILL, **places)
    refused = records.read(settings.data, records.DRILL) or {}
    assert (refused["good"], "--backup-identity" in refused["reason"]) == (False, True)
    drilled = run(settings, tasks.DRILL, **places, recipients=[recipient])
    assert drilled.good
    assert drilled.facts["backup"] != first.facts["backup"]
    assert drilled.facts["places"][0].endswith(".age")
    assert len(run(settings, tasks.LIST, **places).facts["backups"]) == 2
    knowing = dataclasses.replace(settings, backup_identity=key)
    again = run(knowing, tasks.DRILL, **places, recipients=[recipient])
    assert (again.good, again.facts["backup"]) == (True, drilled.facts["backup"])
    with (
        turn.hold(settings.data, []),
        pytest.raises(FailedPreconditionError, match="Nothing was rehearsed"),
    ):
        run(settings, tasks.DRILL, **places, recipients=[recipient])
    # Another one rehearses meanwhile: its verdict, or the last, is the one that counts.
    assert (records.read(settings.data, records.DRILL) or {})["good"] is True


def test_a_good_drill_stays_one_where_the_last_hook_fails(
    settings: Settings, tmp_path: Path
) -> None:
    wanted: dict[str, Any] = {
        "destinations": [str(tmp_path / "kept")],
        "recipients": [new_identity()[1]],
    }
    run(settings, tasks.CREATE, **wanted)
    hooked = dataclasses.replace(settings, backup_after=("false",))
    with pytest.raises(FailedPreconditionError, match="false ended with 1"):
        run(hooked, tasks.DRILL, **wanted)
    assert (records.read(settings.data, records.DRILL) or {})["good"] is True
    assert (records.read(settings.data, records.CREATE) or {})["good"] is False


def test_a_place_that_fails_is_named_by_a_drill_that_makes_one(
    settings: Settings, tmp_path: Path
) -> None:
    bad = tmp_path / "file"
    bad.touch()
    wanted: dict[str, Any] = {
        "destinations": [str(tmp_path / "good"), str(bad)],
        "recipients": [new_identity()[1]],
    }
    run(settings, tasks.CREATE, **wanted)
    drilled = run(settings, tasks.DRILL, **wanted)
    assert not drilled.good
    assert drilled.facts["made"]
    (fault,) = drilled.facts["faults"]
    assert str(bad) in fault
    assert drilled.reason == fault
    assert (records.read(settings.data, records.DRILL) or {})["good"] is True


def test_a_place_that_fails_is_named(settings: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "file"
    bad.touch()
    good = str(tmp_path / "good")
    made = run(settings, tasks.CREATE, destinations=[good, str(bad)])
    assert not made.good
    assert str(bad) in made.reason
    assert made.facts["failed"].keys() == {str(bad)}
    found = run(settings, tasks.LIST, destinations=[good, str(bad)])
    assert len(found.facts["backups"]) == 1
    pruned = run(settings, tasks.PRUNE, destinations=[good, str(bad)], keep={"last": 1})
    assert not pruned.good
    probed = run(settings, tasks.PROBE, destination=str(bad)).facts
    assert (probed["good"], probed["step"]) == (False, "write")
    assert run(settings, tasks.PROBE, destination=good).facts["good"]
    assert not Path(good, tasks.PROBE_NAME).exists()


def test_nothing_there_is_told(settings: Settings, tmp_path: Path) -> None:
    for kind in (tasks.VERIFY, tasks.DRILL):
        with pytest.raises(NotFoundError):
            run(settings, kind, destinations=[str(tmp_path / "none")])
    # A drill for which there is nothing proves as little as one that fails.
    kept = records.read(settings.data, records.DRILL) or {}
    assert (kept["good"], kept["reason"]) == (False, "no backup")
    tried = run(settings, tasks.STORAGE, setting={"storageType": "LOCAL"})
    assert tried.facts["good"]
