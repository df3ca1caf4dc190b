"""What last came of backups: notes of commands and rows of jobs together."""

import time
from pathlib import Path
from typing import Any

import pytest

from appliance.models import job as jobs
from appliance.models.job import Job, JobState
from appliance.ops import outcomes
from appliance.ops.backup import records
from appliance.ops.jobs import tasks
from appliance.ops.outcomes import Outcome


async def job_at(moment: int, state: JobState, **facts: Any) -> None:
    job = await jobs.enqueue(tasks.CREATE, {})
    await jobs.begin(job)
    await jobs.finish(job, state, result=facts, reason="full" if state > 3 else "")
    await Job.filter(id=job.id).update(start_time=moment, finish_time=moment)


@pytest.mark.usefixtures("database")
async def test_the_newer_one_counts(tmp_path: Path) -> None:
    assert await outcomes.last(tmp_path, tasks.CREATE) is None
    now = int(time.time())
    await job_at(now - 900, JobState.SUCCEEDED, backup="a")
    await job_at(now - 800, JobState.FAILED)
    found = await outcomes.last(tmp_path, tasks.CREATE)
    assert found is not None
    assert (found.good, found.reason, found.good_time) == (False, "full", now - 900)
    facts = {"id": "b", "path": "/b/snapshots/b.tar.zst", "bytes": 5, "copies": []}
    records.keep(tmp_path, records.CREATE, facts, good=True)
    found = await outcomes.last(tmp_path, tasks.CREATE)
    assert found is not None
    assert (found.good, found.backup, found.size) == (True, "b", 5)
    assert found.facts()["backup"] == "backups/b"
    await job_at(now + 900, JobState.SUCCEEDED, skipped=True)
    assert await outcomes.last(tmp_path, tasks.CREATE) == found


def test_each_destination_has_its_own_word() -> None:
    outcome = Outcome.of_record(
        {
            "time": 5,
            "good": False,
            "path": "/b/snapshots/x.tar.zst",
            "copies": ["s3://bucket/p/snapshots/x.tar.zst?region=r"],
            "failed": {"/full": "No space left"},
        }
    )
    assert outcome.reason == "No space left"
    assert outcome.at("/b")["good"]
    assert outcome.at("s3://bucket/p?region=r")["good"]
    assert outcome.at("/full")["reason"] == "No space left"
    assert outcome.at("/bb")["good"] is False
    assert "good" not in Outcome(time=1, good=True, good_time=1).at("/new")
