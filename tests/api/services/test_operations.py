"""Administrators look after the instance and its backups."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from appliance.api.contract import rpcs
from appliance.ops.jobs.runner import JobRunner
from tests.api.house import House, Visitor
from tests.conftest import DRIVER
from tests.wire import Json

RPC = "OperationsService/{}".format
SCHEDULE = "BackupSchedule"
WAIT_SECONDS = 60.0


@pytest.fixture
async def runner(house: House) -> AsyncIterator[None]:
    """Let jobs be done."""
    if DRIVER != "sqlite":
        pytest.skip(
            "a job's process opens what settings name: here that is SQLite only"
        )
    async with JobRunner(house.database, house.core.configuration).working():
        yield


async def planned(boss: Visitor, place: Path, **more: Any) -> Json:
    """Save a schedule that never comes round by itself within a test."""
    schedule = {"destinations": [str(place)], "schedule": "0 3 1 1 *", **more}
    return await boss.ok(RPC("UpdateBackupSchedule"), schedule=schedule)


async def ended(boss: Visitor, job: Json) -> Json:
    """Wait for a job's end."""
    async with asyncio.timeout(WAIT_SECONDS):
        while job["state"] in ("QUEUED", "RUNNING"):
            await asyncio.sleep(0.2)
            job = await boss.ok(RPC("GetJob"), name=job["name"])
    return job


def flip(file: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


async def test_nobody_else_may(house: House, ann: Visitor) -> None:
    own = [rpc for rpc in rpcs() if rpc.parent.name == "OperationsService"]
    assert len(own) == 14
    for rpc in own:
        assert (await ann.refused(RPC(rpc.name)))[0] == "permission_denied"
        assert (await house.anonymous.refused(RPC(rpc.name)))[0] == "unauthenticated"


async def test_a_new_instance_is_told_what_is_missing(boss: Visitor) -> None:
    told = await boss.ok(RPC("GetOperations"))
    checks = {each["check"]: each for each in told["findings"]}
    assert told["verdict"] == "FAIL"
    assert checks["backup"]["fact"] == "there is no good backup yet"
    assert checks["schedule"]["verdict"] == checks["drill"]["verdict"] == "WARN"
    assert told["lastBackup"] is None
    assert told["destinations"] == told["jobs"] == []
    assert int(told["databaseSize"]) > 0
    assert int(told["diskFree"]) > 0
    assert told["version"]


@pytest.mark.usefixtures("runner")
async def test_a_backup_is_made_proved_rehearsed_and_deleted(
    boss: Visitor, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    await planned(boss, place)
    made = await ended(boss, await boss.ok(RPC("CreateBackup")))
    assert (made["state"], made["kind"], made["reason"]) == (
        "SUCCEEDED",
        "backup.create",
        "",
    )
    assert made["creator"] == boss.name
    name = made["result"]["backup"]
    listed = (await boss.ok(RPC("ListBackups")))["backups"]
    assert [each["name"] for each in listed] == [name]
    assert listed[0]["destinations"] == [str(place)]
    assert listed[0]["complete"]

    proof = await ended(boss, await boss.ok(RPC("VerifyBackup"), name=name))
    assert (proof["state"], proof["result"]["opened"]) == ("SUCCEEDED", True)
    drill = await ended(boss, await boss.ok(RPC("RunDrill")))
    assert (drill["state"], drill["result"]["backup"]) == ("SUCCEEDED", name)

    told = await boss.ok(RPC("GetOperations"))
    assert told["lastBackup"]["good"]
    assert told["lastBackup"]["backup"] == name
    assert told["lastVerify"]["good"]
    assert told["lastDrill"]["good"]
    assert told["destinations"][0]["good"]
    assert {each["verdict"] for each in told["findings"]} <= {"OK", "WARN"}

    code, words = await boss.refused(RPC("DeleteBackup"), name=name)
    assert (code, "the last backup" in words) == ("failed_precondition", True)
    await ended(boss, await boss.ok(RPC("CreateBackup")))
    await boss.ok(RPC("DeleteBackup"), name=name)
    left = (await boss.ok(RPC("ListBackups")))["backups"]
    assert len(left) == 1
    assert left[0]["name"] != name


@pytest.mark.usefixtures("runner")
async def test_what_is_damaged_is_named(boss: Visitor, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    await planned(boss, place)
    made = await ended(boss, await boss.ok(RPC("CreateBackup")))
    archive = Path(made["result"]["places"][0])
    flip(archive)
    proof = await boss.ok(RPC("VerifyBackup"), name=made["result"]["backup"])
    found = await ended(boss, proof)
    assert found["state"] == "FAILED"
    assert archive.name in found["reason"]
    assert found["result"]["faults"]


async def test_a_job_that_waits_is_cancelled_and_pages_go_on(
    boss: Visitor, tmp_path: Path
) -> None:
    await planned(boss, tmp_path / "backups")
    jobs = [await boss.ok(RPC("CreateBackup")) for _ in range(3)]
    gone = await boss.ok(RPC("CancelJob"), name=jobs[0]["name"])
    assert gone["state"] == "CANCELLED"
    first = await boss.ok(RPC("ListJobs"), pageSize=2)
    names = [each["name"] for each in first["jobs"]]
    token = first["nextPageToken"]
    rest = await boss.ok(RPC("ListJobs"), pageToken=token)
    names += [each["name"] for each in rest["jobs"]]
    assert names == [each["name"] for each in reversed(jobs)]
    assert rest["nextPageToken"] == ""
    assert (await boss.refused(RPC("GetJob"), name="jobs/none"))[0] == "not_found"
    waiting = (await boss.ok(RPC("GetOperations")))["jobs"]
    assert len(waiting) == 2


async def test_a_schedule_is_kept_in_parts(boss: Visitor, tmp_path: Path) -> None:
    assert (await boss.ok(RPC("GetBackupSchedule")))["destinations"] == []
    place = tmp_path / "backups"
    kept = await planned(boss, place, retention={"daily": 7}, timeZone="Europe/Berlin")
    assert kept["retention"]["daily"] == 7
    assert kept["nextBackupTime"].endswith("-01-01T02:00:00Z")
    assert kept["nextDrillTime"] is None
    changed = await boss.ok(
        RPC("UpdateBackupSchedule"),
        schedule={"pingUrl": "https://example.org/x", "schedule": "every 6h"},
        updateMask="pingUrl",
    )
    assert changed["pingUrl"] == "https://example.org/x"
    assert changed["schedule"] == "0 3 1 1 *"
    assert await boss.ok(RPC("GetBackupSchedule")) == changed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"schedule": "61 * * * *"}, "five fields of cron"),
        ({"schedule": "every 5s"}, "more often"),
        ({"timeZone": "Mars/Base"}, "time zone"),
        ({"destinations": ["backups"]}, "absolute path"),
        ({"destinations": ["s3://key:secret@bucket/x"]}, "no secrets"),
        ({"destinations": ["s3://b/x?secret_key=1"]}, "no secrets"),
        ({"destinations": ["s3://b/x?colour=1"]}, "not one of"),
        ({"destinations": []}, "name one"),
        ({"jitterSeconds": -1}, "jitter"),
        ({"retention": {"daily": -1}}, "retention"),
        ({"recipients": ["nobody"]}, "age1"),
        ({"pingUrl": "ftp://example.org"}, "http"),
    ],
)
async def test_a_schedule_that_cannot_work_is_refused(
    boss: Visitor, fields: Json, words: str
) -> None:
    schedule = {"destinations": ["/backups"], "schedule": "@daily", **fields}
    code, said = await boss.refused(RPC("UpdateBackupSchedule"), schedule=schedule)
    assert code == "invalid_argument"
    assert words in said


async def test_nowhere_is_no_destination(boss: Visitor) -> None:
    for name in ("CreateBackup", "RunDrill"):
        code, words = await boss.refused(RPC(name))
        assert (code, "--backup-to" in words) == ("failed_precondition", True)
    assert (await boss.refused(RPC("PruneBackups")))[0] == "failed_precondition"
    assert (await boss.refused(RPC("CreateBackup"), destinations=["x"]))[0] == (
        "invalid_argument"
    )
    assert (await boss.ok(RPC("ListBackups")))["backups"] == []


async def test_the_doctor_answers(boss: Visitor) -> None:
    told = await boss.ok(RPC("RunDoctor"))
    checks = {each["check"]: each["verdict"] for each in told["findings"]}
    assert checks["integrity"] == checks["schema"] == "OK"


@pytest.mark.parametrize("kind", ["DATABASE", "LOCAL"])
async def test_a_storage_is_tried(boss: Visitor, kind: str) -> None:
    tried = await boss.ok(RPC("TestStorage"), storage={"storageType": kind})
    assert (tried["good"], tried["step"], tried["reason"]) == (True, "", "")
    rows = await boss.house.database.read("SELECT COUNT(*) AS n FROM appliance_blob")
    assert rows[0]["n"] == 0


async def test_a_storage_that_fails_says_where(boss: Visitor, tmp_path: Path) -> None:
    nobody = {"endpoint": "http://127.0.0.1:9", "bucket": "b", "region": "x"}
    tried = await boss.ok(
        RPC("TestStorage"), storage={"storageType": "S3", "s3Config": nobody}
    )
    assert (tried["good"], tried["step"]) == (False, "write")
    assert "does not answer" in tried["reason"]
    assert (await boss.refused(RPC("TestStorage")))[0] == "invalid_argument"
    file = tmp_path / "file"
    file.touch()
    tried = await boss.ok(RPC("TestStorage"), destination=str(file))
    assert (tried["good"], tried["step"]) == (False, "write")
    tried = await boss.ok(RPC("TestStorage"), destination=str(tmp_path / "new"))
    assert tried["good"]
