"""Rows go in as they came out. Whole instances: tests/ops/backup/test_restore.py."""

from typing import Any

import pytest

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models import checkup
from appliance.models import loading as loading_module
from appliance.models.counter import Counter, CounterKind
from appliance.models.database import Database
from appliance.models.loading import is_empty, loading
from appliance.models.memo import Memo
from appliance.models.tag import MemoTag
from tests.factories import make_memo, make_user

USER = {
    "id": 4,
    "username": "anna",
    "role": 2,
    "create_time": 1,
    "update_time": 1,
}


def memo(memo_id: int, parent_id: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a memo's row as a backup holds it."""
    return {
        "id": memo_id,
        "uid": f"memo-{memo_id}",
        "creator_id": 4,
        "parent_id": parent_id,
        "create_time": 10,
        "update_time": 20,
        "state": 1,
        "visibility": 1,
        "pinned": False,
        "revision": 3,
        "location_latitude": None,
        "location_longitude": None,
        "location_placeholder": None,
        "content": "# T\n#a/b text",
        **more,
    }


async def test_what_is_derived_is_made(database: Database) -> None:
    async with loading(database, {"memo": 70}) as loader:
        await loader.add("user", [USER])
        await loader.add("memo", [memo(3), memo(5, 3)])
        await loader.finish(9)
    first = await Memo.get(id=3)
    assert (first.title, first.tag_list, first.listing) == ("T", ("a/b",), 1)
    assert first.revision == 3
    assert (await Memo.get(id=5)).listing is None
    assert await MemoTag.filter(memo_id=3).count() == 3
    assert [each.value for each in await Counter.filter(kind=1)] == [1]
    assert await database.sequence() == 9
    author = await make_user(database)
    assert (await make_memo(database, author)).id == 71


async def test_counts_are_stored_a_few_at_a_time_and_add_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_module, "MOST_COUNTS", 1)
    async with loading(database, {}) as loader:
        await loader.add("user", [USER])
        for number in range(1, 6):
            await loader.add("memo", [memo(number, create_time=number * 900)])
        await loader.finish(0)
    for kind in (CounterKind.TOTAL, CounterKind.TAG):
        assert [each.value for each in await Counter.filter(kind=kind)] == [5]
    assert await Counter.filter(kind=CounterKind.QUARTER, value=1).count() == 5
    assert await checkup.miscounted(database, deep=True) == 0


async def test_a_comment_may_stand_before_its_memo(database: Database) -> None:
    async with loading(database, {}) as loader:
        await loader.add("user", [USER])
        await loader.add("memo", [memo(3, 5), memo(5)])
        await loader.finish(0)
    assert (await Memo.get(id=3)).parent_id == 5


async def test_columns_of_an_older_backup_get_their_defaults(
    database: Database,
) -> None:
    async with loading(database, {}) as loader:
        await loader.add("user", [USER])
        await loader.finish(0)
    rows = await database.scan("SELECT state, email FROM appliance_user")
    assert (rows[0]["state"], rows[0]["email"]) == (1, "")


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [("unknown", {"id": 1}, "knows no unknown"), ("user", {"x": 1}, "knows no x")],
)
async def test_what_is_unknown_is_refused_and_nothing_stays(
    database: Database, name: str, row: dict[str, Any], fault: str
) -> None:
    async def load() -> None:
        async with loading(database, {}) as loader:
            await loader.add("user", [USER])
            await loader.add(name, [row])

    with pytest.raises(FailedPreconditionError, match=fault):
        await load()
    assert await is_empty(database)


async def test_what_the_database_does_not_take_is_named(database: Database) -> None:
    with pytest.raises(UnavailableError, match="does not take memo from 3 on"):
        async with loading(database, {}) as loader:
            # Nobody has written it.
            await loader.add("memo", [memo(3), memo(3)])
    assert await is_empty(database)


async def test_replacing_takes_everything_away(database: Database) -> None:
    author = await make_user(database, "old")
    parent = await make_memo(database, author, "#tag")
    await make_memo(database, author, parent=parent)
    assert not await is_empty(database)
    async with loading(database, {}, replace=True) as loader:
        await loader.add("user", [{**USER, "id": author.id}])
        await loader.finish(0)
    rows = await database.scan("SELECT username FROM appliance_user")
    assert [row["username"] for row in rows] == ["anna"]
    for table in ("memo", "memo_tag", "counter"):
        assert not await database.scan(f"SELECT id FROM appliance_{table}")  # noqa: S608 - names of ours
