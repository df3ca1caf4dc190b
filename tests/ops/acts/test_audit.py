"""What commands tell the audit log of themselves."""

from pathlib import Path

from appliance.config import read_settings
from appliance.models.audit import COMMAND, AuditRow, Outcome
from appliance.models.database import Database
from appliance.ops.acts import perform
from appliance.ops.acts.ground import Ground


async def test_a_command_is_told_as_one(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    arguments = {"kind": "backup.created", "target": "/mnt", "good": False}
    await perform(ground, "audit.record", arguments)
    told = await AuditRow.get()
    assert (told.kind, told.target, told.actor) == ("backup.created", "/mnt", COMMAND)
    assert told.outcome == Outcome.FAILED
