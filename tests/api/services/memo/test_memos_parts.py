"""Memos with files, references and mentions: all of it is written, or nothing."""

from typing import Any

import pytest

from appliance.models.memo import Memo
from appliance.models.notification import Notification
from tests.api.house import House, Visitor
from tests.factories import make_attachment

CREATE, GET = "MemoService/CreateMemo", "MemoService/GetMemo"
UPDATE = "MemoService/UpdateMemo"
EARLY = "2020-01-01T00:00:00Z"


async def test_memo_comes_with_files_and_references(house: House, ann: Visitor) -> None:
    await ann.write("other")
    file = await make_attachment(house.database, ann.user, None, "a.txt", uid="f1")
    files = [{"name": "attachments/f1"}]
    references = [{"relatedMemo": {"name": "memos/other"}, "type": "REFERENCE"}]

    memo = await ann.write("m", attachments=files, relations=references)

    assert [each["name"] for each in memo["attachments"]] == ["attachments/f1"]
    assert memo["attachments"][0]["memo"] == "memos/m"
    assert [each["relatedMemo"]["name"] for each in memo["relations"]] == [
        "memos/other"
    ]
    await file.refresh_from_db()
    assert file.memo_id is not None
    assert (await ann.ok(GET, name="memos/m")) == memo


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (
            {"attachments": [{"name": "attachments/none"}]},
            ("not_found", "attachment not found: none"),
        ),
        (
            {"attachments": [{"name": "none"}]},
            ("invalid_argument", 'invalid attachment name: invalid request "none"'),
        ),
        (
            {"attachments": [{"name": "attachments/of-bob"}]},
            ("permission_denied", "cannot attach another user's attachment"),
        ),
        (
            {"relations": [{"type": "REFERENCE"}]},
            ("invalid_argument", "related memo is required"),
        ),
        (
            {"relations": [{"relatedMemo": {"name": "memos/none"}}]},
            ("not_found", "related memo not found: memos/none"),
        ),
    ],
)
async def test_nothing_is_written_when_a_part_is_refused(
    house: House, ann: Visitor, fields: Any, refusal: tuple[str, str]
) -> None:
    bob = await house.user("bob")
    await make_attachment(house.database, bob.user, None, "b.txt", uid="of-bob")
    await ann.write("kept", "before")

    refused = await ann.refused(CREATE, memo={"content": "x", **fields}, memoId="new")
    assert refused == refusal
    (field,) = fields
    patch = {"name": "memos/kept", "content": "after", **fields}
    refused = await ann.refused(UPDATE, memo=patch, updateMask=f"content,{field}")
    assert refused == refusal

    assert [memo.content for memo in await Memo.all()] == ["before"]


async def test_only_new_mentions_are_told(house: House, ann: Visitor) -> None:
    bob, eve = await house.user("bob"), await house.user("eve")
    await ann.write("m", "ask @bob", visibility="PUBLIC")
    await ann.change("m", content="ask @bob and @eve")
    await ann.change("m", pinned=True)

    told = await Notification.all().order_by("id").values_list("receiver_id", flat=True)

    assert told == [bob.user.id, eve.user.id]


async def test_times_do_not_move_with_text_files_or_references(ann: Visitor) -> None:
    await ann.write("m", createTime=EARLY, updateTime=EARLY)
    changed = await ann.change("m", content="x", attachments=[], relations=[])

    assert changed["updateTime"] == EARLY
