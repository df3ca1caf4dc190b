"""The process that does one task, started as the server does."""

import json
import os
import pickle
import subprocess
from pathlib import Path
from typing import Any

import pytest

from appliance.config import Settings, read_settings
from appliance.ops.backup import priority
from appliance.ops.jobs.process import PROGRAM
from tests.ops.backup.instance import sqlite_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return sqlite_settings(tmp_path / "data")


def started(settings: Settings, kind: str, **request: Any) -> "subprocess.Popen[bytes]":
    child = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.write(pickle.dumps((settings, kind, request)))
    child.stdin.flush()
    return child


def last_line(child: "subprocess.Popen[bytes]") -> dict[str, Any]:
    assert child.stdout is not None
    assert child.stdin is not None
    lines = child.stdout.read().splitlines()
    child.stdin.close()
    child.stdout.close()
    child.wait()
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def test_it_answers(settings: Settings, tmp_path: Path) -> None:
    child = started(settings, "backup.probe", destination=str(tmp_path / "new"))
    answer = last_line(child)
    assert (answer["facts"]["good"], child.returncode) == (True, 0)


def test_faults_are_told_by_their_kind(settings: Settings, tmp_path: Path) -> None:
    child = started(settings, "backup.verify", destinations=[str(tmp_path / "none")])
    answer = last_line(child)
    assert answer == {"error": "no backup", "code": "not_found"}


def test_a_job_gives_way_to_the_server(tmp_path: Path) -> None:
    told = tmp_path / "told"
    flags = {"data": str(tmp_path / "data"), "backup_before": f"sh -c 'nice > {told}'"}
    last_line(
        started(
            read_settings(flags, {}),
            "backup.create",
            destinations=[str(tmp_path / "b")],
        )
    )
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert int(told.read_text()) == min(here + priority.STEP, priority.LEAST)


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    flags = {"data": str(tmp_path / "data"), "backup_before": "sleep 300"}
    child = started(
        read_settings(flags, {}), "backup.create", destinations=[str(tmp_path / "b")]
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.close()
    assert child.stdout.read() == b""
    assert child.wait(60) != 0
    child.stdout.close()
