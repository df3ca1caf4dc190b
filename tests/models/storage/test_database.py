"""Chunks of files in the database."""

import pytest

from appliance.errors import NotFoundError
from appliance.models.attachment import CHUNK_SIZE
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import Storages
from appliance.models.storage.choice import SETTING
from tests.models.storage.conftest import filled


async def test_no_row_is_larger_than_a_chunk(
    storages: Storages, settings: InstanceSettings, database: Database
) -> None:
    await settings.set(SETTING, {"storageType": "DATABASE"}, None)
    with await filled(storages, b"x" * (2 * CHUNK_SIZE + 1)) as spool:
        blob = await storages.put(spool, "a", "text/plain")
    rows = await database.scan(
        "SELECT position, LENGTH(content) AS size FROM appliance_blob_chunk"
        " ORDER BY position"
    )
    found = [(row["position"], row["size"]) for row in rows]
    assert found == [(0, CHUNK_SIZE), (1, CHUNK_SIZE), (2, 1)]
    await database.execute("DELETE FROM appliance_blob_chunk WHERE position = 1")
    with pytest.raises(NotFoundError):
        [piece async for piece in storages.read(blob)]
