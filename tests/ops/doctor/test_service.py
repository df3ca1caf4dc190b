"""Choices that do not fit each other, and old backups."""

import json
import time
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models.database import Database
from appliance.models.instance import ACCESS_MODE
from appliance.ops.acts.ground import Ground
from appliance.ops.backup import records
from appliance.ops.doctor.service import (
    DAY,
    look_at_backups,
    look_at_choices,
    recall_backups,
)

PROXIES = "10.0.0.0/8"


@pytest.mark.parametrize(
    ("url", "proxies", "mode", "closed", "doubts"),
    [
        ("", "", "PRIVATE", False, set()),
        ("", "", "PUBLIC", True, {"instance URL"}),
        ("http://localhost:5230", "", "PUBLIC", True, set()),
        ("http://memos.example", "", "PUBLIC", True, {"instance URL"}),
        ("https://memos.example", "", "PUBLIC", True, {"trusted proxies"}),
        ("https://memos.example", PROXIES, "PUBLIC", True, set()),
        ("https://memos.example", PROXIES, "PRIVATE", False, {"registration"}),
    ],
)
async def test_settings_are_judged_together(  # noqa: PLR0913, PLR0917 - a table's columns
    database: Database,
    tmp_path: Path,
    url: str,
    proxies: str,
    mode: str,
    doubts: set[str],
    *,
    closed: bool,
) -> None:
    flags = {"data": str(tmp_path), "instance_url": url, "trusted_proxies": proxies}
    settings = read_settings(flags, {})
    ground = Ground.around(database, settings)
    await ground.settings.set(ACCESS_MODE, mode, None)
    await ground.settings.set("GENERAL", {"disallowUserRegistration": closed}, None)
    found = [each async for each in look_at_choices(ground, settings)]
    assert {each.check for each in found if each.verdict != "ok"} == doubts


async def test_weak_durability_is_told(database: Database, tmp_path: Path) -> None:
    settings = read_settings(
        {"data": str(tmp_path), "sqlite_synchronous": "NORMAL"}, {}
    )
    ground = Ground.around(database, settings)
    found = {each.check: each async for each in look_at_choices(ground, settings)}
    assert found["durability"].verdict == "warn"


def test_no_backup_is_a_failure(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        finding = look_at_backups(place)
        assert finding.verdict == "fail"
        assert "appliance backup create" in finding.advice


@pytest.mark.parametrize(
    ("age", "good", "verdict"),
    [
        (None, True, "warn"),
        (3600, True, "ok"),
        (3600, False, "warn"),
        (3 * DAY, True, "warn"),
        (9 * DAY, True, "fail"),
    ],
)
def test_backups_are_remembered(
    tmp_path: Path, age: int | None, verdict: str, *, good: bool
) -> None:
    if age is not None:
        folder = tmp_path / records.FOLDER
        folder.mkdir()
        facts = {"good": good, "good_time": time.time() - age}
        (folder / "create.json").write_text(json.dumps(facts))
    assert recall_backups(tmp_path).verdict == verdict


def test_a_backup_that_never_was_good_is_a_failure(tmp_path: Path) -> None:
    records.keep(tmp_path, records.CREATE, {}, good=False)
    assert recall_backups(tmp_path).verdict == "fail"
    for facts in ({"reason": "disk full"}, {"failed": {"/mnt": "disk full"}}):
        records.keep(tmp_path, records.CREATE, facts, good=False)
        assert "disk full)" in recall_backups(tmp_path).fact
        assert "appliance backup create" in recall_backups(tmp_path).advice
