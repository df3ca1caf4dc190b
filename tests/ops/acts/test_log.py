"""The log is turned up and down while the server runs."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.errors import InvalidArgumentError
from appliance.models.audit import AuditRow
from appliance.models.database import Database
from appliance.ops import logs
from appliance.ops.acts import log, perform
from appliance.ops.acts.ground import Ground
from tests.ops.test_logs import restored_logging

__all__ = ["restored_logging"]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    written = io.StringIO()
    logs.configure("info", "json", written)
    yield written
    logs.set_level("info")


async def test_a_level_holds_at_once(
    database: Database, tmp_path: Path, stream: io.StringIO
) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    bound = logs.get_logger().bind(part="one that was there before")
    for level in ("info", "debug", "warn"):
        await perform(ground, "log.level", {"level": level})
        bound.debug(f"debug at {level}")
        bound.info(f"info at {level}")
    written = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert written == ["info at info", "debug at debug", "info at debug"]
    told = await AuditRow.filter(kind="log.level").order_by("-id").first()
    assert told
    assert told.detail == "debug to warn"


async def test_asking_changes_nothing(
    database: Database, tmp_path: Path, stream: io.StringIO
) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    assert await log.level(ground) == {"level": "info", "before": "info"}
    with pytest.raises(InvalidArgumentError):
        await log.level(ground, level="loud")
    assert await AuditRow.all().count() == 0
    assert stream.getvalue() == ""
