"""Sizes of a database, and tidying it up."""

from appliance.models import upkeep
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from tests.factories import make_memo, make_user


async def test_tables_are_counted(database: Database) -> None:
    anna = await make_user(database)
    for _ in range(3):
        await make_memo(database, anna)
    found = {each["table"]: each for each in await upkeep.tables(database)}
    assert found["appliance_memo"]["rows"] == 3
    assert found["appliance_user"]["rows"] == 1
    assert all(name.startswith("appliance_") for name in found)
    assert (await upkeep.size(database))["bytes"] > 0


async def test_space_of_what_was_deleted_is_given_back(database: Database) -> None:
    anna = await make_user(database)
    for _ in range(20):
        await make_memo(database, anna, "word " * 10_000)
    await database.execute("DELETE FROM appliance_memo")
    before = await upkeep.size(database)
    await upkeep.vacuum(database)
    after = await upkeep.size(database)
    # Others keep maps of free space, and give pages back as they see fit.
    assert after["bytes"] > 0
    if database.dialect is Dialect.SQLITE:
        assert before["free"] > 1_000_000
        assert after["free"] < 100_000
        assert after["bytes"] < before["bytes"]


async def test_the_database_learns_about_its_tables(database: Database) -> None:
    await make_user(database)
    await upkeep.analyze(database)
    if database.dialect is Dialect.SQLITE:
        assert await database.scan("SELECT * FROM sqlite_stat1")
