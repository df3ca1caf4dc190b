"""Files that nobody holds on to, erased by operators, and files moved step by step."""

import time
from pathlib import Path
from typing import Any

import pytest

from appliance.config import read_settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.attachment import Blob
from appliance.models.audit import AuditRow
from appliance.models.database import Database
from appliance.models.storage.sweep import GRACE
from appliance.ops.acts import storage
from appliance.ops.acts.ground import Ground
from tests.models.storage.conftest import filled


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    """Stand on an empty database beside an empty data directory."""
    return Ground.around(database, read_settings({"data": str(tmp_path)}, {}))


async def keep(ground: Ground) -> Blob:
    """Keep a file in use in the data directory."""
    with await filled(ground.storages, b"bytes") as spool:
        blob = await ground.storages.put(spool, "a.txt", "text/plain")
    blob.release_time = None
    await blob.save()
    return blob


async def test_the_grace_is_kept(ground: Ground, tmp_path: Path) -> None:
    now = int(time.time())
    for name, age in (("old", GRACE + 60), ("young", 60)):
        (tmp_path / name).write_bytes(b"x")
        await Blob.create(
            storage="local",
            reference=name,
            size=1,
            sha256="0" * 64,
            create_time=1,
            release_time=now - age,
        )
    assert await storage.clean(ground) == {"erased": 1, "removed": 0, "failed": {}}
    assert not (tmp_path / "old").exists()
    assert (tmp_path / "young").exists()
    (told,) = await AuditRow.all()
    assert (told.kind, told.detail) == (
        "storage.cleaned",
        "1 files erased, 0 without a row",
    )
    assert (await storage.clean(ground))["erased"] == 0
    assert await AuditRow.all().count() == 1


async def test_files_without_a_row_go(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await keep(ground)
    (tmp_path / "assets/stray").touch()
    assert (await storage.clean(ground))["removed"] == 0
    # No file can be made to look a day old: that its name is new has a time of its own.
    monkeypatch.setattr(storage, "FLOOR", -60)
    assert (await storage.clean(ground))["removed"] == 1
    assert [path.name for path in (tmp_path / "assets").iterdir()] == [
        Path(known.reference).name
    ]
    (told,) = await AuditRow.all()
    assert told.detail == "0 files erased, 1 without a row"


async def test_a_move_goes_on_where_a_step_ended(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = [await keep(ground) for _ in range(3)]
    monkeypatch.setattr(storage, "STEP_SECONDS", 0.0)
    after, steps = 0, list[dict[str, Any]]()
    while not steps or not steps[-1]["done"]:
        steps.append(await storage.move(ground, to="DATABASE", after=after))
        after = steps[-1]["last"]
    assert [step["moved"] for step in steps] == [1, 1, 1, 0]
    assert sum(step["bytes"] for step in steps) == 15
    for blob in blobs:
        assert (await Blob.get(id=blob.id)).storage == "database"


async def test_what_cannot_be_read_is_named_and_passed(
    ground: Ground, tmp_path: Path
) -> None:
    gone, good = await keep(ground), await keep(ground)
    (tmp_path / gone.reference).unlink()
    step = await storage.move(ground, to="DATABASE")
    assert (step["moved"], step["done"], step["last"]) == (1, True, good.id)
    (fault,) = step["faults"]
    assert (fault["file"], fault["fault"]) == (gone.id, "the file is missing")


async def test_a_destination_that_refuses_stops_it(
    ground: Ground, tmp_path: Path
) -> None:
    await ground.settings.set("STORAGE", {"storageType": "DATABASE"}, None)
    await keep(ground)
    (tmp_path / "assets").touch()
    step = await storage.move(ground, to="LOCAL")
    assert (step["moved"], step["done"]) == (0, True)
    assert step["stopped"]


async def test_unknown_storages_are_refused(ground: Ground) -> None:
    with pytest.raises(InvalidArgumentError, match="DATABASE, LOCAL, S3"):
        await storage.move(ground, to="TAPE")
    with pytest.raises(FailedPreconditionError, match="no bucket"):
        await storage.move(ground, to="S3")
