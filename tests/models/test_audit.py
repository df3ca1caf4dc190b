"""The audit log is written with what it tells, and says who, what and from where."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models import audit
from appliance.models.audit import COMMAND, AuditRow, Origin, Outcome, coming_from
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.identity import Device, start_session
from tests.factories import make_memo, make_user

NOW = 4_000_000_000_000_000
DEVICE = Device("agent", "::1")
FROM = Origin("users/boss", "192.0.2.7", "Browser/1 " + "x" * 500)


async def test_a_change_is_told_with_its_origin(database: Database) -> None:
    with coming_from(FROM):
        await make_user(database, "anna")
    told = await AuditRow.get()
    assert (told.kind, told.target, told.actor) == (
        "user.created",
        "users/anna",
        "users/boss",
    )
    assert (told.address, len(told.user_agent)) == ("192.0.2.7", audit.AGENT_LENGTH)
    assert (told.outcome, told.times) == (Outcome.SUCCEEDED, 1)
    assert told.create_time == told.last_time > 0


async def test_who_signs_in_is_who_did_it(database: Database) -> None:
    anna = await make_user(database, "anna")
    for place in (FROM, Origin(), Origin(COMMAND)):
        with coming_from(place):
            await start_session(database, anna.id, DEVICE, NOW)
    told = await AuditRow.filter(kind="session.created")
    assert [row.actor for row in told] == ["users/anna"] * 3
    assert told[0].target.startswith("users/anna/sessions/")


async def test_the_server_acts_by_itself(database: Database) -> None:
    await make_user(database, "anna")
    assert (await AuditRow.get()).actor == audit.SERVER


async def test_everyday_work_is_not_told_unless_it_is_on_somebody_elses(
    database: Database,
) -> None:
    anna, ben = await make_user(database, "anna"), await make_user(database, "ben")
    memo = await make_memo(database, anna)
    for actor_id in (anna.id, ben.id):
        async with database.write() as transaction:
            transaction.record(memo.change(ChangeKind.MEMO_UPDATED, actor_id))
    told = await AuditRow.filter(kind__startswith="memo")
    assert [row.kind for row in told] == ["memo.updated"]


async def test_what_is_not_done_is_not_told(database: Database) -> None:
    async def undone() -> None:
        async with database.write() as transaction:
            await audit.note(transaction, "user.role", target="users/anna")
            raise InvalidArgumentError("not like this")

    with pytest.raises(InvalidArgumentError):
        await undone()
    assert await AuditRow.all().count() == 0


async def test_what_changes_no_row_is_recorded(database: Database) -> None:
    await audit.record(
        database,
        "backup.created",
        target="/mnt/\x1b[2J",
        detail="x" * 9999,
        outcome=Outcome.FAILED,
    )
    told = await AuditRow.get()
    assert told.target == "/mnt/?[2J"
    assert len(told.detail) == audit.DETAIL_LENGTH
    assert told.outcome == Outcome.FAILED


async def test_naming_an_actor_leaves_the_servers_own_work_alone(
    database: Database,
) -> None:
    audit.name_actor("users/anna")
    await audit.record(database, "x.y")
    with coming_from(Origin()):
        audit.name_actor("users/anna")
        await audit.record(database, "x.y")
    told = await AuditRow.all().order_by("id")
    assert [row.actor for row in told] == [audit.SERVER, "users/anna"]


async def test_old_entries_and_many_failures_are_forgotten(database: Database) -> None:
    for number in range(6):
        row = audit.entry("x.y", outcome=Outcome(1 + number % 2))
        row.create_time = number
        await row.save()
    assert await audit.prune(database, before=1, most_failures=2) == 2
    left = await AuditRow.all().order_by("id")
    assert [row.create_time for row in left] == [2, 3, 4, 5]
