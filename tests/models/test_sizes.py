"""The database has a size, which grows with what is in it."""

from appliance.models.database import Database
from appliance.models.sizes import database_size
from tests.factories import make_memo, make_user


async def test_database_has_a_size(database: Database) -> None:
    size = await database_size(database)

    assert isinstance(size, int)
    assert size > 10_000


async def test_size_does_not_shrink_by_writing(database: Database) -> None:
    before = await database_size(database)
    user = await make_user(database)
    await make_memo(database, user, "x" * 500_000)

    assert await database_size(database) >= before
