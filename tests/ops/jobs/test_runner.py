"""Jobs are done one after the other, and every end is noted."""

import asyncio
from pathlib import Path

import pytest

from appliance.config import Settings, read_settings
from appliance.models import job as jobs
from appliance.models.database import Database
from appliance.models.job import Job, JobState
from appliance.ops.jobs import tasks
from appliance.ops.jobs.runner import JobRunner
from tests.ops.backup.instance import settings_under_test


async def until_final(job: Job) -> Job:
    async with asyncio.timeout(60):
        while True:
            found = await jobs.find_job(job.uid)
            if JobState(found.state).is_final:
                return found
            await asyncio.sleep(0.1)


async def test_jobs_end_in_order_and_are_told(
    database: Database, tmp_path: Path
) -> None:
    told: list[tuple[str, int]] = []
    all_told = asyncio.Event()

    async def finished(job: Job) -> None:
        told.append((job.kind, job.state))
        if len(told) == len(asked):
            all_told.set()
        raise RuntimeError("nobody is harmed by this")

    place = {"destinations": [str(tmp_path / "backups")]}
    none = {"destinations": [str(tmp_path / "none")]}
    asked = [
        await jobs.enqueue(tasks.CREATE, place),
        await jobs.enqueue(tasks.VERIFY, none),
    ]
    settings = settings_under_test(tmp_path)
    async with JobRunner(database, settings, finished=[finished]).working():
        made, failed = [await until_final(job) for job in asked]
        async with asyncio.timeout(60):
            await all_told.wait()
    assert made.state == JobState.SUCCEEDED
    assert made.facts["backup"]
    assert (failed.state, failed.reason) == (JobState.FAILED, "no backup")
    assert told == [(tasks.CREATE, 3), (tasks.VERIFY, 4)]


@pytest.fixture
def slow(tmp_path: Path) -> Settings:
    """Return settings with which no backup gets anywhere."""
    flags = {"data": str(tmp_path), "backup_before": "sleep 300"}
    return read_settings(flags, {})


def is_there(file: Path) -> bool:
    return file.exists()


async def running(tmp_path: Path) -> Job:
    """Ask for a backup and wait until it has begun."""
    job = await jobs.enqueue(tasks.CREATE, {"destinations": [str(tmp_path / "b")]})
    async with asyncio.timeout(60):
        while not is_there(tmp_path / "b" / ".lock"):  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.05)
    return job


async def test_a_job_that_runs_is_cancelled(
    database: Database, slow: Settings, tmp_path: Path
) -> None:
    async with JobRunner(database, slow).working():
        job = await running(tmp_path)
        await jobs.cancel(job)
        ended = await until_final(job)
    assert (ended.state, ended.reason) == (JobState.CANCELLED, "It was cancelled.")


async def test_a_stop_ends_the_job_and_says_so(
    database: Database, slow: Settings, tmp_path: Path
) -> None:
    async with JobRunner(database, slow).working():
        job = await running(tmp_path)
    ended = await jobs.find_job(job.uid)
    assert ended.state == JobState.INTERRUPTED
    assert "stopped" in ended.reason


async def test_what_a_crash_left_running_is_named_at_the_start(
    database: Database, tmp_path: Path
) -> None:
    job = await jobs.enqueue(tasks.CREATE, {})
    await jobs.begin(job)
    told: list[Job] = []

    async def finished(ended: Job) -> None:
        told.append(ended)

    settings = settings_under_test(tmp_path)
    async with JobRunner(database, settings, finished=[finished]).working():
        ended = await until_final(job)
    assert ended.state == JobState.INTERRUPTED
    assert [each.uid for each in told] == [job.uid]


async def test_works_beside_end_with_it(database: Database, tmp_path: Path) -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    async def beside() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    runner = JobRunner(database, settings_under_test(tmp_path), beside=[beside])
    async with runner.working():
        await asyncio.wait_for(started.wait(), 30)
    assert ended.is_set()
