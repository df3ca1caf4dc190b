"""Settings of the instance: defaults chosen once, values cached until they change."""

import asyncio
import json

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.instance import (
    ACCESS_MODE,
    SECRET_KEY,
    AccessMode,
    InstanceSettings,
    Setting,
)


async def test_first_start_chooses_secret_and_mode_for_good(database: Database) -> None:
    await InstanceSettings(database).prepare(public=True)
    first = await InstanceSettings(database).get(SECRET_KEY)

    later = InstanceSettings(database)
    await later.prepare(public=False)

    assert len(first) >= 43
    assert await later.get(SECRET_KEY) == first
    assert await later.access_mode() is AccessMode.PUBLIC


async def test_start_without_a_public_address_is_private(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.prepare(public=False)

    assert await settings.access_mode() is AccessMode.PRIVATE


async def test_unprepared_instance_is_private(database: Database) -> None:
    assert await InstanceSettings(database).access_mode() is AccessMode.PRIVATE


async def test_two_instances_have_different_secrets(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.prepare(public=False)
    first = await settings.get(SECRET_KEY)
    await Setting.all().delete()
    other = InstanceSettings(database)
    await other.prepare(public=False)

    assert await other.get(SECRET_KEY) != first


@pytest.mark.parametrize("value", [{"a": "é🎉", "b": [1, 2]}, {}, "text", 0, None])
async def test_value_comes_back_as_it_was(database: Database, value: object) -> None:
    await InstanceSettings(database).set("GENERAL", value, None)

    assert await InstanceSettings(database).get("GENERAL") == value


async def test_written_setting_is_seen_at_once(database: Database) -> None:
    settings, other = InstanceSettings(database), InstanceSettings(database)
    assert await settings.get("GENERAL") is None
    assert await other.get("GENERAL") is None

    await settings.set("GENERAL", {"x": 1}, None)
    await settings.set("GENERAL", {"x": 2}, None)

    assert await settings.get("GENERAL") == {"x": 2}
    assert await other.get("GENERAL") == {"x": 2}
    assert await Setting.all().count() == 1


async def test_unchanged_setting_is_not_read_again(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.set("GENERAL", 1, None)
    assert await settings.get("GENERAL") == 1

    await database.execute("UPDATE appliance_setting SET value = '2'")

    assert await settings.get("GENERAL") == 1


async def test_change_says_what_and_who(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.prepare(public=True)
    await settings.set("GENERAL", {"secret": "no"}, 7)

    change = await ChangeRow.all().order_by("-sequence").first()
    assert change
    assert change.kind == ChangeKind.SETTING_UPDATED
    assert change.name == "instance/settings/GENERAL"
    assert (change.owner_id, change.actor_id) == (None, 7)


async def test_secret_and_mode_are_stored_as_json(database: Database) -> None:
    await InstanceSettings(database).prepare(public=True)

    stored = {row.name: json.loads(row.value) for row in await Setting.all()}
    assert set(stored) == {SECRET_KEY, ACCESS_MODE}
    assert stored[ACCESS_MODE] == "PUBLIC"


async def test_provided_value_stands_before_the_stored_one(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.set("GENERAL", {"x": 1}, None)
    await settings.set("AI", {"x": 3}, None)

    settings.provide({"GENERAL": {"x": 2}})

    assert await settings.get("GENERAL") == {"x": 2}
    assert await settings.get("AI") == {"x": 3}
    async with database.write() as transaction:
        assert await settings.load(transaction, "GENERAL") == {"x": 2}
    with pytest.raises(FailedPreconditionError, match="deployment file"):
        await settings.set("GENERAL", {"x": 4}, None)


async def test_writer_loads_what_is_there_now(database: Database) -> None:
    settings = InstanceSettings(database)
    async with database.write() as transaction:
        assert await settings.load(transaction, "GENERAL") is None
        await settings.save(transaction, "GENERAL", {"x": 1}, None)
        assert await settings.load(transaction, "GENERAL") == {"x": 1}


async def test_two_writers_lose_nothing(database: Database) -> None:
    settings = InstanceSettings(database)
    await settings.set("GENERAL", [], None)

    async def add(number: int) -> None:
        async with database.write() as transaction:
            numbers = await settings.load(transaction, "GENERAL")
            await settings.save(transaction, "GENERAL", [*numbers, number], None)

    await asyncio.gather(*(add(number) for number in range(10)))

    assert sorted(await settings.get("GENERAL")) == list(range(10))
