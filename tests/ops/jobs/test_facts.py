"""Jobs in the wire's words."""

from appliance.models.job import Job
from appliance.ops.jobs.facts import job_facts, result_facts


def test_a_job_is_described() -> None:
    row = Job(
        uid="x",
        kind="backup.create",
        state=3,
        step="files",
        done=1,
        total=2,
        request="{}",
        result='{"backup": "ID", "new_files": 4, "failed": {"/x": "full"}}',
        reason="",
        scheduled=True,
        cancelled=False,
        create_time=0,
        start_time=1,
    )
    facts = job_facts(row, "ann")
    assert (facts["name"], facts["state"], facts["creator"]) == (
        *("jobs/x", "SUCCEEDED"),
        "users/ann",
    )
    assert facts["startTime"] == "1970-01-01T00:00:01Z"
    assert facts["finishTime"] is None
    assert facts["result"] == {"backup": "backups/ID", "newFiles": 4, "removed": []}
    row.result = "{}"
    assert "result" not in job_facts(row)


def test_what_was_removed_has_names() -> None:
    assert result_facts({"removed": ["a"]}) == {"removed": ["backups/a"]}
