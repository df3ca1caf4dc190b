"""Accounts are found by id and by name, and remembered until they change."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.base import Role, State
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.user import (
    Accounts,
    User,
    find_user,
    load_avatar,
    validated_username,
)
from tests.factories import make_user


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


async def update(database: Database, user: User, **fields: object) -> None:
    """Change an account as a service would."""
    async with database.write() as transaction:
        await user.update_from_dict(fields).save(using_db=transaction.connection)
        change = Change(
            kind=ChangeKind.USER_UPDATED,
            name=f"users/{user.username}",
            owner_id=user.id,
        )
        transaction.record(change)


@pytest.mark.parametrize("name", ["a", "A1", "1a", "a-b", "a" * 36, "admin"])
def test_good_user_names(name: str) -> None:
    assert validated_username(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "-a", "a-", "a_b", "a b", "a.b", "é", "名前", "12345", "a" * 37, "a/b", "a\n"],
)
def test_bad_user_names(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid username"):
        validated_username(name)


async def test_account_carries_everything_but_the_hash(
    database: Database, accounts: Accounts
) -> None:
    ann = await make_user(database, "ann")

    account = await accounts.find(ann.id)

    assert account is not None
    assert account.name == "users/ann"
    assert account.is_admin
    assert account.state == State.NORMAL
    assert account.create_time == ann.create_time
    assert not hasattr(account, "password_hash")


async def test_unknown_accounts_are_none(accounts: Accounts) -> None:
    assert await accounts.find(99) is None
    assert await accounts.find_by_username("nobody") is None
    assert await accounts.first_admin() is None


async def test_names_are_found_byte_for_byte(
    database: Database, accounts: Accounts
) -> None:
    ids = {}
    for name in ("Bob", "bob", "BOB"):
        ids[name] = (await make_user(database, name)).id

    for name, user_id in ids.items():
        account = await accounts.find_by_username(name)
        assert account is not None
        assert (account.id, account.username) == (user_id, name)
    for other in ("boB", "bob ", " bob", "bób", ""):
        assert await accounts.find_by_username(other) is None, repr(other)


async def test_row_is_found_byte_for_byte_or_not_at_all(database: Database) -> None:
    bob = await make_user(database, "bob")
    found = await find_user("bob")

    assert found is not None
    assert found.id == bob.id
    for other in ("Bob", "bob ", "", "1", "bob\0", "b" * 256, "b" * 255):
        assert await find_user(other) is None, repr(other)


async def test_digits_are_an_id_unless_somebody_has_the_name(
    database: Database, accounts: Accounts
) -> None:
    ann = await make_user(database, "ann")
    number = str(ann.id)
    by_id = await accounts.find_by_username(number)
    assert by_id is not None
    assert by_id.username == "ann"

    # The reference let people call themselves so; an import keeps the name.
    imported = await make_user(database, number)
    by_name = await accounts.find_by_username(number)

    assert by_name is not None
    assert by_name.id == imported.id


@pytest.mark.parametrize("digits", ["9" * 18, "9" * 19, "9" * 400, "\u0661", "-1", "²"])
async def test_digits_that_are_nobody(accounts: Accounts, digits: str) -> None:
    assert await accounts.find_by_username(digits) is None


async def test_change_is_seen_at_once(database: Database, accounts: Accounts) -> None:
    ann = await make_user(database, "ann")
    assert await accounts.find(ann.id) is not None

    await update(database, ann, username="anna", state=State.ARCHIVED)

    account = await accounts.find(ann.id)
    assert account is not None
    assert (account.username, account.state) == ("anna", State.ARCHIVED)


async def test_unchanged_account_is_not_read_again(
    database: Database, accounts: Accounts
) -> None:
    ann = await make_user(database, "ann")
    await accounts.find(ann.id)

    await database.execute("UPDATE appliance_user SET display_name = 'behind our back'")

    account = await accounts.find(ann.id)
    assert account is not None
    assert account.display_name == ""


async def test_new_account_is_found_after_it_was_missed(
    database: Database, accounts: Accounts
) -> None:
    assert await accounts.find(1) is None
    assert await accounts.first_admin() is None

    ann = await make_user(database)

    assert await accounts.find(ann.id) is not None
    admin = await accounts.first_admin()
    assert admin is not None
    assert admin.id == ann.id


async def test_oldest_administrator_is_shown(
    database: Database, accounts: Accounts
) -> None:
    first = await make_user(database)
    second = await make_user(database, role=Role.ADMIN)
    await make_user(database)

    admin = await accounts.first_admin()
    assert admin is not None
    assert admin.id == first.id

    await update(database, first, role=Role.USER)
    admin = await accounts.first_admin()
    assert admin is not None
    assert admin.id == second.id


PICTURE = "data:image/png;base64,iVBORw0KGgo="


async def test_stored_picture_is_not_kept_in_memory(
    database: Database, accounts: Accounts
) -> None:
    ann = await make_user(database, "ann")
    await update(database, ann, avatar_url=PICTURE)

    account = await accounts.find(ann.id)

    assert account is not None
    assert account.avatar_url == "data:"
    assert await load_avatar(database, "ann") == PICTURE


async def test_picture_is_found_by_name_or_id(database: Database) -> None:
    ann = await make_user(database, "ann")
    await update(database, ann, avatar_url="https://example.org/ann.png")

    assert await load_avatar(database, str(ann.id)) == "https://example.org/ann.png"
    assert await load_avatar(database, "ANN") is None
    assert await load_avatar(database, "99") is None
    assert await load_avatar(database, "9" * 30) is None


async def test_accounts_are_loaded_in_the_asked_order(
    database: Database, accounts: Accounts
) -> None:
    ann, ben = await make_user(database, "ann"), await make_user(database, "ben")

    found = await accounts.load([ben.id, 99, ann.id])

    assert [account.username for account in found] == ["ben", "ann"]
    assert await accounts.load([]) == []
