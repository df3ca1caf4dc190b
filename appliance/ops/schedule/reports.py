"""Tells who should hear how a job went: the audit log, administrators, a watcher."""

from collections.abc import Awaitable, Callable, Mapping

from appliance.models import audit
from appliance.models.audit import Origin, Outcome
from appliance.models.database import Database
from appliance.models.job import Job, JobState
from appliance.models.user import Accounts
from appliance.ops.jobs import tasks
from appliance.ops.logs import get_logger
from appliance.ops.schedule.plan import Plan

# A subject and a text for every administrator with an address.
Mail = Callable[[str, str], Awaitable[None]]
Ping = Callable[[str], Awaitable[None]]
Observe = Callable[[str, str, float], None]

DEEDS: Mapping[str, str] = {
    tasks.CREATE: "backup.created",
    tasks.VERIFY: "backup.verified",
    tasks.DRILL: "backup.drilled",
    tasks.PRUNE: "backup.pruned",
}
NOUNS: Mapping[str, str] = {
    tasks.CREATE: "backup",
    tasks.VERIFY: "verification of a backup",
    tasks.DRILL: "restore drill",
    tasks.PRUNE: "pruning of backups",
}
FAILURE = "/fail"


class Reports:
    """Told of each job that ended.

    Mail goes out when the schedule's work fails, and once when it is well again.
    """

    def __init__(  # noqa: PLR0913 - one parameter for each who hears
        self,
        database: Database,
        accounts: Accounts,
        current: Callable[[], Awaitable[Plan]],
        *,
        mail: Mail,
        ping: Ping,
        observe: Observe,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._current = current
        self._mail = mail
        self._ping = ping
        self._observe = observe
        self._ill: set[str] = set()

    async def ended(self, job: Job) -> None:
        """Tell everybody."""
        state = JobState(job.state)
        self._observe(job.kind, state.name.lower(), _seconds(job))
        if job.facts.get("skipped"):
            return
        await self._record(job, state)
        if job.scheduled and state is not JobState.CANCELLED:
            await self._tell(job, good=state is JobState.SUCCEEDED)

    async def _record(self, job: Job, state: JobState) -> None:
        account = await self._accounts.find(job.actor_id) if job.actor_id else None
        actor = f"users/{account.username}" if account else audit.SERVER
        good = state is JobState.SUCCEEDED
        backup = job.facts.get("backup") or job.wanted.get("backup") or ""
        with audit.coming_from(Origin(actor)):
            await audit.record(
                self._database,
                DEEDS.get(job.kind, job.kind),
                target=f"backups/{backup}" if backup else f"jobs/{job.uid}",
                detail=job.reason,
                outcome=Outcome.SUCCEEDED if good else Outcome.FAILED,
            )

    async def _tell(self, job: Job, *, good: bool) -> None:
        plan = await self._current()
        if plan.ping_url and job.kind in (tasks.CREATE, tasks.DRILL):
            address = plan.ping_url if good else _failing(plan.ping_url)
            try:
                await self._ping(address)
            except Exception as error:  # noqa: BLE001 - whoever watches may be away
                # The address is a secret of a kind; its fault does not name it.
                get_logger().warning("ping not answered", error=type(error).__name__)
        noun = NOUNS.get(job.kind, job.kind)
        if not good:
            self._ill.add(job.kind)
            text = f"The {noun} failed:\n\n    {job.reason or 'no reason is known'}\n\n"
            text += "The log of the server and its page of operations tell more.\n"
            await self._mail(f"The {noun} failed", text)
        elif job.kind in self._ill:
            self._ill.discard(job.kind)
            await self._mail(f"The {noun} works again", f"The {noun} was good.\n")


def _failing(url: str) -> str:
    path, mark, query = url.partition("?")
    return path.rstrip("/") + FAILURE + mark + query


def _seconds(job: Job) -> float:
    if job.finish_time is None or job.start_time is None:
        return 0.0
    return float(job.finish_time - job.start_time)
