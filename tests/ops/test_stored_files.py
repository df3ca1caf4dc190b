"""Files looked at one by one, in the data directory and in the database."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.ops.acts.ground import Ground
from appliance.ops.stored_files import Inspection, inspect


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    """Stand on an empty database beside an empty data directory."""
    return Ground.around(database, read_settings({"data": str(tmp_path)}, {}))


async def keep(ground: Ground, content: bytes, kind: str = "LOCAL") -> Blob:
    """Keep bytes where a setting says, as a file in use."""
    await ground.settings.set("STORAGE", {"storageType": kind}, None)
    with ground.storages.spool() as spool:
        await spool.write(content)
        blob = await ground.storages.put(await spool.finish(), "a.txt", "text/plain")
    blob.release_time = None
    await blob.save()
    return blob


async def faults(ground: Ground, *, checksums: bool = False) -> list[str]:
    """Return what is wrong."""
    found = inspect(ground, Inspection(), checksums=checksums)
    return [fault.reason async for fault in found]


@pytest.mark.parametrize("kind", ["LOCAL", "DATABASE"])
async def test_whole_files_are_good(ground: Ground, kind: str) -> None:
    for content in (b"", b"x", b"y" * 1_200_000):
        await keep(ground, content, kind)
    seen = Inspection()
    assert [fault async for fault in inspect(ground, seen, checksums=True)] == []
    assert (seen.files, seen.bytes) == (3, 1_200_001)
    assert await faults(ground) == []


async def test_missing_short_and_changed_files_are_told(
    ground: Ground, tmp_path: Path
) -> None:
    gone, short, changed = [await keep(ground, b"content") for _ in range(3)]
    (tmp_path / gone.reference).unlink()
    (tmp_path / short.reference).write_bytes(b"con")
    (tmp_path / changed.reference).write_bytes(b"CONTENT")
    quick = {fault.blob_id: fault async for fault in inspect(ground, Inspection())}
    assert quick.keys() == {gone.id, short.id}
    assert quick[gone.id].facts()["storage"] == "local"
    assert len(await faults(ground, checksums=True)) == 3


async def test_chunks_that_are_gone_are_told(ground: Ground) -> None:
    blob = await keep(ground, b"y" * 1_200_000, "DATABASE")
    await ground.database.execute(
        "DELETE FROM appliance_blob_chunk WHERE blob_id = ? AND position = 1",
        (blob.id,),
    )
    assert await faults(ground) == []
    assert len(await faults(ground, checksums=True)) == 1


async def test_a_look_may_be_short(ground: Ground) -> None:
    for _ in range(3):
        await keep(ground, b"x")
    seen = Inspection()
    assert [fault async for fault in inspect(ground, seen, most=2)] == []
    assert seen.files == 2
