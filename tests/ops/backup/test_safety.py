"""What a restore replaces is kept first."""

import asyncio
from pathlib import Path

from appliance.models.database import Database
from appliance.ops.backup import repository, safety
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import settings_under_test, sqlite_settings


async def test_it_is_backed_up_into_its_own_directory(
    full: Database, data: Path
) -> None:
    await full.close()
    kept = await asyncio.to_thread(safety.keep, settings_under_test(data))
    assert kept is not None
    assert Path(kept).is_relative_to(data / "before-restore")
    verdict = verify(repository.locate(Path(kept)))
    assert verdict.good
    assert verdict.manifest is not None
    assert verdict.manifest.counts["memo"] == 4


def test_where_nothing_is_nothing_is_kept(tmp_path: Path) -> None:
    assert safety.keep(sqlite_settings(tmp_path / "new")) is None
