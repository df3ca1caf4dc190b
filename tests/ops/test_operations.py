"""What the facade refuses before anything begins; the rest stands with the service."""

from pathlib import Path

import pytest

from appliance.api.core import Core
from appliance.config import read_settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.database import Database
from appliance.ops.operations import MOST_WAITING, Operations
from tests.api.house import operations_of


@pytest.fixture
def operations(database: Database, tmp_path: Path) -> Operations:
    flags = {"data": str(tmp_path), "backup_to": str(tmp_path / "backups")}
    return operations_of(Core.around(database, read_settings(flags, {})))


async def test_not_everything_may_wait(operations: Operations) -> None:
    for _ in range(MOST_WAITING):
        await operations.create([], None)
    with pytest.raises(FailedPreconditionError, match="Too many"):
        await operations.create([], None)


async def test_names_of_backups_are_read_strictly(operations: Operations) -> None:
    for name in ("x", "../etc", "20260101T000000000Z-0000000g"):
        with pytest.raises(InvalidArgumentError):
            await operations.verify(name, "", None)
    with pytest.raises(InvalidArgumentError, match="by its id"):
        await operations.delete("latest", "")
    job = await operations.verify("latest", "", None)
    assert (job["kind"], job["creator"]) == ("backup.verify", "")


async def test_what_the_operator_chose_is_shown_as_such(operations: Operations) -> None:
    schedule = await operations.schedule()
    assert schedule["provided"] is True
    with pytest.raises(FailedPreconditionError):
        await operations.reschedule({}, None)
