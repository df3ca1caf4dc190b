"""The list of accounts: its order, and where a page goes on."""

from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.roster import (
    cursor_of,
    find_active,
    find_by_prefix,
    list_accounts,
)
from appliance.models.user import User
from tests.factories import make_user


async def seed(database: Database) -> None:
    for name, seconds, state in (
        ("old", -5, State.NORMAL),
        ("gone", 9, State.ARCHIVED),
        ("first", 9, State.NORMAL),
        ("second", 9, State.NORMAL),
    ):
        user = await make_user(database, name)
        await User.filter(id=user.id).update(create_time=seconds, state=state)


async def test_newest_come_first_and_archived_last_within_a_second(
    database: Database,
) -> None:
    await seed(database)

    rows = await list_accounts(database, limit=9)

    assert [row["username"] for row in rows] == ["second", "first", "gone", "old"]


async def test_every_place_leads_to_the_rest(database: Database) -> None:
    await seed(database)
    rows = await list_accounts(database, limit=9)

    for place, row in enumerate(rows, 1):
        rest = await list_accounts(database, after=cursor_of(row), limit=9)
        assert [each["id"] for each in rest] == [each["id"] for each in rows[place:]]


async def test_name_is_compared_exactly(database: Database) -> None:
    await seed(database)

    assert await list_accounts(database, username="First", limit=9) == []
    found = await list_accounts(database, username="first", limit=9)
    assert [row["username"] for row in found] == ["first"]
    assert await list_accounts(database, username="first", offset=1, limit=9) == []


async def test_active_accounts_are_found_by_name(database: Database) -> None:
    await seed(database)
    user = await User.get(username="first")

    assert await find_active(database, ["first", "gone", "FIRST", "none"]) == [user.id]
    assert await find_active(database, []) == []


async def test_beginnings_find_active_accounts_in_order(database: Database) -> None:
    await seed(database)
    await make_user(database, "go")

    found = await find_by_prefix(database, "", limit=3)
    gone = await find_by_prefix(database, "g", limit=3)

    assert [row["username"] for row in found] == ["first", "go", "old"]
    assert [row["username"] for row in gone] == ["go"]
