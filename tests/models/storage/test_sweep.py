"""What nothing holds on to goes, after a grace; everything else stays."""

import asyncio
import json
import time

import pytest

from appliance.models.arriving import LIFETIME, Arriving
from appliance.models.attachment import Attachment, Blob
from appliance.models.binding import move_attachment_to_trash
from appliance.models.database import Database
from appliance.models.storage import Storages
from appliance.models.storage.sweep import FIRST_SECONDS, GRACE, INTERVAL, Sweeper
from appliance.models.trash import move_to_trash
from appliance.models.user import User
from tests.factories import make_memo, make_user
from tests.models.storage.conftest import filled

NOW = int(time.time())


@pytest.fixture
async def owner(database: Database) -> User:
    """Make an account."""
    return await make_user(database, "ann")


async def attach(
    database: Database, storages: Storages, owner: User, memo_id: int | None = None
) -> Attachment:
    with await filled(storages, b"bytes") as spool:
        blob = await storages.put(spool, "a.txt", "text/plain")
    attachment = Attachment(
        uid=f"a{blob.id}",
        creator_id=owner.id,
        memo_id=memo_id,
        blob_id=blob.id,
        create_time=NOW,
        update_time=NOW,
        filename="a.txt",
        type="text/plain",
        size=5,
        sha256=blob.sha256,
        payload=json.dumps({}),
    )
    async with database.write() as transaction:
        await attachment.save(using_db=transaction.connection)
        await transaction.execute(
            "UPDATE appliance_blob SET release_time = NULL WHERE id = ?", (blob.id,)
        )
    return attachment


async def sweep(database: Database, storages: Storages) -> int:
    """Sweep now, and once more when what was let go of may go."""
    sweeper = Sweeper(database, storages)
    now = int(time.time())
    assert await sweeper.sweep(now) == 0
    return await sweeper.sweep(now + GRACE + 60)


async def test_what_is_in_use_stays(
    database: Database, storages: Storages, owner: User
) -> None:
    attachment = await attach(database, storages, owner)
    assert await sweep(database, storages) == 0
    blob = await Blob.get(id=attachment.blob_id)
    assert [piece async for piece in storages.read(blob)] == [b"bytes"]


async def test_what_lies_in_the_trash_stays(
    database: Database, storages: Storages, owner: User
) -> None:
    memo = await make_memo(database, owner)
    await attach(database, storages, owner, memo.id)
    single = await attach(database, storages, owner)
    async with database.write() as transaction:
        await move_to_trash(transaction, memo, deleter_id=owner.id, now=NOW)
        await move_attachment_to_trash(
            transaction, single, deleter_id=owner.id, now=NOW
        )
    assert await sweep(database, storages) == 0
    assert await Blob.all().count() == 2
    await database.execute("DELETE FROM appliance_trash")
    await database.execute("DELETE FROM appliance_attachment_trash")
    assert await sweep(database, storages) == 2
    assert await Blob.all().count() == 0


async def test_what_was_let_go_of_too_early_is_taken_back(
    database: Database, storages: Storages, owner: User
) -> None:
    memo = await make_memo(database, owner)
    await attach(database, storages, owner, memo.id)
    await attach(database, storages, owner)
    gone = await attach(database, storages, owner)
    await Attachment.filter(id=gone.id).delete()
    async with database.write() as transaction:
        await move_to_trash(transaction, memo, deleter_id=owner.id, now=NOW)
    await Blob.all().update(release_time=NOW)

    assert await Sweeper(database, storages).sweep(NOW + GRACE + 60) == 1

    assert [blob.release_time for blob in await Blob.all()] == [None, None]


async def test_what_a_crash_left_goes(database: Database, storages: Storages) -> None:
    with await filled(storages, b"bytes") as spool:
        blob = await storages.put(spool, "a.txt", "text/plain")
    assert blob.release_time is not None
    assert await sweep(database, storages) == 1


async def test_an_upload_that_nobody_goes_on_with_goes(
    database: Database, storages: Storages, owner: User
) -> None:
    own = Arriving(database, owner.id)
    upload = await own.begin("{}", 10)
    await own.add(upload.uid, 0, b"12345")
    sweeper = Sweeper(database, storages)
    now = int(time.time())
    assert await sweeper.sweep(now + LIFETIME - 60) == 0
    assert (await own.find(upload.uid)).received == 5
    assert await sweeper.sweep(now + LIFETIME + 60) == 0
    assert await sweeper.sweep(now + LIFETIME + GRACE + 120) == 1
    rows = await database.scan("SELECT COUNT(*) AS n FROM appliance_blob_chunk")
    assert rows[0]["n"] == 0


async def test_it_begins_soon_and_goes_on_for_ever(
    database: Database, storages: Storages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 2:
            raise asyncio.CancelledError

    swept: list[int] = []

    async def also() -> None:
        swept.append(len(pauses))

    monkeypatch.setattr(asyncio, "sleep", pause)
    with pytest.raises(asyncio.CancelledError):
        await Sweeper(database, storages).run(also)
    assert pauses == [FIRST_SECONDS, INTERVAL, INTERVAL]
    assert swept == [1, 2]
