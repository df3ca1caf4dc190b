"""Acts by name."""

import inspect
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.ops.acts import ACTS, perform
from appliance.ops.acts.ground import Ground


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Ground:
    """Stand on an empty database."""
    return Ground.around(database, read_settings({"data": str(tmp_path)}, {}))


@pytest.mark.parametrize("name", ["user.fly", "__class__", ""])
async def test_what_is_not_listed_is_not_done(ground: Ground, name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="does not know"):
        await perform(ground, name, {})


@pytest.mark.parametrize("arguments", [{}, {"username": "a", "ground": 1}])
async def test_arguments_must_fit(ground: Ground, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidArgumentError):
        await perform(ground, "user.delete", arguments)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_takes_its_arguments_by_name(name: str) -> None:
    first, *others = inspect.signature(ACTS[name]).parameters.values()
    assert first.name == "ground"
    assert all(each.kind is each.KEYWORD_ONLY for each in others)
