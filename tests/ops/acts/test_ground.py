"""What acts stand on."""

import pytest

from appliance.errors import NotFoundError
from appliance.models.database import Database
from appliance.ops.acts.ground import load_user
from tests.factories import make_user


@pytest.mark.parametrize("name", ["nobody", "anna ", "x" * 300, "\0"])
async def test_only_the_very_name_is_found(database: Database, name: str) -> None:
    anna = await make_user(database, "anna")
    async with database.write() as transaction:
        assert (await load_user(transaction, "anna")).id == anna.id
        with pytest.raises(NotFoundError):
            await load_user(transaction, name)
