"""Attachments as rows."""

import pytest

from appliance.errors import AlreadyExistsError
from appliance.models import filing
from appliance.models.attachment import Attachment
from appliance.models.database import Database
from appliance.models.filing import Start
from appliance.models.filter import compile_attachment_filter
from appliance.models.memo import Memo
from tests.factories import make_attachment, make_memo, make_user


async def test_an_attachment_is_found_with_its_memo(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, uid="m")
    await make_attachment(database, ann, memo, "a.txt", uid="f")
    found = await filing.find(database, "f")
    assert found is not None
    assert (found.memo_uid, found.memo) == ("m", memo.guarded)
    assert found.extras == {}
    for uid in ("F", "f ", "", "none"):
        assert await filing.find(database, uid) is None
    assert found.blob_id is not None
    blob = await filing.find_blob(database, found.blob_id)
    assert blob is not None
    assert blob.storage == "local"
    assert await filing.find_blob(database, 0) is None


async def test_places_follow_each_other(database: Database) -> None:
    ann, bob = await make_user(database), await make_user(database)
    times = [5, 7, 7, 6]
    for number, moment in enumerate(times):
        await make_attachment(database, ann, None, f"{number}.txt", uid=str(number))
        await Attachment.filter(uid=str(number)).update(update_time=moment)
    await make_attachment(database, bob, None, "b.txt")
    found: list[str] = []
    start = Start()
    while page := await filing.list_own(database, ann.id, start=start, limit=2):
        found += [each.uid for each in page]
        start = Start(page[-1].place, offset=7)
    assert found == ["2", "1", "3", "0"]
    page = await filing.list_own(database, ann.id, start=Start(offset=3), limit=2)
    assert [each.uid for each in page] == ["0"]
    compiled = compile_attachment_filter(
        'filename.contains("2")', database.dialect, 1_700_000_000
    )
    page = await filing.list_own(database, ann.id, compiled=compiled, limit=9)
    assert [each.uid for each in page] == ["2"]


async def test_filing_and_renaming_raise_the_memo_s_revision(
    database: Database,
) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, uid="m")
    other = await make_attachment(database, ann, None, "x.txt")
    attachment = Attachment(
        uid="f",
        creator_id=ann.id,
        memo_id=memo.id,
        blob_id=other.blob_id,
        create_time=1,
        update_time=1,
        filename="a.txt",
        type="text/plain",
        size=3,
        sha256="",
    )
    async with database.write() as transaction:
        await filing.file(transaction, attachment, actor_id=ann.id)
    filed = (await Memo.get(id=memo.id)).revision
    assert filed > memo.revision
    async with database.write() as transaction:
        await filing.rename(transaction, attachment, "b.txt", actor_id=ann.id)
    assert (await Memo.get(id=memo.id)).revision > filed
    kept = await Attachment.get(uid="f")
    assert kept.filename == "b.txt"
    assert kept.update_time > 1
    async with database.write() as transaction:
        with pytest.raises(AlreadyExistsError):
            await filing.file(transaction, kept, actor_id=ann.id)
