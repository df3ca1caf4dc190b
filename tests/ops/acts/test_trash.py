"""The trash in the hands of operators."""

import time
from pathlib import Path

from appliance.config import read_settings
from appliance.models import inventory
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.trash import move_to_trash
from appliance.ops.acts import trash
from appliance.ops.acts.ground import Ground
from tests.factories import make_memo, make_user

NOW = int(time.time())


async def test_emptying_takes_what_is_meant(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    anna, ben = await make_user(database, "anna"), await make_user(database, "ben")
    for owner, age in ((anna, 100), (anna, 5), (ben, 100)):
        memo = await make_memo(database, owner, f"{age}")
        async with database.write() as transaction:
            await move_to_trash(transaction, memo, deleter_id=owner.id, now=NOW - age)
    done = await trash.empty(ground, username="anna", before=NOW - 50)
    assert done == {"forgotten": 1, "files": 0}
    left = await inventory.trash(database, None)
    assert [(row["creator"], row["snippet"]) for row in left] == [
        ("ben", "100"),
        ("anna", "5"),
    ]
    back = await trash.restore(ground, entry=left[1]["id"])
    assert await Memo.filter(uid=back["memo"].removeprefix("memos/")).exists()
    assert await trash.empty(ground) == {"forgotten": 1, "files": 0}
