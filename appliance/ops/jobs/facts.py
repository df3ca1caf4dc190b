"""Jobs in the words of the wire: `appliance.v1.Job` as JSON."""

from collections.abc import Mapping
from typing import Any

from appliance.models.job import Job, JobState
from appliance.ops.acts.facts import moment

# By the names that tasks use.
RESULT: Mapping[str, str] = {
    "places": "places",
    "size": "size",
    "rows": "rows",
    "files": "files",
    "new_files": "newFiles",
    "faults": "faults",
    "seconds": "seconds",
    "skipped": "skipped",
    "opened": "opened",
}


def job_facts(job: Job, creator: str = "") -> dict[str, Any]:
    """Return what is said of one job; `creator` names the account that asked."""
    facts: dict[str, Any] = {
        "name": f"jobs/{job.uid}",
        "kind": job.kind,
        "state": JobState(job.state).name,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "creator": f"users/{creator}" if creator else "",
        "createTime": moment(job.create_time),
        "startTime": moment(job.start_time),
        "finishTime": moment(job.finish_time),
        "reason": job.reason,
        "scheduled": bool(job.scheduled),
    }
    if found := job.facts:
        facts["result"] = result_facts(found)
    return facts


def result_facts(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a job came to."""
    facts = {spelled: found[name] for name, spelled in RESULT.items() if name in found}
    if found.get("backup"):
        facts["backup"] = f"backups/{found['backup']}"
    facts["removed"] = [f"backups/{each}" for each in found.get("removed", ())]
    return facts
