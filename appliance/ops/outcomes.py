"""What backups, proofs and drills last came to, wherever they ran.

Commands leave a note in the data directory, jobs a row. The newer one counts, so that a
cron job beside the server is seen, and a job of another machine too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from appliance.models import job as jobs
from appliance.models.job import Job, JobState
from appliance.ops.acts.facts import moment
from appliance.ops.backup import records
from appliance.ops.jobs import tasks

KINDS: Mapping[str, str] = {
    tasks.CREATE: records.CREATE,
    tasks.VERIFY: records.VERIFY,
    tasks.DRILL: records.DRILL,
    tasks.PRUNE: records.PRUNE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended; times are seconds since 1970."""

    time: float
    good: bool
    good_time: float | None
    backup: str = ""
    reason: str = ""
    seconds: float = 0.0
    size: int = 0
    places: tuple[str, ...] = ()
    failed: Mapping[str, str] | None = None

    @classmethod
    def of_record(cls, found: Mapping[str, Any]) -> Self:
        """Read a note; one that a job's process or a command has left."""
        faults = [*found.get("faults", ()), *(found.get("failed") or {}).values()]
        faults += (found.get("damaged") or {}).values()
        places = [found["path"]] if found.get("path") else []
        return cls(
            time=found.get("time", 0),
            good=bool(found.get("good")),
            good_time=found.get("good_time"),
            backup=found.get("id", ""),
            reason="" if found.get("good") else _reason(found, faults),
            seconds=found.get("seconds", 0.0),
            size=found.get("bytes", found.get("size", 0)),
            places=(*places, *found.get("copies", ())),
            failed=found.get("failed"),
        )

    @classmethod
    def of_job(cls, job: Job, good_time: float | None) -> Self:
        """Read a row."""
        facts = job.facts
        return cls(
            time=job.finish_time or 0,
            good=job.state == JobState.SUCCEEDED,
            good_time=good_time,
            backup=facts.get("backup", ""),
            reason=job.reason,
            seconds=facts.get("seconds", 0.0),
            size=facts.get("size", 0),
            places=tuple(facts.get("places", ())),
            failed=facts.get("failed"),
        )

    def facts(self) -> dict[str, Any]:
        """Return `appliance.v1.Outcome` as JSON."""
        return {
            "time": moment(self.time),
            "good": self.good,
            "goodTime": moment(self.good_time),
            "backup": f"backups/{self.backup}" if self.backup else "",
            "reason": self.reason,
            "seconds": self.seconds,
            "size": self.size,
        }

    def at(self, url: str) -> dict[str, Any]:
        """Return `appliance.v1.BackupDestination` as JSON."""
        facts: dict[str, Any] = {"url": url}
        if url in (self.failed or {}):
            reason = (self.failed or {})[url]
            facts |= {"time": moment(self.time), "good": False, "reason": reason}
        elif any(_lies_in(place, url) for place in self.places):
            facts |= {"time": moment(self.time), "good": True}
        elif not self.good:
            facts |= {"time": moment(self.time), "good": False, "reason": self.reason}
        return facts


async def last(data: Path, kind: str) -> Outcome | None:
    """Return what a kind of work last came to; None: it was never done."""
    found = records.read(data, KINDS[kind])
    noted = Outcome.of_record(found) if found else None
    job = await jobs.last_of(kind)
    # A job that made nothing because another had just done it tells nothing new.
    if job is None or job.facts.get("skipped"):
        return noted
    best = await jobs.last_of(kind, good=True)
    times = [best.finish_time if best else None, noted.good_time if noted else None]
    good_time = max((each for each in times if each is not None), default=None)
    # Both speak of the same run where a process here did it; the note knows more.
    if noted and noted.time >= (job.start_time or 0):
        return noted
    return Outcome.of_job(job, good_time)


def _reason(found: Mapping[str, Any], faults: list[str]) -> str:
    return str(found.get("reason") or "\n".join(faults[:5]))


def _lies_in(place: str, url: str) -> bool:
    parts, base = urlsplit(place), urlsplit(url)
    inside = parts.path.startswith(base.path.rstrip("/") + "/")
    return (parts.scheme, parts.netloc) == (base.scheme, base.netloc) and inside
