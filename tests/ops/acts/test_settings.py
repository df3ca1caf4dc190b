"""Settings in the hands of operators."""

from pathlib import Path
from typing import Any

import pytest

from appliance.config import read_settings
from appliance.errors import FailedPreconditionError
from appliance.models.database import Database
from appliance.ops.acts import settings
from appliance.ops.acts.ground import Ground


def test_secrets_are_hidden_at_any_depth() -> None:
    value = {"a": [{"apiKey": "x", "title": "y"}], "password": "", "secretKey": "z"}
    assert settings.concealed("AI", value) == {
        "a": [{"apiKey": "(hidden)", "title": "y"}],
        "password": "",
        "secretKey": "(hidden)",
    }
    assert settings.concealed("secret_key", "x") == "(hidden)"


async def test_a_part_changes_and_the_rest_stays(
    database: Database, tmp_path: Path
) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    with pytest.raises(FailedPreconditionError):
        await settings.change(ground, name="X", value={})
    await ground.settings.set("X", {"a": {"b": 1, "c": 2}}, None)

    async def replace(name: str, value: Any) -> Any:
        return {"name": name, **value}

    whole = Ground(
        database=database,
        passwords=ground.passwords,
        settings=ground.settings,
        storages=ground.storages,
        replace=replace,
    )
    changed = await settings.change(whole, name="X.a.b", value=3)
    assert changed == {"name": "X", "a": {"b": 3, "c": 2}}
    assert await settings.change(whole, name="X.d.e", value=4) == {
        "name": "X",
        "a": {"b": 1, "c": 2},
        "d": {"e": 4},
    }
