"""The database in the hands of operators."""

from pathlib import Path

from appliance.config import read_settings
from appliance.models.database import Database
from appliance.ops.acts import database as acts
from appliance.ops.acts.ground import Ground


async def test_both_tell_what_is_left(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    assert (await acts.vacuum(ground))["bytes"] > 0
    assert (await acts.analyze(ground))["bytes"] > 0
