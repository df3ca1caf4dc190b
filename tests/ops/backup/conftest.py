"""Instances to back up."""

from pathlib import Path

import pytest

from appliance.models.database import Database
from tests.ops.backup.instance import fill


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the data directory of the instance: where the database fixture puts it."""
    return tmp_path


@pytest.fixture
async def full(database: Database, data: Path) -> Database:
    """Return an instance with one of everything in it."""
    await fill(database, data)
    return database
