"""A backup under continuous writes is one moment: what changes together is together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from appliance.models import checkup
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.user import User
from appliance.ops.backup.create import Made
from appliance.ops.backup.restore import Restoration
from tests.factories import make_memo
from tests.ops.backup.instance import (
    back_up,
    emptied,
    fill,
    location_of,
    opened,
    rows_of,
)

PAIRS, WRITERS, BACKUPS = 4, 3, 4
# More than one page of rows, so that reading takes its time.
MEMOS = 700


class Writers:
    """Change two memos of a pair in one transaction, again and again."""

    def __init__(self, database: Database, anna: User) -> None:
        self.written = 0
        self.stopped = False
        self._database = database
        self._anna = anna

    async def prepare(self) -> None:
        """Make the pairs: one memo at either end of the table."""
        for side in ("left", "right"):
            for number in range(PAIRS):
                await make_memo(
                    self._database, self._anna, "0 #turn/0", uid=f"{side}-{number}"
                )
            if side == "left":
                async with self._database.write() as transaction:
                    for number in range(MEMOS):
                        memo = Memo(
                            uid=f"between-{number}",
                            creator_id=self._anna.id,
                            create_time=number,
                            update_time=number,
                        ).write(f"between {number} " * 20)
                        await memo.insert(transaction)

    async def write(self, number: int) -> None:
        """Turn the pairs of one writer, and add a memo each time."""
        while not self.stopped:
            self.written += 1
            turn = self.written
            text = f"{turn} #turn/{turn}"
            async with self._database.write() as transaction:
                for side in ("left", "right"):
                    memo = await Memo.get(
                        uid=f"{side}-{number % PAIRS}",
                        using_db=transaction.connection,
                    )
                    before = memo.counted()
                    await memo.write(text).replace(transaction, before)
                added = Memo(
                    uid=f"added-{turn}",
                    creator_id=self._anna.id,
                    create_time=turn,
                    update_time=turn,
                ).write(text)
                await added.insert(transaction)
                change = added.change(ChangeKind.MEMO_CREATED, self._anna.id)
                transaction.record(change)
            await asyncio.sleep(0)


@asynccontextmanager
async def writing(writers: Writers) -> AsyncIterator[None]:
    """Write for as long as the block takes."""
    tasks = [asyncio.create_task(writers.write(number)) for number in range(WRITERS)]
    try:
        yield
    finally:
        writers.stopped = True
        await asyncio.gather(*tasks)


async def test_a_backup_under_writes_is_one_moment(
    database: Database, tmp_path: Path
) -> None:
    await fill(database, tmp_path)
    anna = await User.get(username="anna")
    writers = Writers(database, anna)
    await writers.prepare()
    made = []
    async with writing(writers):
        for _ in range(BACKUPS):
            before = writers.written
            made.append(await back_up(database, tmp_path, tmp_path / "backups"))
            assert writers.written > before, "nobody wrote meanwhile"
    turns = set()
    for each in made:
        memos = {row["uid"]: row for row in rows_of(location_of(each))["memo"]}
        for number in range(PAIRS):
            left, right = memos[f"left-{number}"], memos[f"right-{number}"]
            assert left["content"] == right["content"]
            assert left["revision"] == right["revision"]
            turns.add(left["content"])
        # The number of the log is of the same moment: each turn added one memo.
        added = sum(uid.startswith("added-") for uid in memos)
        first = made[0].manifest.sequence - added_in(made[0])
        assert each.manifest.sequence - added == first
    assert len(turns) > PAIRS
    await database.close()
    settings = await emptied(tmp_path / "new")
    await Restoration(location_of(made[-1]), settings).run()
    async with opened(settings) as restored:
        assert await checkup.miscounted(restored, deep=True) == 0
        assert await checkup.orphans(restored) == {}
        assert await checkup.damage(restored) == []


def added_in(made: Made) -> int:
    """Count the memos that the writers had added."""
    rows = rows_of(location_of(made))["memo"]
    return sum(row["uid"].startswith("added-") for row in rows)
