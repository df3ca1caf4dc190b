"""How the instance and its backups are, from what is at hand: asked by every look."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appliance.ops.doctor.finding import Finding, Verdict, bad, doubtful, good
from appliance.ops.doctor.service import OLD_BACKUP, VERY_OLD_BACKUP
from appliance.ops.doctor.surroundings import LITTLE_SPACE, LOW_SPACE, MEGABYTE
from appliance.ops.outcomes import Outcome
from appliance.ops.schedule.plan import Plan

HOUR, DAY = 3600, 24 * 3600
OLD_DRILL = 31 * DAY
# A run that is due may wait so long for its turn and its chance.
LATE = 2 * HOUR
SEVERITY = (Verdict.FAIL, Verdict.WARN, Verdict.OK)


def worst(findings: list[Finding]) -> Verdict:
    """Return the verdict over all."""
    found = {finding.verdict for finding in findings}
    return next((each for each in SEVERITY if each in found), Verdict.OK)


def judge(
    plan: Plan,
    backup: Outcome | None,
    drill: Outcome | None,
    due: float | None,
) -> Iterator[Finding]:
    """Yield what can be said of backups; `due` is when the next one is."""
    now = time.time()
    yield _schedule(plan, due, now)
    yield _backup(plan, backup, now)
    yield _drill(drill, now)


def _schedule(plan: Plan, due: float | None, now: float) -> Finding:
    if due is None:
        return doubtful(
            "schedule",
            "the server makes no backups by itself",
            "Set destinations and a schedule, or let cron run `appliance backup`.",
        )
    if due < now - LATE:
        fact = f"a backup has been due for {_span(now - due)}"
        return bad("schedule", fact, "See the jobs and the log: nothing takes it up.")
    return good("schedule", plan.schedule)


def _backup(plan: Plan, last: Outcome | None, now: float) -> Finding:
    if last is None or last.good_time is None:
        fact = "there is no good backup yet"
        if last and last.reason:
            fact += f"; the last try: {last.reason}"
        advice = "Make one now, or `appliance backup create --to PATH`."
        return bad("backup", fact, advice)
    age = now - last.good_time
    fact = f"the last good one is {_span(age)} old"
    if not last.good:
        fact = f"the last one failed: {last.reason or 'see the log'}; {fact}"
        return bad("backup", fact, "Put that right, and make one now.")
    if age > VERY_OLD_BACKUP:
        return bad("backup", fact, "Make one now, and set a schedule.")
    if age > OLD_BACKUP and not plan.schedule:
        return doubtful("backup", fact, "Make one now, and set a schedule.")
    return good("backup", fact)


def _drill(last: Outcome | None, now: float) -> Finding:
    advice = "Run a drill: it restores the newest backup beside the instance."
    if last is None:
        return doubtful("drill", "no backup was ever restored as a rehearsal", advice)
    if not last.good:
        fact = f"the last one failed: {last.reason or 'see the log'}"
        return bad("drill", fact, "Make another backup and run it again.")
    age = now - last.time
    fact = f"a backup was last restored {_span(age)} ago"
    return doubtful("drill", fact, advice) if age > OLD_DRILL else good("drill", fact)


def judge_disk(data: Path) -> tuple[Finding, dict[str, Any]]:
    """Say how much room is left beside the data directory."""
    usage = shutil.disk_usage(data)
    fact = f"{usage.free // MEGABYTE} MB of {usage.total // MEGABYTE} MB are free"
    advice = "Free some space: empty the trash, let old backups go elsewhere."
    facts = {"diskFree": usage.free, "diskSize": usage.total}
    if usage.free < LOW_SPACE:
        return bad("free space", fact, advice), facts
    if usage.free < LITTLE_SPACE:
        return doubtful("free space", fact, advice), facts
    return good("free space", fact), facts


def _span(seconds: float) -> str:
    if seconds < 2 * HOUR:
        return f"{int(seconds // 60)} minutes"
    if seconds < 2 * DAY:
        return f"{int(seconds // HOUR)} hours"
    return f"{int(seconds // DAY)} days"
