"""Memos in the hands of operators."""

from pathlib import Path

from appliance.config import read_settings
from appliance.models.database import Database
from appliance.ops.acts import memos
from appliance.ops.acts.ground import Ground
from tests.factories import make_memo, make_user


async def test_all_memos_are_read_again(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    assert await memos.reindex(ground) == {"memos": 0}
    await make_memo(database, await make_user(database))
    assert await memos.reindex(ground) == {"memos": 1}
