"""What administrators ask of the instance as a whole, for every surface alike.

Answers are JSON in the spelling of `appliance.v1`.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from appliance import __version__
from appliance.config import Settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models import audit
from appliance.models import job as jobs
from appliance.models.job import Job
from appliance.models.storage import trial
from appliance.models.storage.choice import S3, StorageChoice
from appliance.models.user import Accounts
from appliance.ops import outcomes, status
from appliance.ops.acts.facts import moment
from appliance.ops.acts.ground import Ground
from appliance.ops.backup import layout
from appliance.ops.backup.repository import NEWEST
from appliance.ops.doctor import Finding, examine_server
from appliance.ops.jobs import process, tasks
from appliance.ops.jobs.facts import job_facts
from appliance.ops.measures import Measures
from appliance.ops.schedule.plan import Plan, Plans, destination
from appliance.ops.schedule.scheduler import Scheduler, request_for

# So many may wait: each click on a button is one.
MOST_WAITING = 20


class Operations:
    """Answers administrators and asks for jobs. `actor_id` None: no account asks."""

    def __init__(
        self,
        *,
        ground: Ground,
        configuration: Settings,
        accounts: Accounts,
        measures: Measures,
        plans: Plans,
    ) -> None:
        self._ground = ground
        self._configuration = configuration
        self._accounts = accounts
        self._measures = measures
        self._plans = plans
        self._scheduler = Scheduler(plans.current, str(configuration.data))
        # Examining reads much: one at a time.
        self._examination = asyncio.Lock()

    async def status(self) -> dict[str, Any]:
        """Return what a status view shows."""
        data, plan = self._configuration.data, await self._plans.current()
        last = {kind: await outcomes.last(data, kind) for kind in tasks.KINDS}
        due = await self._scheduler.next_time(plan, tasks.CREATE)
        disk, room = status.judge_disk(data)
        judged = status.judge(plan, last[tasks.CREATE], last[tasks.DRILL], due)
        findings = [*judged, disk]
        made = last[tasks.CREATE]
        return {
            **_verdict(findings),
            "lastBackup": _outcome(made),
            "lastVerify": _outcome(last[tasks.VERIFY]),
            "lastDrill": _outcome(last[tasks.DRILL]),
            "lastPrune": _outcome(last[tasks.PRUNE]),
            "schedule": await self._with_times(plan),
            "destinations": [
                made.at(url) if made else {"url": url} for url in plan.destinations
            ],
            **await self._rooms(),
            **room,
            "jobs": [await self._job(job) for job in await jobs.open_jobs()],
            "version": __version__,
        }

    async def backups(self, place: str = "") -> dict[str, Any]:
        """Return what the destinations hold."""
        wanted = {"destinations": await self._places(place)}
        done = await process.perform(self._configuration, tasks.LIST, wanted)
        unreachable = done.facts["unreachable"]
        return {
            "backups": [_backup(each) for each in done.facts["backups"]],
            "unreachable": [
                {"destination": url, "reason": unreachable[url]} for url in unreachable
            ],
        }

    async def create(
        self, places: Sequence[str], actor_id: int | None
    ) -> dict[str, Any]:
        """Ask for a backup."""
        plan = await self._plans.current()
        wanted = request_for(plan, tasks.CREATE)
        if places:
            wanted["destinations"] = [destination(place) for place in places]
        return await self._ask(tasks.CREATE, wanted, actor_id)

    async def verify(
        self, backup: str, place: str, actor_id: int | None
    ) -> dict[str, Any]:
        """Ask for a proof of a backup."""
        wanted = {"backup": _id(backup), "destinations": await self._places(place)}
        return await self._ask(tasks.VERIFY, wanted, actor_id)

    async def drill(self, place: str, actor_id: int | None) -> dict[str, Any]:
        """Ask for a rehearsal."""
        wanted = request_for(await self._plans.current(), tasks.DRILL)
        wanted["destinations"] = await self._places(place)
        return await self._ask(tasks.DRILL, wanted, actor_id)

    async def prune(self, *, dry_run: bool, actor_id: int | None) -> dict[str, Any]:
        """Ask to let go of what the plan does not keep."""
        plan = await self._plans.current()
        if not plan.retains:
            raise FailedPreconditionError("The schedule says of nothing to let it go.")
        wanted = request_for(plan, tasks.PRUNE) | {"dry_run": dry_run}
        return await self._ask(tasks.PRUNE, wanted, actor_id)

    async def delete(self, backup: str, place: str) -> None:
        """Remove a backup."""
        if _id(backup) == NEWEST:
            raise InvalidArgumentError("name the backup that is to go by its id")
        wanted = {"backup": _id(backup), "destinations": await self._places(place)}
        done = await process.perform(self._configuration, tasks.DELETE, wanted)
        await audit.record(
            self._ground.database,
            "backup.deleted",
            target=f"backups/{backup}",
            detail=", ".join(done.facts["places"]),
        )

    async def download(
        self, backup: str, place: str, wanted: Mapping[str, Any]
    ) -> tuple[dict[str, Any], process.Stream]:
        """Return what a backup is as one file, and its bytes or a range of them."""
        asked = {"backup": _id(backup), "destinations": await self._places(place)}
        found = await process.stream(
            self._configuration, tasks.FILE, {**asked, **wanted}
        )
        await audit.record(
            self._ground.database,
            "backup.downloaded",
            target=f"backups/{found[0]['id']}",
        )
        return found

    async def jobs(
        self, before: int | None, skip: int, limit: int
    ) -> tuple[list[dict[str, Any]], int]:
        """Return jobs, the newest first, and the id of the last of them."""
        found = await jobs.list_jobs(before, skip, limit)
        return [await self._job(each) for each in found], found[-1].id if found else 0

    async def job(self, uid: str) -> dict[str, Any]:
        """Return one job."""
        return await self._job(await jobs.find_job(uid))

    async def cancel(self, uid: str) -> dict[str, Any]:
        """Let a job end."""
        await jobs.cancel(await jobs.find_job(uid))
        return await self.job(uid)

    async def examine(self) -> dict[str, Any]:
        """Look at everything that can be looked at while the server runs."""
        ground, configuration = self._ground, self._configuration
        async with self._examination:
            found = [each async for each in examine_server(ground, configuration)]
        return _verdict(found)

    async def schedule(self) -> dict[str, Any]:
        """Return the plan that holds."""
        return await self._with_times(await self._plans.current())

    async def reschedule(
        self, given: Mapping[str, Any], actor_id: int | None
    ) -> dict[str, Any]:
        """Keep another plan."""
        return await self._with_times(await self._plans.save(given, actor_id))

    async def try_destination(self, url: str) -> dict[str, Any]:
        """Write, read and delete a probe where backups are to go."""
        wanted = {"destination": destination(url)}
        return await self._tried(tasks.PROBE, wanted, url)

    async def try_storage(self, setting: Mapping[str, Any]) -> dict[str, Any]:
        """Do the same where files are to go."""
        chosen = StorageChoice.from_setting(setting)
        if chosen.kind == S3:
            # Its library stays out of the server until it is really used.
            wanted = {"setting": dict(setting)}
            return await self._tried(tasks.STORAGE, wanted, trial.place_of(chosen))
        start = time.monotonic()
        ground, data = self._ground, self._configuration.data
        found = await trial.probe(ground.database, data, chosen)
        return found.facts() | {"seconds": time.monotonic() - start}

    async def _tried(
        self, kind: str, wanted: Mapping[str, Any], place: str
    ) -> dict[str, Any]:
        start = time.monotonic()
        done = await process.perform(self._configuration, kind, wanted)
        seconds = round(time.monotonic() - start, 3)
        return {**done.facts, "place": place, "seconds": seconds}

    async def _places(self, place: str) -> list[str]:
        if place:
            return [destination(place)]
        return list((await self._plans.current()).destinations)

    async def _ask(
        self, kind: str, wanted: Mapping[str, Any], actor_id: int | None
    ) -> dict[str, Any]:
        if not wanted["destinations"]:
            raise FailedPreconditionError(
                "No destination is set. Choose one in the schedule of backups, or "
                "start the server with --backup-to."
            )
        if len(await jobs.open_jobs()) >= MOST_WAITING:
            raise FailedPreconditionError("Too many jobs are waiting; cancel some.")
        job = await jobs.enqueue(kind, wanted, actor_id=actor_id)
        return await self._job(job)

    async def _job(self, job: Job) -> dict[str, Any]:
        account = await self._accounts.find(job.actor_id) if job.actor_id else None
        return job_facts(job, account.username if account else "")

    async def _with_times(self, plan: Plan) -> dict[str, Any]:
        times = {
            "nextBackupTime": await self._scheduler.next_time(plan, tasks.CREATE),
            "nextDrillTime": await self._scheduler.next_time(plan, tasks.DRILL),
        }
        now = time.time()
        # What is due at once is due now, not in 1970.
        return plan.to_wire() | {
            name: moment(max(due, now))
            for name, due in times.items()
            if due is not None
        }

    async def _rooms(self) -> dict[str, Any]:
        await self._measures.refresh()
        rooms = self._measures.rooms()
        if rooms is None:
            return {"databaseDriver": str(self._ground.database.dialect)}
        return {
            "databaseDriver": rooms["database"]["driver"],
            "databaseSize": rooms["database"]["bytes"],
            "storages": [_use(each) for each in rooms["files"]],
            "released": _use(rooms["released"]),
            "uploads": _use(rooms["uploads"]),
            "trashedMemoCount": rooms["trash"]["memos"],
            "trashedAttachmentCount": rooms["trash"]["attachments"],
            "measureTime": rooms["time"],
        }


def _verdict(findings: list[Finding]) -> dict[str, Any]:
    shown = [
        {**finding.facts(), "verdict": str(finding.verdict).upper()}
        for finding in findings
    ]
    return {"verdict": str(status.worst(findings)).upper(), "findings": shown}


def _outcome(outcome: outcomes.Outcome | None) -> dict[str, Any] | None:
    return outcome.facts() if outcome else None


def _use(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "storage": facts.get("storage", ""),
        "files": facts["number"],
        "size": facts["bytes"],
    }


def _id(backup: str) -> str:
    if backup != NEWEST and not layout.ID.fullmatch(backup):
        raise InvalidArgumentError(f"invalid backup name: backups/{backup[:50]}")
    return backup


def _backup(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": f"backups/{facts['id']}",
        "moment": facts.get("moment") or layout.moment_of(facts["id"]).isoformat(),
        "destinations": facts["destinations"],
        "size": facts.get("size", 0),
        "files": facts.get("files", 0),
        "filesSize": facts.get("files_size", 0),
        "encrypted": facts["encrypted"],
        "secrets": facts.get("secrets", False),
        "complete": facts.get("complete", False),
        "fault": facts.get("fault", ""),
        "version": facts.get("version", ""),
        "driver": facts.get("driver", ""),
    }
