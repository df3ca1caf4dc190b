"""An administrator, who came first, and a plain user."""

import pytest

from tests.api.house import House, Visitor


@pytest.fixture
async def boss(house: House) -> Visitor:
    """Sign the administrator in."""
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    """Sign a user in who is none."""
    assert boss.user.id
    return await house.user("ann")
