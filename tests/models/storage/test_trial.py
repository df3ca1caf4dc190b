"""A storage is tried, and nothing of the probe stays."""

from pathlib import Path

import pytest

from appliance.models.attachment import Blob, BlobChunk
from appliance.models.database import Database
from appliance.models.storage import trial
from appliance.models.storage.choice import Bucket, StorageChoice


def files_in(directory: Path) -> list[Path]:
    return list(directory.glob("*"))


@pytest.mark.parametrize("kind", ["DATABASE", "LOCAL"])
async def test_a_probe_comes_back_and_goes(
    database: Database, tmp_path: Path, kind: str
) -> None:
    found = await trial.probe(database, tmp_path, StorageChoice(kind=kind))
    assert found.facts() == {
        "good": True,
        "place": kind.lower(),
        "step": "",
        "reason": "",
    }
    assert await Blob.all().count() == await BlobChunk.all().count() == 0
    assert files_in(tmp_path / "assets") == []


async def test_what_fails_is_named(database: Database, tmp_path: Path) -> None:
    (tmp_path / "assets").touch()
    found = await trial.probe(database, tmp_path, StorageChoice())
    assert (found.step, bool(found.reason)) == ("write", True)
    found = await trial.probe(database, tmp_path, StorageChoice(kind="S3"))
    assert "no bucket" in found.reason


def test_the_place_of_a_bucket_shows_no_key() -> None:
    bucket = Bucket("key", "secret", "http://s3", "", "photos", True, False)  # noqa: FBT003 - as the class has them
    assert trial.place_of(StorageChoice(kind="S3", bucket=bucket)) == "s3://photos"
