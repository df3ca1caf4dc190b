"""A tag of thousands of notes renamed and brought back while others work."""

import asyncio
import time

import pytest

from appliance.api.jobs import Jobs
from appliance.models import checkup
from tests.api.house import House, Visitor
from tests.factories import make_memo
from tests.wire import Json

NOTES = 5000


async def over(visitor: Visitor, name: str, state: str) -> list[Json]:
    """Follow a batch until it is over; return what was seen on the way."""
    seen: list[Json] = []
    while not seen or seen[-1]["state"] != state:
        seen.append(await visitor.ok("MemoBatchService/GetMemoBatch", name=name))
        await asyncio.sleep(0.2)
    return seen


async def busy(visitor: Visitor, done: asyncio.Event) -> list[float]:
    """Write and read notes until told to stop; any refusal fails the test."""
    times: list[float] = []
    while not done.is_set():
        start = time.perf_counter()
        uid = f"busy{len(times)}"
        await visitor.write(uid, "#other")
        await visitor.change(uid, content="#other two")
        await visitor.ok("MemoService/ListMemos", pageSize=20)
        times.append(time.perf_counter() - start)
        await asyncio.sleep(0)
    return times


# Thousands of notes are written, renamed and brought back.
@pytest.mark.slow
async def test_tag_of_thousands_is_renamed_while_others_write(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    for number in range(NOTES):
        await make_memo(house.database, ann.user, f"#work/{number % 7} note {number}")
    before = await ann.ok("OverviewService/GetOverview")
    done = asyncio.Event()
    async with Jobs(house.core).working():
        others = asyncio.create_task(busy(bob, done))
        start = time.perf_counter()
        batch = await ann.ok(
            "MemoBatchService/RenameTag", tag="work", newTag="job/done"
        )
        seen = await over(ann, batch["name"], "DONE")
        renamed = time.perf_counter() - start
        after = await ann.ok("OverviewService/GetOverview")
        await ann.ok("MemoBatchService/UndoMemoBatch", name=batch["name"])
        undone = (await over(ann, batch["name"], "UNDONE"))[-1]
        elapsed = time.perf_counter() - start
        done.set()
        times = sorted(await others)
    print(  # noqa: T201 - a figure for who runs it
        f"renamed in {renamed:.1f} s, with its undoing {elapsed:.1f} s; others did"
        f" {len(times)} rounds, median {times[len(times) // 2]:.3f} s,"
        f" longest {times[-1]:.3f} s"
    )
    progress = [each["doneCount"] for each in seen]
    assert progress == sorted(progress)
    assert len(set(progress)) > 5
    assert seen[-1]["changedCount"] == undone["undoneCount"] == NOTES
    assert {each["tag"] for each in after["tags"]} == {
        f"job/done/{number}" for number in range(7)
    }
    assert await ann.ok("OverviewService/GetOverview") == before
    assert await checkup.miscounted(house.database, deep=True) == 0
    assert len(times) > 10
