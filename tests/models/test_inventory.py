"""What operators look through."""

from appliance.models import inventory
from appliance.models.database import Database
from appliance.models.identity import Device, start_session
from tests.factories import make_memo, make_user

LATER = 4_000_000_000_000_000


async def test_accounts_are_counted(database: Database) -> None:
    anna, ben = await make_user(database, "anna"), await make_user(database, "ben")
    memo = await make_memo(database, anna)
    await make_memo(database, ben, parent=memo)
    await start_session(database, ben.id, Device("agent", "::1"), LATER)
    rows = await inventory.accounts(database)
    counted = [(row["username"], row["memos"], row["sessions"]) for row in rows]
    assert counted == [("anna", 1, 0), ("ben", 0, 1)]
    assert not await inventory.sessions(database, anna.id)
    (session,) = await inventory.sessions(database, None)
    assert (session["username"], session["address"]) == ("ben", "::1")
    assert not await inventory.tokens(database, ben.id)
