"""Files of a memo: bound, kept together, moved to the trash."""

import json
from typing import Any

import pytest

from appliance.errors import PermissionDeniedError
from appliance.models.attachment import Attachment, Blob
from appliance.models.base import Role
from appliance.models.binding import (
    bind_attachments,
    load_attachments,
    move_attachment_to_trash,
)
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.trash import TrashedAttachment
from appliance.models.user import User
from tests.factories import make_attachment, make_memo, make_user, principal

NOW = 1_800_000_000


@pytest.fixture
async def ann(database: Database) -> User:
    await make_user(database, "boss", role=Role.ADMIN)
    return await make_user(database, "ann")


async def bind(database: Database, memo: Memo, user: User, *uids: str) -> None:
    async with database.write() as transaction:
        await bind_attachments(
            transaction, memo, uids, principal=principal(user), now=NOW
        )


async def bound(database: Database, *memos: Memo) -> dict[str, list[str]]:
    found = await load_attachments(database.read, [memo.id for memo in memos])
    return {memo.uid: [row["uid"] for row in found.get(memo.id, ())] for memo in memos}


async def test_parts_of_one_picture_stay_together(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann, uid="m")
    for uid in ("still", "film", "alone"):
        await make_attachment(database, ann, memo, uid, uid=uid)
    payload = json.dumps({"motionMedia": {"groupId": "g"}})
    await Attachment.filter(uid__in=["still", "film"]).update(payload=payload)

    await bind(database, memo, ann, "film")

    assert await bound(database, memo) == {"m": ["film", "still"]}
    await bind(database, memo, ann)
    assert await bound(database, memo) == {"m": []}


async def test_only_administrators_take_away_what_is_not_theirs(
    database: Database, ann: User
) -> None:
    boss = await User.get(username="boss")
    memo = await make_memo(database, ann, uid="m")
    await make_attachment(database, boss, memo, "x", uid="of-boss")
    await bind(database, memo, ann, "of-boss")

    with pytest.raises(PermissionDeniedError, match="remove"):
        await bind(database, memo, ann)
    assert await bound(database, memo) == {"m": ["of-boss"]}
    await bind(database, memo, boss)
    assert await bound(database, memo) == {"m": []}


async def test_trash_keeps_the_whole_row_and_the_bytes(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann)
    file = await make_attachment(database, ann, memo, "ü.txt", uid="f")
    before: dict[str, Any] = (await Attachment.get(uid="f")).columns()
    async with database.write() as transaction:
        trashed = await move_attachment_to_trash(
            transaction, file, deleter_id=ann.id, now=NOW
        )

    row = await TrashedAttachment.get(id=trashed.id)
    assert json.loads(row.columns_json) == before
    assert (row.uid, row.blob_id, row.delete_time) == ("f", file.blob_id, NOW)
    assert (await Blob.get(id=file.blob_id)).release_time is None
    assert (await Memo.get(id=memo.id)).revision == memo.revision + 1
    last = await ChangeRow.all().order_by("-sequence").first()
    assert last is not None
    assert (last.kind, last.name, last.owner_id) == (
        ChangeKind.ATTACHMENT_DELETED,
        "attachments/f",
        ann.id,
    )


async def test_more_files_than_any_page_are_all_seen(
    database: Database, ann: User
) -> None:
    memo, other = [await make_memo(database, ann, uid=uid) for uid in ("m", "o")]
    uids = [f"f{number}" for number in range(120)]
    for uid in uids:
        await make_attachment(database, ann, None, uid, uid=uid)
    await bind(database, memo, ann, *reversed(uids))

    found = await bound(database, memo, other)

    assert found == {"m": uids[::-1], "o": []}
