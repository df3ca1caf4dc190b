"""Tokens in the hands of operators."""

from pathlib import Path

import pytest

from appliance.config import read_settings
from appliance.errors import NotFoundError
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken
from appliance.ops.acts import tokens
from appliance.ops.acts.ground import Ground
from tests.factories import make_user


async def test_a_token_belongs_to_its_account(
    database: Database, tmp_path: Path
) -> None:
    ground = Ground.around(database, read_settings({"data": str(tmp_path)}, {}))
    user, other = await make_user(database), await make_user(database)
    made = await tokens.create(ground, username=user.username)
    assert made["expireTime"] is None
    with pytest.raises(NotFoundError):
        await tokens.revoke(ground, username=other.username, token=made["id"])
    assert (await PersonalAccessToken.get(uid=made["id"])).user_id == user.id
    await tokens.revoke(ground, username=user.username, token=made["id"])
    assert not await PersonalAccessToken.all().exists()
