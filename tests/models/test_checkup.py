"""Questions about rows, each asked of rows that agree and of rows that do not."""

import pytest

from appliance.models import checkup
from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from tests.factories import make_attachment, make_memo, make_user


async def filled(database: Database) -> None:
    """Store a bit of everything."""
    anna = await make_user(database)
    for number in range(3):
        memo = await make_memo(database, anna, f"#tag/{number} [x](http://a.b)")
    await make_memo(database, anna, "#gone", state=State.ARCHIVED)
    await make_memo(database, anna, "comment #no", parent=memo)
    await make_attachment(database, anna, memo, "a.txt")


async def test_an_instance_in_order_has_no_fault(database: Database) -> None:
    await filled(database)
    assert await checkup.damage(database) == []
    assert await checkup.orphans(database) == {}
    assert await checkup.miscounted(database, deep=False) == 0
    assert await checkup.miscounted(database, deep=True) == 0
    assert await checkup.active_admins(database) == 1
    assert str(await checkup.version(database))[0].isalnum()
    assert len(await checkup.blobs(0)) == 1
    newest = await checkup.newest_change(database)
    assert newest
    assert newest > 1_700_000_000_000_000


@pytest.mark.parametrize(("kind", "quick"), [(1, 1), (3, 0), (4, 0), (5, 0), (6, 0)])
async def test_wrong_counters_are_found(
    database: Database, kind: int, quick: int
) -> None:
    await filled(database)
    await database.execute(
        "UPDATE appliance_counter SET value = value + 1 WHERE kind = ? AND state = 1",
        (kind,),
    )
    assert await checkup.miscounted(database, deep=False) == quick
    assert await checkup.miscounted(database, deep=True) > 0


async def test_missing_counters_are_found(database: Database) -> None:
    await filled(database)
    await database.execute("DELETE FROM appliance_counter")
    assert await checkup.miscounted(database, deep=False) == 2
    assert await checkup.miscounted(database, deep=True) > 2


async def test_files_let_go_while_in_use_are_found(database: Database) -> None:
    await filled(database)
    await database.execute("UPDATE appliance_blob SET release_time = 1")
    assert await checkup.orphans(database) == {
        "files in use that are marked as let go": 1
    }


async def test_orphans_are_found(database: Database) -> None:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("foreign keys cannot be switched off for a connection of a pool")
    await filled(database)
    await database.execute("PRAGMA foreign_keys = OFF")
    await database.execute("DELETE FROM appliance_memo WHERE parent_id IS NULL")
    found = await checkup.orphans(database)
    assert found["comments without their memo"] == 1
    assert found["attachments of memos that are gone"] == 1
    await database.execute("DELETE FROM appliance_user")
    assert (await checkup.orphans(database))["memos without an author"] == 1
    assert any("appliance_user" in each for each in await checkup.damage(database))


async def test_ended_tokens_are_counted(database: Database) -> None:
    anna = await make_user(database)
    for number, end in enumerate((10, 20, None)):
        await database.execute(
            "INSERT INTO appliance_personal_access_token (uid, user_id, token_hash,"
            " description, create_time, expire_time) VALUES (?, ?, ?, '', 1, ?)",
            (f"t{number}", anna.id, f"h{number}", end),
        )
    assert await checkup.expired_tokens(database, 9) == 0
    assert await checkup.expired_tokens(database, 10) == 1
    assert await checkup.expired_tokens(database, 99) == 2
