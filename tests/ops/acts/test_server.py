"""The server as it describes itself."""

import os
from pathlib import Path

from appliance import __version__
from appliance.config import read_settings
from appliance.models.database import Database
from appliance.ops.acts import server
from appliance.ops.acts.ground import Ground


async def test_it_says_what_it_is(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    told = await server.describe(ground)
    assert told == {"version": __version__, "process": os.getpid(), "proxies": {}}
