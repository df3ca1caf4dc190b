"""Thumbnails are drawn once, by few at a time, and never instead of a picture."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from appliance.api.files import thumbnails
from appliance.api.files.thumbnails import KEEP_SECONDS, Thumbnails
from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.media import program
from appliance.models.storage import Storages
from tests.models.media.pictures import picture


@pytest.fixture
def storages(database: Database, tmp_path: Path) -> Storages:
    """Return storages that keep files below the test's directory."""
    return Storages(database, InstanceSettings(database), tmp_path)


async def kept(storages: Storages, content: bytes) -> Blob:
    with storages.spool() as spool:
        await spool.write(content)
        await spool.finish()
        return await storages.put(spool, "p", "image/png")


async def test_one_is_drawn_for_equal_pictures(
    storages: Storages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = [await kept(storages, picture("PNG", (700, 10))) for _ in range(2)]
    running: list[int] = []
    run = program.run

    async def counting(module: str, source: int, target: int, seconds: float) -> int:
        running.append(source)
        return await run(module, source, target, seconds)

    monkeypatch.setattr(program, "run", counting)
    drawing = Thumbnails(storages, tmp_path)
    found = await asyncio.gather(*(drawing.get("image/png", blob) for blob in blobs))
    assert found[0] == found[1] is not None
    again = await Thumbnails(storages, tmp_path).get("image/png", blobs[0])
    assert again == found[0]
    assert len(running) <= thumbnails.SLOTS
    assert len(os.listdir(tmp_path / thumbnails.DIRECTORY)) == 1  # noqa: PTH208 - one look at a local directory


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/png", b"no picture"),
        ("image/gif", picture("GIF", (700, 10))),
        ("text/plain", b"text"),
        ("image/jpeg", picture("JPEG", (700, 10), xmp=b"<x hdrgm:Version='1'/>")),
        ("image/webp", picture("WEBP")),
    ],
)
async def test_where_none_can_be_the_picture_has_to_do(
    storages: Storages, tmp_path: Path, media_type: str, content: bytes
) -> None:
    drawing = Thumbnails(storages, tmp_path)
    blob = await kept(storages, content)
    for _ in range(2):
        assert await drawing.get(media_type, blob) is None
    directory = tmp_path / thumbnails.DIRECTORY
    assert not directory.exists() or not os.listdir(directory)  # noqa: PTH208 - one look at a local directory


async def test_a_picture_whose_bytes_are_gone_has_none(
    storages: Storages, tmp_path: Path
) -> None:
    blob = await kept(storages, picture("PNG", (700, 10)))
    await storages.erase(blob)
    assert await Thumbnails(storages, tmp_path).get("image/png", blob) is None


async def test_a_program_that_hangs_is_ended(
    storages: Storages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "PROGRAM", "timeit")
    monkeypatch.setattr(thumbnails, "MAX_SECONDS", 0.05)
    blob = await kept(storages, picture("PNG", (700, 10)))
    assert await Thumbnails(storages, tmp_path).get("image/png", blob) is None


async def test_old_ones_are_forgotten(storages: Storages, tmp_path: Path) -> None:
    drawing = Thumbnails(storages, tmp_path)
    await drawing.prune()
    paths = []
    for side in (700, 800):
        blob = await kept(storages, picture("PNG", (side, 10)))
        path = await drawing.get("image/png", blob)
        assert path
        paths.append(path)
    old = time.time() - KEEP_SECONDS - 60
    os.utime(paths[0], (old, old))
    await drawing.prune()
    assert [path.exists() for path in paths] == [False, True]
