"""A second process that writes into the database of a test.

`python -m tests.models.writer DIRECTORY SETTING TIMES` adds one to a setting as often
as asked, reading it anew each time: what others add meanwhile must not get lost.
"""

import asyncio
import json
import sys
from pathlib import Path

from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.instance import Setting
from tests.conftest import describe


async def add(database: Database, setting: str, times: int) -> None:
    """Read, add one, write: each time in a transaction of its own."""
    for _ in range(times):
        async with database.write() as transaction:
            rows = await transaction.fetch(
                "SELECT value FROM appliance_setting WHERE name = ?", (setting,)
            )
            number = json.loads(rows[0]["value"]) + 1 if rows else 1
            await Setting.update_or_create(
                name=setting,
                defaults={"value": json.dumps(number)},
                using_db=transaction.connection,
            )
            name = f"instance/settings/{setting}"
            transaction.record(Change(kind=ChangeKind.SETTING_UPDATED, name=name))


async def spawn(
    directory: Path, setting: str, times: int
) -> "asyncio.subprocess.Process":
    """Start this module as a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.models.writer"),
        *(str(directory), setting, str(times)),
        cwd=Path(__file__).parents[2],
    )


async def main(directory: str, setting: str, times: str) -> None:
    """Write into the database under test."""
    database = describe(Path(directory))
    await database.open()
    try:
        await add(database, setting, int(times))
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
