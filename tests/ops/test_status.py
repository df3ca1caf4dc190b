"""The verdict over backups, drills, schedule and disk."""

import time
from pathlib import Path

import pytest

from appliance.ops import status
from appliance.ops.doctor.finding import Verdict
from appliance.ops.outcomes import Outcome
from appliance.ops.schedule.plan import Plan

DAY = 24 * 3600
PLAN = Plan(destinations=["/b"], schedule="@daily")


def outcome(age: float, *, good: bool = True, good_age: float | None = 0) -> Outcome:
    now = time.time()
    last = None if good_age is None else now - max(age, good_age)
    return Outcome(time=now - age, good=good, good_time=last, reason="disk full")


@pytest.mark.parametrize(
    ("plan", "backup", "drill", "due", "verdicts"),
    [
        (Plan(), None, None, None, "warn fail warn"),
        (PLAN, outcome(DAY / 2), outcome(DAY), DAY, "ok ok ok"),
        (PLAN, outcome(9 * DAY), outcome(40 * DAY), DAY, "ok fail warn"),
        (Plan(), outcome(3 * DAY), outcome(DAY), None, "warn warn ok"),
        (PLAN, outcome(60, good=False), outcome(60, good=False), 5, "ok fail fail"),
        (PLAN, outcome(60, good=False, good_age=None), None, 5, "ok fail warn"),
        (PLAN, outcome(60), outcome(60), -DAY, "fail ok ok"),
    ],
)
def test_it_is_judged(
    plan: Plan,
    backup: Outcome | None,
    drill: Outcome | None,
    due: float | None,
    verdicts: str,
) -> None:
    when = None if due is None else time.time() + due
    found = list(status.judge(plan, backup, drill, when))
    assert " ".join(finding.verdict for finding in found) == verdicts
    assert all(bool(f.advice) == (f.verdict is not Verdict.OK) for f in found)
    assert status.worst(found) == min(
        (f.verdict for f in found), key=status.SEVERITY.index
    )


def test_a_failure_says_why() -> None:
    found = list(status.judge(PLAN, outcome(60, good=False), None, 5))
    assert "disk full" in found[1].fact


def test_the_disk(tmp_path: Path) -> None:
    finding, facts = status.judge_disk(tmp_path)
    assert finding.check == "free space"
    assert 0 < facts["diskFree"] <= facts["diskSize"]
    assert status.worst([]) is Verdict.OK
