"""Jobs as rows: what is next, what is over, what is forgotten."""

import pytest

from appliance.errors import NotFoundError
from appliance.models import job as jobs
from appliance.models.database import Database
from appliance.models.job import INTERRUPTED_REASON, Job, JobState


async def state_of(job: Job) -> JobState:
    return JobState((await jobs.find_job(job.uid)).state)


async def begun(kind: str = "a") -> Job:
    job = await jobs.enqueue(kind, {"n": 1})
    assert await jobs.begin(job)
    return job


@pytest.mark.usefixtures("database")
async def test_a_job_from_its_asking_to_its_end() -> None:
    first, second = await jobs.enqueue("a", {"n": 1}), await jobs.enqueue("b", {})
    turn = await jobs.next_queued()
    assert turn is not None
    assert (turn.uid, turn.wanted, turn.facts) == (first.uid, {"n": 1}, {})
    assert await jobs.begin(first)
    assert not await jobs.begin(first)
    assert await jobs.advance(first, "rows", 3, 9) is False
    shown = await jobs.find_job(first.uid)
    assert (shown.step, shown.done, shown.total) == ("rows", 3, 9)
    await jobs.finish(first, JobState.SUCCEEDED, result={"size": 5}, reason="")
    ended = await jobs.find_job(first.uid)
    assert JobState(ended.state).is_final
    assert ended.facts == {"size": 5}
    assert ended.finish_time is not None
    # What is over stays what it is.
    await jobs.finish(first, JobState.FAILED, result=None, reason="late")
    await jobs.cancel(first)
    assert await state_of(first) is JobState.SUCCEEDED
    assert [job.uid for job in await jobs.open_jobs()] == [second.uid]


@pytest.mark.usefixtures("database")
async def test_cancelling() -> None:
    waiting, running = await jobs.enqueue("a", {}), await begun()
    await jobs.cancel(waiting)
    assert await state_of(waiting) is JobState.CANCELLED
    assert not await jobs.begin(waiting)
    await jobs.cancel(running)
    assert await state_of(running) is JobState.RUNNING
    assert await jobs.advance(running, "x", 1, 2) is True


@pytest.mark.usefixtures("database")
async def test_what_a_crash_left_is_named_and_asked_for_once_more() -> None:
    async def scheduled() -> Job:
        job = await jobs.enqueue("a", {}, scheduled=True)
        await jobs.begin(job)
        return job

    assert await jobs.last_scheduled_time("a") is None
    job = await scheduled()
    assert await jobs.last_scheduled_time("a") == job.create_time
    (left,) = await jobs.interrupt_running()
    assert left.uid == job.uid
    cut_off = await jobs.find_job(job.uid)
    assert (cut_off.state, cut_off.reason) == (6, INTERRUPTED_REASON)
    assert await jobs.last_scheduled_time("a") is None
    again = await scheduled()
    await jobs.interrupt_running()
    assert await jobs.last_scheduled_time("a") == again.create_time
    assert await jobs.last_of("a") is None


@pytest.mark.usefixtures("database")
async def test_the_last_that_ended_by_itself() -> None:
    for state in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED):
        await jobs.finish(await begun(), state, result=None, reason=state.name)
    last, best = await jobs.last_of("a"), await jobs.last_of("a", good=True)
    assert last is not None
    assert best is not None
    assert (last.reason, best.reason) == ("FAILED", "SUCCEEDED")
    assert await jobs.last_of("b") is None
    listed = await jobs.list_jobs(None, 0, 2)
    assert [job.reason for job in listed] == ["CANCELLED", "FAILED"]
    older = await jobs.list_jobs(listed[-1].id, 0, 2)
    assert [job.reason for job in older] == ["SUCCEEDED"]


async def test_old_ones_are_forgotten_and_open_ones_are_not(database: Database) -> None:
    waiting = await jobs.enqueue("a", {})
    for _ in range(3):
        job = await jobs.enqueue("a", {})
        await jobs.cancel(job)
    await jobs.forget_old(database, 2)
    assert len(await jobs.list_jobs(None, 0, 9)) == 3
    assert await state_of(waiting) is JobState.QUEUED
    with pytest.raises(NotFoundError):
        await jobs.find_job("none")
