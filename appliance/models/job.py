"""Work that takes longer than a request: what was asked for, how far it is, its end."""

import json
import time
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import shortuuid
from tortoise import fields

from appliance.errors import NotFoundError
from appliance.models import base
from appliance.models.base import UID_LENGTH
from appliance.models.database import Database

INTERRUPTED_REASON = "The server ended while it ran."
# So many finished jobs are kept.
KEPT = 500


class JobState(IntEnum):
    """The life of one job, in the wire's numbers."""

    QUEUED = 1
    RUNNING = 2
    SUCCEEDED = 3
    FAILED = 4
    CANCELLED = 5
    INTERRUPTED = 6

    @property
    def is_final(self) -> bool:
        """Whether nothing comes after it."""
        return self not in OPEN


OPEN = (JobState.QUEUED, JobState.RUNNING)


class Job(base.Row):
    """One piece of work. `request` and `result` are JSON; times are epoch seconds.

    `total` 0: nobody knows how much there is. `actor_id` None: the schedule asked for
    it, or an operator without an account.
    """

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    kind = fields.CharField(max_length=64)
    state = fields.SmallIntField()
    step = fields.CharField(max_length=64)
    done = fields.BigIntField()
    total = fields.BigIntField()
    request = fields.TextField()
    result = fields.TextField(null=True)
    reason = fields.TextField()
    actor_id = fields.BigIntField(null=True)
    scheduled = fields.BooleanField()
    # Somebody wants it to end.
    cancelled = fields.BooleanField()
    create_time = fields.BigIntField()
    start_time = fields.BigIntField(null=True)
    finish_time = fields.BigIntField(null=True)

    class Meta:
        table = "appliance_job"
        indexes = (("state", "id"), ("kind", "id"))

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for."""
        found: dict[str, Any] = json.loads(self.request)
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What came of it; empty before the end, and where nothing did."""
        found: dict[str, Any] = json.loads(self.result or "{}")
        return found


async def enqueue(
    kind: str,
    request: Mapping[str, Any],
    *,
    actor_id: int | None = None,
    scheduled: bool = False,
) -> Job:
    """Ask for work; the process that holds the lease does it."""
    return await Job.create(
        uid=shortuuid.uuid(),
        kind=kind,
        state=JobState.QUEUED,
        step="",
        done=0,
        total=0,
        request=json.dumps(request, ensure_ascii=False),
        reason="",
        actor_id=actor_id,
        scheduled=scheduled,
        cancelled=False,
        create_time=_now(),
    )


async def find_job(uid: str) -> Job:
    """Return a job, or raise NotFoundError."""
    job = await Job.get_or_none(uid=uid)
    if job is None:
        raise NotFoundError("job not found")
    return job


async def open_jobs() -> Sequence[Job]:
    """Return what runs or waits, in the order in which it is done."""
    return await Job.filter(state__in=OPEN).order_by("id")


async def last_of(kind: str, *, good: bool = False) -> Job | None:
    """Return the newest job of a kind that has ended by itself, or ended well."""
    ended = (JobState.SUCCEEDED,) if good else (JobState.SUCCEEDED, JobState.FAILED)
    return await Job.filter(kind=kind, state__in=ended).order_by("-id").first()


async def last_scheduled_time(kind: str) -> int | None:
    """Return when the schedule last asked for a kind of work.

    A run that a crash cut off does not count, unless the one before it was cut off as
    well: what brings the server down must not do so for ever.
    """
    newest = await Job.filter(kind=kind, scheduled=True).order_by("-id").limit(2)
    if newest and newest[0].state == JobState.INTERRUPTED:
        if len(newest) == 1:
            return None
        if newest[1].state != JobState.INTERRUPTED:
            return int(newest[1].create_time)
    return int(newest[0].create_time) if newest else None


async def list_jobs(before: int | None, skip: int, limit: int) -> Sequence[Job]:
    """Return jobs, the newest first, from one with a smaller id on."""
    rows = Job.all() if before is None else Job.filter(id__lt=before)
    return await rows.order_by("-id").offset(skip).limit(limit)


async def next_queued() -> Job | None:
    """Return the job whose turn it is."""
    return await Job.filter(state=JobState.QUEUED).order_by("id").first()


async def begin(job: Job) -> bool:
    """Note that a job runs, unless it was cancelled meanwhile."""
    job.start_time = _now()
    begun = await Job.filter(id=job.id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, start_time=job.start_time
    )
    return begun == 1


async def advance(job: Job, step: str, done: int, total: int) -> bool:
    """Note how far a job is; return whether somebody wants it to end."""
    found = await Job.get_or_none(id=job.id)
    if found is None or found.cancelled:
        return True
    if (found.step, found.done, found.total) != (step, done, total):
        await Job.filter(id=job.id).update(step=step[:64], done=done, total=total)
    return False


async def finish(
    job: Job, state: JobState, *, result: Mapping[str, Any] | None, reason: str
) -> None:
    """Note what came of a job."""
    text = None if result is None else json.dumps(result, ensure_ascii=False)
    await Job.filter(id=job.id, state=JobState.RUNNING).update(
        state=state, result=text, reason=reason, finish_time=_now()
    )


async def cancel(job: Job) -> None:
    """Let a job that waits never begin, and one that runs end soon."""
    await Job.filter(id=job.id, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, cancelled=True, finish_time=_now()
    )
    await Job.filter(id=job.id, state=JobState.RUNNING).update(cancelled=True)


async def interrupt_running() -> Sequence[Job]:
    """Name what a process that died has left running, and return it."""
    left = await Job.filter(state=JobState.RUNNING).order_by("id")
    for job in left:
        await finish(job, JobState.INTERRUPTED, result=None, reason=INTERRUPTED_REASON)
    return left


async def forget_old(database: Database, keep: int = KEPT) -> None:
    """Forget all but the newest finished jobs."""
    rows = await database.read(
        "SELECT id FROM appliance_job ORDER BY id DESC LIMIT 1 OFFSET ?", (keep,)
    )
    if rows:
        await Job.filter(id__lte=rows[0]["id"], state__not_in=OPEN).delete()


def _now() -> int:
    return int(time.time())
