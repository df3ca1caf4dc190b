"""Asks for what is due, once, whenever this process holds the lease of the jobs.

What was missed while nothing ran is caught up with one run. A run counts from when it
was asked for; one that a crash cut off is asked for once more.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

from appliance.models import job as jobs
from appliance.models.job import Job, JobState
from appliance.ops.jobs import tasks
from appliance.ops.logs import get_logger
from appliance.ops.schedule.plan import Plan

LOOK_SECONDS = 5.0
# A backup that somebody else made so long before ours was due does as well.
SLACK_SECONDS = 60
# Where nothing was ever made and nobody knows since when it should be.
FIRST = 0.0
# No clock of a server is right before that.
SENSIBLE = 1_000_000_000.0

# Told when a kind of work is due; None: never.
Observe = Callable[[str, float | None], None]

log = get_logger()


class Scheduler:
    """Turns a plan into jobs. `seed` makes instances begin apart from each other."""

    def __init__(
        self,
        current: Callable[[], Awaitable[Plan]],
        seed: str = "",
        observe: Observe = lambda _kind, _due: None,
    ) -> None:
        self._current = current
        self._seed = seed
        self._observe = observe

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self.look(time.time())
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self, now: float) -> None:
        """Ask for what is due."""
        plan = await self._current()
        for kind in (tasks.CREATE, tasks.DRILL):
            due = await self.next_time(plan, kind)
            self._observe(kind, due)
            if due is None or due > now:
                continue
            if any(job.kind == kind for job in await jobs.open_jobs()):
                continue
            # The very first is due since ever: one that cron makes now does as well.
            wanted = request_for(plan, kind)
            if kind == tasks.CREATE:
                wanted["since"] = await self._since(
                    plan, due if due > SENSIBLE else now
                )
            await jobs.enqueue(kind, wanted, scheduled=True)

    async def next_time(self, plan: Plan, kind: str) -> float | None:
        """Return when a kind of work is due, chance included; None: never."""
        text = plan.schedule if kind == tasks.CREATE else plan.drill_schedule
        recurrence = plan.recurrence(text)
        if recurrence is None or not plan.destinations:
            return None
        base = await _base(plan, kind)
        planned = FIRST if base is None else recurrence.after(base)
        chance = random.Random(f"{self._seed} {planned}")  # noqa: S311 - no secret
        return planned + chance.uniform(0, plan.jitter)

    async def _since(self, plan: Plan, due: float) -> float:
        """Return from when on a backup does as well as the one that is due."""
        slack: float = SLACK_SECONDS + plan.jitter
        base = await _base(plan, tasks.CREATE)
        if base is not None:
            # The run before must never do: it would be every other that makes one.
            slack = min(slack, (due - base) / 2)
        return due - slack

    async def follow_up(self, job: Job) -> None:
        """Let go of old backups behind a good one that the schedule made."""
        plan = await self._current()
        # A drill without the key has made one, too.
        made = job.kind == tasks.CREATE or job.facts.get("made")
        good = made and job.state == JobState.SUCCEEDED
        if good and job.scheduled and plan.retains and not job.facts.get("skipped"):
            wanted = request_for(plan, tasks.PRUNE)
            await jobs.enqueue(tasks.PRUNE, wanted, scheduled=True)


async def _base(plan: Plan, kind: str) -> float | None:
    """Return what the next time counts from: the last run, or when it was chosen."""
    base: float | None = await jobs.last_scheduled_time(kind)
    if base is None or (plan.since and plan.since > base):
        return plan.since
    return base


def request_for(plan: Plan, kind: str) -> dict[str, Any]:
    """Say what a plan means for one kind of work, as tasks take it."""
    request: dict[str, Any] = {"destinations": list(plan.destinations)}
    if kind in (tasks.CREATE, tasks.DRILL):
        # A drill without the key makes another backup, to see it before encryption.
        request |= {"recipients": list(plan.recipients), "secrets": plan.secrets}
    if kind == tasks.PRUNE:
        request |= {"keep": dict(plan.keep), "max_size": plan.max_size}
    return request
