"""Identity providers: rows behind files, remembered until one is written."""

from dataclasses import replace

import pytest

from appliance.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    NotFoundError,
)
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.provider import Provider, Providers

HOME = Provider(
    uid="home",
    type=1,
    title="Home 🏠",
    identifier_filter="^a",
    config={"clientId": "id", "clientSecret": "s", "scopes": ["é"]},
)


async def create(database: Database, providers: Providers, *uids: str) -> None:
    for uid in uids:
        async with database.write() as transaction:
            await providers.create(transaction, replace(HOME, uid=uid), 7)


async def test_provider_comes_back_as_it_was(database: Database) -> None:
    await create(database, Providers(database), "home")

    other = Providers(database)

    assert await other.find("home") == HOME
    assert HOME.name == "identity-providers/home"
    assert "clientSecret" not in repr(HOME)
    for uid in ("Home", "home ", "hom", ""):
        assert await other.find(uid) is None


async def test_uid_is_given_once(database: Database) -> None:
    providers = Providers(database)
    await create(database, providers, "home")

    with pytest.raises(AlreadyExistsError):
        await create(database, providers, "home")
    await create(database, providers, "HOME")

    assert [each.uid for each in await providers.all()] == ["home", "HOME"]


async def test_written_provider_is_seen_at_once(database: Database) -> None:
    providers, other = Providers(database), Providers(database)
    assert list(await providers.all()) == []
    assert list(await other.all()) == []

    await create(database, providers, "home", "second")
    async with database.write() as transaction:
        stored = await providers.load(transaction, "home")
        await providers.save(transaction, replace(stored, title="new"), 7)
        await providers.delete(transaction, "second", 7)

    for seen in (providers, other):
        assert [each.title for each in await seen.all()] == ["new"]


async def test_unchanged_providers_are_not_read_again(database: Database) -> None:
    providers = Providers(database)
    await create(database, providers, "home")
    assert await providers.find("home")

    await database.execute("DELETE FROM appliance_identity_provider")

    assert await providers.find("home")


async def test_change_says_what_and_who_but_no_secret(database: Database) -> None:
    await create(database, Providers(database), "home")

    change = await ChangeRow.all().order_by("-sequence").first()
    assert change
    assert change.kind == ChangeKind.PROVIDER_UPDATED
    assert change.name == "identity-providers/home"
    assert change.actor_id == 7


async def test_what_is_not_there_cannot_be_changed(database: Database) -> None:
    providers = Providers(database)
    await create(database, providers, "home")
    for uid in ("none", "home ", "HOME"):
        async with database.write() as transaction:
            with pytest.raises(NotFoundError, match="identity provider not found"):
                await providers.load(transaction, uid)
            with pytest.raises(NotFoundError):
                await providers.save(transaction, replace(HOME, uid=uid), 7)
            with pytest.raises(NotFoundError):
                await providers.delete(transaction, uid, 7)


async def test_provided_one_stands_before_the_row(database: Database) -> None:
    providers = Providers(database)
    await create(database, providers, "first", "home")
    provided = replace(HOME, title="from a file")

    providers.provide([provided])

    assert await providers.find("home") == provided
    assert [each.uid for each in await providers.all()] == ["home", "first"]
    async with database.write() as transaction:
        within = await providers.load_all(transaction)
        assert [each.uid for each in within] == ["home", "first"]
        for refused in (
            providers.create(transaction, HOME, 7),
            providers.load(transaction, "home"),
            providers.save(transaction, HOME, 7),
            providers.delete(transaction, "home", 7),
        ):
            with pytest.raises(FailedPreconditionError, match="deployment file"):
                await refused
