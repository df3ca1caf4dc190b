"""What ends by itself, and what is told of it."""

from appliance.models.audit import AuditRow, Outcome, entry
from appliance.models.database import Database
from appliance.models.expiry import DAY, SECOND, Expiry, empty_trash
from appliance.models.trash import TrashedAttachment, TrashedMemo, move_to_trash
from tests.factories import make_memo, make_user

NOW = 1_800_000_000


async def fill(database: Database) -> int:
    """Delete a memo and a file each 10 and 40 days ago; return whose they were."""
    anna = await make_user(database, "anna")
    for days in (10, 40):
        then = NOW - days * DAY
        memo = await make_memo(database, anna, f"{days}")
        async with database.write() as transaction:
            await move_to_trash(transaction, memo, deleter_id=anna.id, now=then)
        await TrashedAttachment.create(
            uid=f"file-{days}",
            creator_id=anna.id,
            deleter_id=anna.id,
            delete_time=then,
            columns_json="{}",
        )
    await AuditRow.all().delete()
    return int(anna.id)


async def left() -> tuple[int, int]:
    return await TrashedMemo.all().count(), await TrashedAttachment.all().count()


async def test_the_trash_ends_after_its_days(database: Database) -> None:
    await fill(database)
    await Expiry(database, trash_days=0, audit_days=0).expire(NOW)
    assert await left() == (2, 2)
    await Expiry(database, trash_days=30, audit_days=0).expire(NOW)
    assert await left() == (1, 1)
    told = await AuditRow.get()
    assert (told.kind, told.detail, told.actor) == (
        "trash.emptied",
        "1 memos, 1 files",
        "server",
    )
    await Expiry(database, trash_days=30, audit_days=0).expire(NOW)
    assert await AuditRow.all().count() == 1


async def test_emptying_is_of_one_account_or_of_all(database: Database) -> None:
    owner_id = await fill(database)
    assert (await empty_trash(database, owner_id + 1, None)).memos == 0
    done = await empty_trash(database, owner_id, None)
    assert (done.memos, done.files) == (2, 2)
    assert await left() == (0, 0)


async def test_the_audit_log_ends_after_its_days(database: Database) -> None:
    for days in (10, 400):
        row = entry("x.y", outcome=Outcome.FAILED)
        row.create_time = (NOW - days * DAY) * SECOND
        await row.save()
    await Expiry(database, trash_days=0, audit_days=0).expire(NOW)
    assert await AuditRow.all().count() == 2
    await Expiry(database, trash_days=0, audit_days=365).expire(NOW)
    assert (await AuditRow.get()).create_time == (NOW - 10 * DAY) * SECOND
