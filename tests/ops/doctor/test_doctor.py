"""The whole examination, of what can hardly be opened too."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.models import migrate
from appliance.models.database import Database
from appliance.ops.doctor import examine
from appliance.ops.doctor.finding import Finding


async def findings(directory: Path, **flags: str) -> dict[str, Finding]:
    """Examine an instance; return the findings by check."""
    settings = read_settings({"data": str(directory), **flags}, {})
    return {each.check: each async for each in examine(settings)}


async def test_an_empty_file_has_no_schema(tmp_path: Path) -> None:
    (tmp_path / "appliance.db").touch()
    assert (await findings(tmp_path))["schema"].verdict == "fail"


async def test_no_database_is_made(tmp_path: Path) -> None:
    assert (await findings(tmp_path))["database"].verdict == "fail"
    assert not (tmp_path / "appliance.db").exists()


async def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    found = await findings(tmp_path, dsn="postgres://u:secret@127.0.0.1:1/memos")
    assert found["database"].verdict == "fail"
    assert "secret" not in str(found)


@pytest.mark.parametrize("start", [0, 5000])
async def test_damage_is_told_and_not_stumbled_over(tmp_path: Path, start: int) -> None:
    file = tmp_path / "appliance.db"
    await migrate.migrate(Database.sqlite(str(file), "OFF"))
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(b"\xff" * 60_000)
    found = await findings(tmp_path)
    assert any(each.verdict == "fail" for each in found.values())
