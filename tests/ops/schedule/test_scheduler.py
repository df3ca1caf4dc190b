"""What is due is asked for once."""

import dataclasses
import json
import time

import pytest

from appliance.models import job as jobs
from appliance.models.job import Job, JobState
from appliance.ops.jobs import tasks
from appliance.ops.schedule.plan import Plan
from appliance.ops.schedule.scheduler import Scheduler, request_for

DAY = 24 * 3600
PLAN = Plan(destinations=["/b"], schedule="0 3 * * *", keep={"daily": 7})
pytestmark = pytest.mark.usefixtures("database")


def scheduler(plan: Plan = PLAN) -> Scheduler:
    async def current() -> Plan:
        return plan

    return Scheduler(current, "seed")


async def scheduled_at(moment: float, kind: str = tasks.CREATE) -> Job:
    """Note a run of the past."""
    job = await jobs.enqueue(kind, {}, scheduled=True)
    await Job.filter(id=job.id).update(
        create_time=int(moment), state=JobState.SUCCEEDED
    )
    return await jobs.find_job(job.uid)


async def kinds() -> list[str]:
    return [job.kind for job in await jobs.open_jobs()]


async def test_the_first_is_due_at_once_and_asked_for_once() -> None:
    now = time.time()
    await scheduler().look(now)
    await scheduler().look(now)
    assert await kinds() == [tasks.CREATE]
    (job,) = await jobs.open_jobs()
    assert job.scheduled
    assert now - 3600 < job.wanted["since"] < now


async def test_what_was_missed_is_caught_up_once() -> None:
    now = time.time()
    await scheduled_at(now - 5 * DAY)
    await scheduler().look(now)
    (job,) = await jobs.open_jobs()
    assert job.wanted["since"] < now - 3 * DAY
    await jobs.cancel(job)
    await scheduler().look(now + 5)
    assert await kinds() == []


@pytest.mark.parametrize("jitter", [0, 3600])
async def test_the_run_before_does_not_do_however_short_the_interval(
    jitter: int,
) -> None:
    plan = dataclasses.replace(PLAN, schedule="every 1m", jitter=jitter)
    last = int(time.time()) - 2 * jitter - 60
    await scheduled_at(last)
    await scheduler(plan).look(time.time())
    (job,) = await jobs.open_jobs()
    # What that run has made is some seconds younger than the run.
    assert job.wanted["since"] >= last + 30


async def test_one_that_is_saved_waits_for_its_time() -> None:
    now = time.time()
    saved = dataclasses.replace(PLAN, since=now, jitter=600)
    due = await scheduler(saved).next_time(saved, tasks.CREATE)
    assert due is not None
    assert now < due <= now + DAY + 600
    # Chance is the same at every look.
    assert await scheduler(saved).next_time(saved, tasks.CREATE) == due
    await scheduler(saved).look(due - 1)
    assert await kinds() == []
    await scheduler(saved).look(due)
    assert await kinds() == [tasks.CREATE]


async def test_drills_have_a_schedule_of_their_own() -> None:
    plan = dataclasses.replace(PLAN, schedule="", drill_schedule="every 7d")
    await scheduler(plan).look(time.time())
    assert await kinds() == [tasks.DRILL]


async def test_without_places_or_times_nothing_is_due() -> None:
    for plan in (Plan(), dataclasses.replace(PLAN, destinations=[])):
        assert await scheduler(plan).next_time(plan, tasks.CREATE) is None


async def test_old_backups_go_behind_a_good_one() -> None:
    made = await scheduled_at(time.time())
    await scheduler().follow_up(made)
    (job,) = await jobs.open_jobs()
    assert job.wanted == request_for(PLAN, tasks.PRUNE)
    assert job.wanted["keep"] == {"daily": 7}
    await jobs.cancel(job)
    made.state = JobState.FAILED
    await scheduler().follow_up(made)
    all_kept = dataclasses.replace(PLAN, keep={})
    made.state = JobState.SUCCEEDED
    await scheduler(all_kept).follow_up(made)
    assert await kinds() == []


async def test_a_drill_is_followed_only_if_it_made_one() -> None:
    drilled = await scheduled_at(time.time(), tasks.DRILL)
    await scheduler().follow_up(drilled)
    assert await kinds() == []
    drilled.result = json.dumps({"made": True})
    await scheduler().follow_up(drilled)
    assert await kinds() == [tasks.PRUNE]
