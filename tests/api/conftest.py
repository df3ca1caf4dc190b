"""The services over a fresh database, open to the world or closed."""

from pathlib import Path

import pytest

from appliance.models.database import Database
from tests.api.house import House


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    """Make the services of an instance with a public address."""
    return await House.build(database, tmp_path, public=True)


@pytest.fixture
async def closed_house(database: Database, tmp_path: Path) -> House:
    """Make the services of an instance without a public address."""
    return await House.build(database, tmp_path, public=False)
