"""Who hears how a job went."""

from typing import Any

import pytest

from appliance.models import job as jobs
from appliance.models.audit import AuditRow, Outcome
from appliance.models.database import Database
from appliance.models.job import Job, JobState
from appliance.models.user import Accounts
from appliance.ops.jobs import tasks
from appliance.ops.schedule.plan import Plan
from appliance.ops.schedule.reports import Reports
from tests.factories import make_user

PING = "https://watch.example/uuid?x=1"


class Heard:
    """Whatever was told."""

    def __init__(self, database: Database) -> None:
        self.mails: list[str] = []
        self.pings: list[str] = []
        self.seen: list[tuple[str, str]] = []
        self.reports = Reports(
            database,
            Accounts(database),
            self.plan,
            mail=self.mail,
            ping=self.ping,
            observe=lambda kind, state, _seconds: self.seen.append((kind, state)),
        )

    async def plan(self) -> Plan:
        return Plan(ping_url=PING)

    async def mail(self, subject: str, text: str) -> None:
        assert text
        self.mails.append(subject)

    async def ping(self, url: str) -> None:
        self.pings.append(url)
        raise OSError("nobody there")


async def over(
    state: JobState,
    *,
    scheduled: bool = True,
    actor_id: int | None = None,
    **facts: Any,
) -> Job:
    job = await jobs.enqueue(tasks.CREATE, {}, scheduled=scheduled, actor_id=actor_id)
    await jobs.begin(job)
    await jobs.finish(job, state, result=facts, reason="")
    return await jobs.find_job(job.uid)


@pytest.fixture
def heard(database: Database) -> Heard:
    return Heard(database)


async def test_failures_are_told_and_the_first_good_end(
    heard: Heard,
) -> None:
    for state in (JobState.SUCCEEDED, JobState.FAILED, JobState.SUCCEEDED):
        await heard.reports.ended(await over(state, backup="ID"))
    await heard.reports.ended(await over(JobState.SUCCEEDED))
    assert heard.mails == ["The backup failed", "The backup works again"]
    failing = "https://watch.example/uuid/fail?x=1"
    assert heard.pings == [PING, failing, PING, PING]
    assert heard.seen[1] == (tasks.CREATE, "failed")


async def test_what_people_ask_for_is_in_the_audit_alone(
    heard: Heard, database: Database
) -> None:
    ann = await make_user(database, "ann")
    job = await over(JobState.FAILED, scheduled=False, actor_id=ann.id)
    await heard.reports.ended(job)
    assert heard.mails == heard.pings == []
    row = await AuditRow.filter(kind="backup.created").get()
    assert (row.actor, row.outcome) == ("users/ann", Outcome.FAILED)
    assert row.target == f"jobs/{job.uid}"


async def test_one_that_another_made_is_no_news(heard: Heard) -> None:
    await heard.reports.ended(await over(JobState.SUCCEEDED, skipped=True))
    assert heard.pings == []
    assert await AuditRow.filter(kind="backup.created").count() == 0
