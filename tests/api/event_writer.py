"""A second process that writes memos into the database of a test.

`python -m tests.api.event_writer DIRECTORY USERNAME COUNT`
"""

import asyncio
import sys
from pathlib import Path

from appliance.models.user import find_user
from tests.conftest import describe
from tests.factories import make_memo


async def spawn(
    directory: Path, username: str, count: int
) -> "asyncio.subprocess.Process":
    """Start this module as a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.api.event_writer"),
        *(str(directory), username, str(count)),
        cwd=Path(__file__).parents[2],
    )


async def main(directory: str, username: str, count: str) -> None:
    """Write into the database under test."""
    database = describe(Path(directory))
    await database.open()
    try:
        user = await find_user(username)
        assert user is not None
        for number in range(int(count)):
            await make_memo(database, user, uid=f"elsewhere{number}")
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
