"""Saved filters at rest."""

import pytest

from appliance.errors import NotFoundError, ResourceExhaustedError
from appliance.models import shortcut
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.shortcut import Shortcut, find_shortcut, list_shortcuts
from appliance.models.user import Account
from tests.factories import make_user


async def keep(database: Database, owner: Account, title: str) -> Shortcut:
    row = Shortcut.drafted(owner, title, "pinned")
    async with database.write() as transaction:
        await row.keep(transaction, owner)
    return row


async def test_filters_are_found_by_their_owner_only(database: Database) -> None:
    ann = Account.of(await make_user(database, "ann"))
    ben = Account.of(await make_user(database, "ben"))
    first, second = await keep(database, ann, "b"), await keep(database, ann, "a")
    await keep(database, ben, "c")

    assert [row.title for row in await list_shortcuts(ann.id)] == ["b", "a"]
    found = await find_shortcut(ann.id, first.uid)
    assert found is not None
    assert found.title == "b"
    assert await find_shortcut(ben.id, second.uid) is None
    assert await find_shortcut(ann.id, first.uid + " ") is None
    assert await find_shortcut(ann.id, "x" * 99) is None
    assert await find_shortcut(ann.id, "a\0b") is None


async def test_every_write_is_logged(database: Database) -> None:
    ann = Account.of(await make_user(database, "ann"))
    row = await keep(database, ann, "a")
    async with database.write() as transaction:
        await row.remove(transaction, ann)

    changes = await ChangeRow.filter(kind=ChangeKind.SHORTCUT_UPDATED)

    assert [change.name for change in changes] == [f"users/ann/shortcuts/{row.uid}"] * 2
    assert {change.owner_id for change in changes} == {ann.id}


async def test_number_is_bounded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shortcut, "MOST_SHORTCUTS", 1)
    ann = Account.of(await make_user(database, "ann"))
    row = await keep(database, ann, "a")

    with pytest.raises(ResourceExhaustedError):
        await keep(database, ann, "b")
    row.title = "c"
    async with database.write() as transaction:
        await row.keep(transaction, ann)
    assert [each.title for each in await list_shortcuts(ann.id)] == ["c"]


async def test_owner_who_is_gone_keeps_nothing(database: Database) -> None:
    user = await make_user(database, "ann")
    ann = Account.of(user)
    await user.delete()

    with pytest.raises(NotFoundError, match="user not found"):
        await keep(database, ann, "a")
