"""Does the jobs, one after the other, in one process of the instance at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from appliance.config import Settings
from appliance.errors import ApplianceError
from appliance.models import job as jobs
from appliance.models.database import Database
from appliance.models.job import Job, JobState
from appliance.models.runner import Lease
from appliance.models.worker import LOOK_SECONDS, Worker, end
from appliance.ops.jobs import process
from appliance.ops.jobs.tasks import Done
from appliance.ops.logs import get_logger

LEASE = "jobs"
CANCEL_SECONDS = 15.0
STOPPED_REASON = "The server was stopped while it ran."
CANCELLED_REASON = "It was cancelled."

# Told of each job that has ended.
Finished = Callable[[Job], Awaitable[None]]
# Works beside the jobs for as long as this process holds the lease.
Beside = Callable[[], Awaitable[None]]

log = get_logger()


class JobRunner:
    """Does queued jobs; `beside` work along, under the same lease."""

    def __init__(
        self,
        database: Database,
        configuration: Settings,
        *,
        finished: Iterable[Finished] = (),
        beside: Iterable[Beside] = (),
    ) -> None:
        self._database = database
        self._configuration = configuration
        self._finished = tuple(finished)
        self._beside = tuple(beside)
        lease = Lease(database, LEASE)
        self._worker = Worker(LEASE, lease, self._begin, patience=CANCEL_SECONDS)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work for as long as the block runs."""
        async with self._worker.working():
            yield

    async def _begin(self) -> Iterable[Awaitable[None]]:
        for left in await jobs.interrupt_running():
            log.error("a job was cut off", job=left.uid, kind=left.kind)
            await self._told(left)
        return [self._work(), *(each() for each in self._beside)]

    async def _work(self) -> None:
        while True:
            job = await jobs.next_queued()
            if job is None:
                await asyncio.sleep(LOOK_SECONDS)
            elif await jobs.begin(job):
                await self._carry_out(job)
                await jobs.forget_old(self._database)

    async def _carry_out(self, job: Job) -> None:
        """Do one job to its end, whatever that is."""
        log.info("job begins", job=job.uid, kind=job.kind)
        try:
            done = await self._watched(job)
        except asyncio.CancelledError:
            await jobs.finish(
                job, JobState.INTERRUPTED, result=None, reason=STOPPED_REASON
            )
            raise
        except ApplianceError as error:
            await jobs.finish(job, JobState.FAILED, result=None, reason=str(error))
        else:
            await self._note(job, done)
        await self._told(job)

    async def _note(self, job: Job, done: Done | None) -> None:
        if done is None:
            await jobs.finish(
                job, JobState.CANCELLED, result=None, reason=CANCELLED_REASON
            )
            return
        state = JobState.SUCCEEDED if done.good else JobState.FAILED
        await jobs.finish(job, state, result=done.facts, reason=done.reason)

    async def _told(self, job: Job) -> None:
        ended = await jobs.find_job(job.uid)
        state = JobState(ended.state)
        say = log.info if state is JobState.SUCCEEDED else log.error
        say(
            "job ended",
            job=ended.uid,
            kind=ended.kind,
            state=state.name,
            reason=ended.reason or None,
            seconds=(ended.finish_time or 0) - (ended.start_time or 0),
        )
        for tell in self._finished:
            try:
                await tell(ended)
            except Exception as error:  # noqa: BLE001 - the job is done all the same
                log.warning("nobody was told of a job", error=repr(error))

    async def _watched(self, job: Job) -> Done | None:
        """Return what came of it; None if somebody wanted it to end."""
        place: list[tuple[str, int, int]] = [("", 0, 0)]

        def told(step: str, done: int, total: int) -> None:
            place[0] = (step, done, total)

        work = asyncio.ensure_future(
            process.perform(self._configuration, job.kind, job.wanted, told)
        )
        try:
            while not (await asyncio.wait([work], timeout=LOOK_SECONDS))[0]:
                if await jobs.advance(job, *place[0]):
                    return None
            return work.result()
        finally:
            await end([work], CANCEL_SECONDS)
