"""`appliance backup prune` as an operator and a script call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appliance.__main__ import command
from appliance.models.database import Database
from tests.ops.backup.instance import back_up, fill


@pytest.fixture
async def backups(database: Database, tmp_path: Path) -> Path:
    """Return a repository with two backups."""
    await fill(database, tmp_path)
    for _ in range(2):
        await back_up(database, tmp_path, tmp_path / "backups")
    return tmp_path / "backups"


def call(*arguments: object) -> Result:
    """Run the command, beside no instance."""
    place = ["--data", str(Path(str(arguments[0])) / "nowhere")]
    return CliRunner().invoke(
        command, ["backup", "prune", *map(str, arguments), *place]
    )


def test_scripts_and_people(backups: Path) -> None:
    tried = call(backups, "--keep-last", 1, "--dry-run", "--json")
    facts = json.loads(tried.stdout)
    assert (facts["dry_run"], len(facts["removed"]), facts["files"]) == (True, 1, 0)
    words = call(backups, "--keep-daily", 1, "--quick")
    assert "Removed 1 backup and 0 files" in words.stdout
    again = json.loads(call(backups, "--max-size", "1GB", "--json").stdout)
    assert again["removed"] == []
    assert again["kept"][0]["rules"] == ["newest"]


def test_a_policy_must_be_said(tmp_path: Path) -> None:
    refused = call(tmp_path)
    assert refused.exit_code == 2
    assert "say what to keep" in refused.output
