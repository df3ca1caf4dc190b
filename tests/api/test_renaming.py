"""Tags renamed in the background: step by step, resumable, undone as one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from appliance.api.renaming import Renaming
from appliance.models import batching, checkup
from appliance.models.memo_batch import MemoBatch
from appliance.models.runner import Lease
from tests.api.house import House, Visitor
from tests.wire import Json

RENAME = "MemoBatchService/RenameTag"


@asynccontextmanager
async def worker(house: House) -> AsyncIterator[Renaming]:
    """Make what works, holding its lease."""
    lease = Lease(house.database, "outgoing")
    assert await lease.acquire()
    yield Renaming(database=house.database, settings=house.settings, lease=lease)
    await lease.release()


async def step(house: House) -> None:
    async with worker(house) as renaming:
        assert await renaming.step()


async def finish(house: House) -> None:
    async with worker(house) as renaming:
        while await renaming.step():
            pass


async def get(visitor: Visitor, batch: Json) -> Json:
    return await visitor.ok("MemoBatchService/GetMemoBatch", name=batch["name"])


async def content(visitor: Visitor, uid: str) -> str:
    found = await visitor.ok("MemoService/GetMemo", name=f"memos/{uid}")
    return str(found["content"])


async def tags(visitor: Visitor) -> dict[str, int]:
    overview = await visitor.ok("OverviewService/GetOverview")
    return {each["tag"]: each["memoCount"] for each in overview["tags"]}


@pytest.fixture
async def ann(house: House) -> Visitor:
    """Sign a user in with notes that have tags."""
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("one", "#work/plan and `#work` code")
    await ann.write("two", "#work #play")
    await ann.write("three", "#Work #workshop")
    await ann.write("away", "#work")
    await ann.change("away", state="ARCHIVED")
    await bob.write("bobs", "#work", visibility="PUBLIC")
    return ann


async def test_tag_moves_with_all_below_it(house: House, ann: Visitor) -> None:
    before = await tags(ann)
    batch = await ann.ok(RENAME, tag="#work", newTag="job")
    assert (batch["state"], batch["doneCount"]) == ("RUNNING", 0)

    await finish(house)

    done = await get(ann, batch)
    assert (done["state"], done["doneCount"]) == ("DONE", done["totalCount"])
    assert done["changedCount"] == 3
    assert await content(ann, "one") == "#job/plan and `#work` code"
    assert await content(ann, "away") == "#job"
    assert await content(ann, "three") == "#Work #workshop"
    assert await content(ann, "bobs") == "#work"
    assert await tags(ann) == {
        "job/plan": 1,
        "job": 1,
        "play": 1,
        "Work": 1,
        "workshop": 1,
    }
    assert await checkup.miscounted(house.database, deep=True) == 0

    undoing = await ann.ok("MemoBatchService/UndoMemoBatch", name=batch["name"])
    assert undoing["state"] == "UNDOING"
    await finish(house)

    undone = await get(ann, batch)
    assert (undone["state"], undone["undoneCount"]) == ("UNDONE", 3)
    assert await content(ann, "one") == "#work/plan and `#work` code"
    assert await tags(ann) == before
    assert await checkup.miscounted(house.database, deep=True) == 0


async def test_tags_are_merged(house: House, ann: Visitor) -> None:
    await ann.ok(RENAME, tag="play", newTag="work")

    await finish(house)

    assert await content(ann, "two") == "#work #work"
    assert (await tags(ann))["work"] == 1


async def test_renaming_goes_on_where_it_stopped(
    house: House, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "STEP_MEMOS", 1)
    batch = await ann.ok(RENAME, tag="work", newTag="job")
    await step(house)
    assert (await get(ann, batch))["doneCount"] == 1

    # Another process, which knows nothing of the first.
    await finish(house)

    assert (await get(ann, batch))["changedCount"] == 3


async def test_slow_step_ends_early(
    house: House, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "STEP_SECONDS", -1)
    batch = await ann.ok(RENAME, tag="work", newTag="job")

    await step(house)

    assert (await get(ann, batch))["doneCount"] == 1


async def test_renaming_is_undone_before_it_is_done(
    house: House, ann: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "STEP_MEMOS", 1)
    batch = await ann.ok(RENAME, tag="work", newTag="job")
    await step(house)
    await ann.ok("MemoBatchService/UndoMemoBatch", name=batch["name"])

    await finish(house)

    assert (await get(ann, batch))["state"] == "UNDONE"
    assert "job" not in " ".join(await tags(ann))


async def test_what_was_written_meanwhile_stays(house: House, ann: Visitor) -> None:
    batch = await ann.ok(RENAME, tag="work", newTag="job")
    await ann.ok("MemoService/DeleteMemo", name="memos/two")
    await finish(house)
    await ann.change("one", content="#job/other")
    await ann.ok("MemoBatchService/UndoMemoBatch", name=batch["name"])

    await finish(house)

    undone = await get(ann, batch)
    assert {(each["memo"], each["result"]) for each in undone["problems"]} == {
        ("memos/two", "NOT_FOUND"),
        ("memos/one", "KEPT"),
    }
    assert await content(ann, "one") == "#job/other"


async def test_tag_that_would_be_too_long_is_named(house: House, ann: Visitor) -> None:
    await ann.write("long", "#work/" + "x" * 90)
    batch = await ann.ok(RENAME, tag="work", newTag="w" * 30)

    await finish(house)

    done = await get(ann, batch)
    assert [each["memo"] for each in done["problems"]] == ["memos/long"]
    assert await content(ann, "long") == "#work/" + "x" * 90


async def test_one_renaming_at_a_time(house: House, ann: Visitor) -> None:
    assert house.database
    await ann.ok(RENAME, tag="work", newTag="job")

    refused = await ann.refused(RENAME, tag="play", newTag="fun")

    assert refused[0] == "failed_precondition"


@pytest.mark.parametrize(
    ("tag", "new"), [("work", "work"), ("", "x"), ("work", ""), ("work", "a b")]
)
async def test_names_that_are_no_tags_are_refused(
    ann: Visitor, tag: str, new: str
) -> None:
    assert (await ann.refused(RENAME, tag=tag, newTag=new))[0] == "invalid_argument"


async def test_renaming_ends_with_its_account(house: House, ann: Visitor) -> None:
    boss = await house.user("boss")
    await ann.ok(RENAME, tag="work", newTag="job")
    await house.database.execute(
        "UPDATE appliance_user SET role = 2 WHERE id = ?", (boss.user.id,)
    )
    await ann.ok("UserService/DeleteUser", name=ann.name)

    await finish(house)

    assert await MemoBatch.all().count() == 0
