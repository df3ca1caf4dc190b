"""Which stretch of a backup is sent."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from appliance.models.database import Database
from appliance.ops.backup.repository import Location
from appliance.ops.backup.streaming import Export
from appliance.ops.jobs.sending import send, span
from tests.ops.backup.instance import back_up, location_of


@pytest.fixture
async def location(database: Database, tmp_path: Path) -> Location:
    """Make a backup."""
    made = await back_up(database, tmp_path, tmp_path / "backups")
    return location_of(made)


def test_ranges(location: Location) -> None:
    export = Export.of(location)
    size, whole = export.size, (0, export.size, False)
    etag = f'"{export.etag}"'
    for wanted, condition, found in (
        ("", "", whole),
        ("bytes=0-9", "", (0, 10, True)),
        ("bytes=5-", etag, (5, size, True)),
        ("bytes=-7", "", (size - 7, size, True)),
        ("bytes=5-", '"other"', whole),
        ("bytes=0-1,5-6", "", whole),
        ("lines=0-1", "", whole),
        ("nonsense", "", whole),
        (f"bytes={size}-", "", None),
    ):
        assert span(export, wanted, condition) == found


def test_a_line_and_the_bytes_are_sent(location: Location) -> None:
    export = Export.of(location)
    for request, start, stop in (
        ({"range": "bytes=100-899"}, 100, 900),
        ({"range": "bytes=100-899", "head": True}, 0, 0),
    ):
        out = io.BytesIO()
        asked: dict[str, Any] = request
        send(location, asked, out)
        line, _, content = out.getvalue().partition(b"\n")
        assert json.loads(line)["facts"]["size"] == export.size
        assert content == b"".join(export.stretch(start, stop))
