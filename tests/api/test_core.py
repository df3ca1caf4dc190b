"""What is made once is made of one database and one configuration."""

from pathlib import Path

from appliance.api.core import Core
from appliance.config import read_settings
from appliance.models.database import Database


async def test_all_parts_share_one_database(database: Database, tmp_path: Path) -> None:
    configuration = read_settings({"data": str(tmp_path)}, {})

    core = Core.around(database, configuration)
    await core.settings.prepare(public=True)

    assert core.configuration.data == tmp_path
    assert await core.accounts.first_admin() is None
    assert await core.settings.access_mode() == "PUBLIC"
