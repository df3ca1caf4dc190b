"""`appliance storage gc` as an operator and a script call it."""

import asyncio
import time
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models.attachment import Blob
from appliance.models.connection import describe_database
from appliance.models.storage.sweep import GRACE
from appliance.ops import leftovers
from appliance.ops.acts import storage
from tests.ops.cli.calling import Console


def keep(console: Console, name: str, release_time: int | None) -> Path:
    """Keep a file in the instance, and its row."""
    data = console.place[1]
    given = {"data": data}
    if "--dsn" in console.place:
        given["dsn"] = console.place[-1]
    database = describe_database(read_settings(given, {}))

    async def store() -> None:
        await database.open()
        try:
            await Blob.create(
                storage="local",
                reference=f"assets/{name}",
                size=5,
                sha256="0" * 64,
                create_time=1,
                release_time=release_time,
            )
        finally:
            await database.close()

    asyncio.run(store())
    path = Path(data) / "assets" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"bytes")
    return path


def test_it_says_first_and_erases_when_told(
    instance: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    old = keep(instance, "old", now - GRACE - 60)
    young = keep(instance, "young", now)
    stray = young.with_name("stray")
    stray.write_bytes(b"123")
    # No file can be made to look a day old: that its name is new has a time of its own.
    for module in (leftovers, storage):
        monkeypatch.setattr(module, "FLOOR", -60)

    found = instance.facts("storage", "gc")
    assert found == {
        "dryRun": True,
        "unneeded": {"files": 1, "bytes": 5},
        "waiting": {"files": 1, "bytes": 5},
        "unknown": {"files": 1, "bytes": 3, "names": ["assets/stray"]},
        "missing": [],
    }
    assert instance.facts("storage", "gc", "--dry-run") == found
    words = instance.call("storage", "gc").stdout
    assert "assets/stray" in words
    assert "Nothing was erased" in words
    assert old.exists()
    assert stray.exists()

    done = instance.facts("storage", "gc", "--yes")
    assert (done["dryRun"], done["erased"], done["removed"]) == (False, 1, 1)
    assert not old.exists()
    assert not stray.exists()
    assert young.exists()
    (told,) = instance.facts("audit")
    assert (told["kind"], told["actor"]) == ("storage.cleaned", "(command)")
    assert "Erased: 0 files" in instance.call("storage", "gc", "--yes").stdout


def test_missing_bytes_are_named(instance: Console) -> None:
    keep(instance, "used", None).unlink()
    done = instance.call("storage", "gc")
    # Nothing holds on to it, but it was not let go of yet.
    assert done.returncode == 1
    assert "assets/used" in done.stdout


def test_many_names_are_cut_for_people(
    instance: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "FLOOR", -60)
    assets = Path(instance.place[1]) / "assets"
    assets.mkdir()
    for number in range(25):
        (assets / f"{number:02}").touch()
    words = instance.call("storage", "gc").stdout
    assert "assets/19" in words
    assert "assets/20" not in words
    assert "5 more" in words


def test_both_at_once_are_refused(instance: Console) -> None:
    done = instance.call("storage", "gc", "--dry-run", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
