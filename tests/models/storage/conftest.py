"""Every storage, set up as an administrator would."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Spool, Storages
from appliance.models.storage.choice import SETTING, Bucket
from tests.peers_s3 import s3_server, setting_of

KINDS = ("DATABASE", "LOCAL", "S3")


@pytest.fixture(scope="session")
def bucket() -> Iterator[Bucket]:
    """Run an S3 server for all tests."""
    with s3_server() as found:
        yield found


@pytest.fixture
async def settings(database: Database) -> InstanceSettings:
    """Return the instance's settings."""
    return InstanceSettings(database)


@pytest.fixture
async def storages(
    database: Database, settings: InstanceSettings, tmp_path: Path
) -> AsyncIterator[Storages]:
    """Return the front of all storages over a data directory."""
    front = Storages(database, settings, tmp_path / "data")
    yield front
    await front.close()


@pytest.fixture(params=KINDS)
async def kind(request: pytest.FixtureRequest, settings: InstanceSettings) -> str:
    """Choose each storage in turn."""
    chosen: str = request.param
    await choose(settings, chosen, request)
    return chosen


async def choose(
    settings: InstanceSettings, kind: str, request: pytest.FixtureRequest
) -> None:
    """Set the storage of new files."""
    value: dict[str, object] = {"storageType": kind}
    if kind == "S3":
        value = setting_of(request.getfixturevalue("bucket"))
    await settings.set(SETTING, value, None)


async def filled(storages: Storages, content: bytes) -> Spool:
    """Return a spool with these bytes."""
    spool = storages.spool()
    for start in range(0, len(content), 100_000):
        await spool.write(content[start : start + 100_000])
    return await spool.finish()
