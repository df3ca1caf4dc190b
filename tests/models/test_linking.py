"""One account at a provider signs in one user, and a user has one per provider."""

import pytest

from appliance.errors import AlreadyExistsError, NotFoundError
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.linking import (
    Link,
    find_linked,
    link_account,
    links_of,
    unlink_account,
)
from appliance.models.user import User
from tests.factories import make_user

JANE = Link("home", "jane@écran")


async def link(database: Database, user: User, account: Link) -> None:
    async with database.write() as transaction:
        await link_account(transaction, user.id, account, user.id)


async def linked(database: Database, account: Link) -> int | None:
    async with database.write() as transaction:
        return await find_linked(transaction, account)


async def test_linked_account_is_found(database: Database) -> None:
    user = await make_user(database)

    await link(database, user, JANE)

    assert await linked(database, JANE) == user.id
    assert list(await links_of(database, user.id)) == [JANE]
    for other in ("Jane@écran", "jane@écran ", "jane@ecran"):
        assert await linked(database, Link("home", other)) is None
    assert await linked(database, Link("work", JANE.extern_uid)) is None


async def test_linking_again_changes_nothing(database: Database) -> None:
    user = await make_user(database)
    await link(database, user, JANE)
    changes = await ChangeRow.all().count()

    await link(database, user, JANE)

    assert await ChangeRow.all().count() == changes
    assert list(await links_of(database, user.id)) == [JANE]


async def test_user_has_one_account_per_provider(database: Database) -> None:
    user = await make_user(database)
    await link(database, user, JANE)

    with pytest.raises(AlreadyExistsError, match="another external account"):
        await link(database, user, Link("home", "other"))
    await link(database, user, Link("work", "other"))

    assert len(await links_of(database, user.id)) == 2


async def test_account_belongs_to_one_user(database: Database) -> None:
    user, other = await make_user(database), await make_user(database)
    await link(database, user, JANE)

    with pytest.raises(AlreadyExistsError, match="already linked to another user"):
        await link(database, other, JANE)

    assert list(await links_of(database, other.id)) == []


async def test_account_is_free_again_once_unlinked(database: Database) -> None:
    user, other = await make_user(database), await make_user(database)
    await link(database, user, JANE)

    async with database.write() as transaction:
        await unlink_account(transaction, user.id, "home", user.id)
        with pytest.raises(NotFoundError, match="linked identity not found"):
            await unlink_account(transaction, user.id, "home", user.id)
    await link(database, other, JANE)

    assert await linked(database, JANE) == other.id


async def test_change_says_whose_link_it_is(database: Database) -> None:
    user = await make_user(database)

    await link(database, user, JANE)

    change = await ChangeRow.all().order_by("-sequence").first()
    assert change
    assert change.kind == ChangeKind.IDENTITY_UPDATED
    assert (change.owner_id, change.actor_id) == (user.id, user.id)
    assert JANE.extern_uid not in change.name


async def test_links_end_with_the_user(database: Database) -> None:
    user = await make_user(database)
    await link(database, user, JANE)

    await user.delete()

    assert await linked(database, JANE) is None
