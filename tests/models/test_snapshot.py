"""One moment is read while others write."""

import asyncio
import contextvars

import pytest

from appliance.errors import UnavailableError
from appliance.models import snapshot
from appliance.models.database import Database
from appliance.models.entities import Entity
from appliance.models.memo import Memo
from appliance.models.migrate import known
from appliance.models.snapshot import Snapshot, take_snapshot
from appliance.models.user import User
from tests.factories import make_memo, make_user


def named(moment: Snapshot, name: str) -> Entity:
    """Return an entity by its name."""
    return next(entity for entity in moment.entities if entity.name == name)


async def uids(moment: Snapshot) -> list[str]:
    """Return the memos of a snapshot."""
    pages = moment.pages(named(moment, "memo"))
    return [row["uid"] async for page in pages for row in page]


async def test_later_writes_are_not_seen(database: Database) -> None:
    author = await make_user(database)
    await make_memo(database, author, uid="before")
    async with take_snapshot(database) as moment:
        before = await moment.sequence()
        await _write_beside(database, author)
        assert await uids(moment) == ["before"]
        assert await moment.sequence() == before
    async with take_snapshot(database) as moment:
        assert await uids(moment) == ["before", "after"]


async def test_a_migration_that_came_late_is_in_its_own_place(
    database: Database,
) -> None:
    late = known()[1]
    forget = "DELETE FROM appliance_aerich WHERE version = ?"
    again = "INSERT INTO appliance_aerich (version, app, content) VALUES (?, ?, '{}')"
    await database.execute(forget, (late,))
    await database.execute(again, (late, "models"))
    async with take_snapshot(database) as moment:
        assert await moment.migrations() == known()


async def _write_beside(database: Database, author: User) -> None:
    """Write from another task: this one is inside of the snapshot's transaction."""

    async def write() -> None:
        await make_memo(database, author, uid="after")

    await asyncio.create_task(write(), context=contextvars.Context())


async def test_the_moment_is_that_of_the_beginning(database: Database) -> None:
    author = await make_user(database)
    async with take_snapshot(database) as moment:
        await _write_beside(database, author)
        assert await uids(moment) == []


async def test_pages_are_in_order_and_complete(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "PAGE", 3)
    author = await make_user(database)
    for number in range(7):
        await make_memo(database, author, "x" * 1000, uid=f"m{number}")
    async with take_snapshot(database) as moment:
        assert await uids(moment) == [f"m{number}" for number in range(7)]
    monkeypatch.setattr(snapshot, "PAGE_TEXT", 1500)
    async with take_snapshot(database) as moment:
        sizes = [len(page) async for page in moment.pages(named(moment, "memo"))]
    assert sizes == [3, 1, 1, 1, 1]


async def test_a_database_that_cannot_be_read_is_told(database: Database) -> None:
    async with database.write() as transaction:
        await transaction.execute("DROP TABLE appliance_reaction")
    with pytest.raises(UnavailableError, match="cannot be read"):
        async with take_snapshot(database) as moment:
            await anext(moment.pages(named(moment, "reaction")))


async def test_last_ids_remember_what_was_deleted(database: Database) -> None:
    async with take_snapshot(database) as moment:
        before = await moment.last_ids()
    author = await make_user(database)
    memo = await make_memo(database, author)
    await Memo.all().delete()
    async with take_snapshot(database) as moment:
        last = await moment.last_ids()
        assert last["memo"] == memo.id
        assert last["user"] == author.id
        assert last["reaction"] == before["reaction"]
        assert "setting" not in last
        assert await moment.migrations() == known()
