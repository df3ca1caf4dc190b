"""What the world may read, by the ranges of an index."""

import pytest

from appliance.models import published
from appliance.models.base import State, Visibility
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from tests.factories import make_attachment, make_memo, make_user


async def test_newest_first_and_nothing_hidden(database: Database) -> None:
    ann, bob = await make_user(database), await make_user(database)
    old = await make_memo(database, ann, uid="old", create_time=1)
    await make_memo(database, bob, uid="new", create_time=3)
    await make_memo(database, bob, uid="mid", create_time=2)
    await make_memo(database, ann, uid="x1", visibility=Visibility.PROTECTED)
    await make_memo(database, ann, uid="x2", visibility=Visibility.PRIVATE)
    await make_memo(database, ann, uid="x3", state=State.ARCHIVED)
    await make_memo(database, bob, uid="x4", parent=old)
    everybody = await published.newest(database, 10)
    assert [row["uid"] for row in everybody] == ["new", "mid", "old"]
    assert [row["uid"] for row in await published.newest(database, 2)] == ["new", "mid"]
    of_ann = await published.newest(database, 10, ann.id)
    assert [row["uid"] for row in of_ann] == ["old"]


async def test_the_first_file_of_each_memo(database: Database) -> None:
    user = await make_user(database)
    memos = [await make_memo(database, user) for _ in range(3)]
    first = await make_attachment(database, user, memos[0], "b.txt")
    second = await make_attachment(database, user, memos[0], "a.txt")
    only = await make_attachment(database, user, memos[2], "c.txt")
    await database.execute(
        "UPDATE appliance_attachment SET position = 1 WHERE id = ?", (first.id,)
    )
    found = await published.first_attachments(database, [memo.id for memo in memos])
    assert {key: row["uid"] for key, row in found.items()} == {
        memos[0].id: second.uid,
        memos[2].id: only.uid,
    }
    assert await published.first_attachments(database, []) == {}


async def test_parts_are_of_equal_size(database: Database) -> None:
    user = await make_user(database)
    assert await published.split(database, 2) == [published.FIRST_KEY]
    for number in range(4):
        await make_memo(database, user, uid=f"m{number}", create_time=number - 2)
    keys = await published.split(database, 2)
    parts = [
        [
            uid
            async for batch in published.uids_behind(database, key, 2)
            for uid in batch
        ]
        for key in keys
    ]
    assert parts == [["m0", "m1"], ["m2", "m3"]]


async def test_batches_follow_one_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "_BATCH", 2)
    user = await make_user(database)
    for number in range(5):
        await make_memo(database, user, uid=f"m{number}", create_time=number)
    behind = published.uids_behind(database, published.FIRST_KEY, 4)
    assert [list(batch) async for batch in behind] == [["m0", "m1"], ["m2", "m3"]]


async def test_feeds_are_read_from_an_index(database: Database) -> None:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("the plan is told in SQLite's words")
    for whose in ("", " AND creator_id = 1"):
        plan = await database.read(
            "EXPLAIN QUERY PLAN SELECT id, content FROM appliance_memo"  # noqa: S608 - words of ours
            f" WHERE listing = 1 AND visibility = 3{whose}"
            " ORDER BY order_key DESC LIMIT 100"
        )
        told = " ".join(row["detail"] for row in plan)
        assert "USING INDEX" in told
        assert "TEMP B-TREE" not in told
