"""Roles, states and passwords, and what they end."""

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models.audit import AuditRow
from appliance.models.base import Role, State
from appliance.models.database import Database
from appliance.models.identity import Device, Session, start_session
from appliance.models.standing import replace_password, set_standing
from tests.factories import make_user

LATER = 4_000_000_000_000_000


@pytest.mark.parametrize(
    ("role", "state"), [(Role.USER, State.NORMAL), (Role.ADMIN, State.ARCHIVED)]
)
async def test_the_last_administrator_stays(
    database: Database, role: Role, state: State
) -> None:
    admin = await make_user(database)
    async with database.write() as transaction:
        with pytest.raises(FailedPreconditionError):
            await set_standing(transaction, admin, role, state)
    await make_user(database, role=Role.ADMIN)
    async with database.write() as transaction:
        await set_standing(transaction, admin, role, state)
    assert (admin.role, admin.state) == (role, state)
    kind = "user.role" if role is Role.USER else "user.archived"
    told = await AuditRow.get(kind=kind)
    assert told.target == f"users/{admin.username}"


async def test_a_new_password_ends_sessions_but_the_spared_one(
    database: Database,
) -> None:
    user, other = await make_user(database), await make_user(database)
    device = Device("agent", "::1")
    for owner in (user, other, user):
        last = await start_session(database, owner.id, device, LATER)
    async with database.write() as transaction:
        await replace_password(
            transaction, user, "hash", user.id, spared=last.session_id
        )
    left = await Session.all().order_by("id").values_list("id", "user_id")
    assert [owner for _, owner in left] == [other.id, user.id]
    assert left[-1][0] == last.session_id
    assert user.password_hash == "hash"
    assert await AuditRow.filter(kind="user.password").count() == 1
