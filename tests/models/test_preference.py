"""Settings of users are remembered until they change, here or elsewhere."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.follow import Follower
from appliance.models.preference import (
    LONGEST_VALUE,
    UserSetting,
    UserSettings,
    load_setting,
    save_setting,
)
from appliance.models.user import User
from tests.factories import make_user


async def save(database: Database, user: User, key: str, value: object) -> None:
    async with database.write() as transaction:
        await save_setting(transaction, user, key, value)


async def test_saved_value_is_read_at_once(database: Database) -> None:
    settings = UserSettings(database)
    ann, ben = await make_user(database, "ann"), await make_user(database, "ben")
    assert await settings.get(ann.id, "GENERAL") is None

    await save(database, ann, "GENERAL", {"theme": "ü"})
    await save(database, ann, "GENERAL", {"theme": "ö"})

    assert await settings.get(ann.id, "GENERAL") == {"theme": "ö"}
    assert await settings.get(ann.id, "TAGS") is None
    assert await settings.get(ben.id, "GENERAL") is None
    async with database.write() as transaction:
        assert await load_setting(transaction, ann.id, "GENERAL") == {"theme": "ö"}
        assert await load_setting(transaction, ann.id, "TAGS") is None


async def test_value_is_not_read_twice(database: Database) -> None:
    settings = UserSettings(database)
    ann = await make_user(database, "ann")
    await save(database, ann, "GENERAL", 1)
    assert await settings.get(ann.id, "GENERAL") == 1

    await UserSetting.all().update(value="2")

    assert await settings.get(ann.id, "GENERAL") == 1


async def test_change_of_another_process_is_heard(database: Database) -> None:
    follower = Follower(database)
    await follower.start()
    ann = await make_user(database, "ann")
    await save(database, ann, "GENERAL", 1)
    settings = UserSettings(database)
    assert await settings.get(ann.id, "GENERAL") == 1
    database.listeners.remove(settings.on_changes)
    await save(database, ann, "GENERAL", 2)
    assert await settings.get(ann.id, "GENERAL") == 1

    database.listeners.append(settings.on_changes)
    await follower.catch_up()

    assert await settings.get(ann.id, "GENERAL") == 2


async def test_value_too_long_is_refused(database: Database) -> None:
    ann = await make_user(database, "ann")

    with pytest.raises(InvalidArgumentError, match="must not exceed"):
        await save(database, ann, "TAGS", "x" * LONGEST_VALUE)
