"""`appliance backup drill` as an operator and a script call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appliance.__main__ import command
from appliance.errors import NotFoundError
from appliance.models.database import Database
from appliance.ops.backup import records
from tests.ops.backup.instance import back_up, fill, flip


@pytest.fixture
async def archive(database: Database, tmp_path: Path) -> Path:
    """Return the archive of a backup."""
    await fill(database, tmp_path)
    made = await back_up(database, tmp_path, tmp_path / "repository")
    await database.close()
    return Path(made.place)


def call(*arguments: object) -> Result:
    """Run the command; what it returns is the exit code."""
    words = ["backup", "drill", *map(str, arguments)]
    return CliRunner().invoke(command, words, standalone_mode=False)


def test_one_that_cannot_begin_is_a_failed_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    data = tmp_path / "other"
    done = call(tmp_path / "empty", "--data", data)
    assert isinstance(done.exception, NotFoundError)
    kept = records.read(data, records.DRILL)
    assert kept is not None
    assert not kept["good"]
    assert "no snapshot there" in kept["reason"]


def test_the_room_that_the_server_needs_is_left(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "other"
    done = call(archive, "--data", data, "--disk-floor", "1000000TB")
    assert done.return_value == 1
    assert "--scratch DIRECTORY" in done.stderr
    kept = records.read(data, records.DRILL)
    assert kept is not None
    assert "would be left free" in kept["faults"][0]


def test_the_verdict_is_told_and_kept(archive: Path, tmp_path: Path) -> None:
    data = tmp_path / "other"
    done = call(tmp_path / "repository", "--data", data, "--json")
    assert done.return_value == 0
    facts = json.loads(done.stdout)
    kept = records.read(data, records.DRILL)
    assert kept is not None
    assert (facts["good"], kept["good"], kept["id"]) == (True, True, facts["id"])
    assert "restores" in call(archive, "--data", data).stdout
    flip(archive, 0)
    bad = call(archive, "--data", data, "--scratch", tmp_path / "scratch")
    assert bad.return_value == 1
    assert "NOT GOOD" in bad.stdout
    after = records.read(data, records.DRILL)
    assert after is not None
    assert not after["good"]
    assert after["good_time"] >= kept["time"]
