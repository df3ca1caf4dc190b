"""Accounts in the hands of operators."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.user import find_user
from appliance.ops.acts import accounts
from appliance.ops.acts.ground import Ground


async def test_a_password_is_kept_as_a_digest(
    database: Database, tmp_path: Path
) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    await accounts.create(ground, username="anna", password="first")
    await accounts.reset_password(ground, username="anna", password="second")
    user = await find_user("anna")
    assert user
    assert await ground.passwords.verify(user.password_hash, "second")
    assert not await ground.passwords.verify(user.password_hash, "first")
    rows = await database.read(
        "SELECT kind, actor_id FROM appliance_change ORDER BY sequence"
    )
    assert [row["kind"] for row in rows] == ["user.created", "user.updated"]
    assert rows[1]["actor_id"] is None


async def test_what_cannot_be_is_refused(database: Database, tmp_path: Path) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    with pytest.raises(InvalidArgumentError):
        await accounts.create(ground, username="anna", password="")
    with pytest.raises(InvalidArgumentError):
        await accounts.create(ground, username="anna", password="x", role="KING")
    assert await find_user("anna") is None
