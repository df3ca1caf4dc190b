"""Files of a memo: set whole, in order; what is dropped can be put back."""

from typing import Any

import pytest

from appliance.models.attachment import Attachment
from appliance.models.memo import Memo
from appliance.models.trash import TrashedAttachment
from tests.api.house import House, Visitor
from tests.factories import make_attachment

SET, LIST = "MemoService/SetMemoAttachments", "MemoService/ListMemoAttachments"
GET = "MemoService/GetMemo"
DENIED = ("permission_denied", "permission denied")


def files(*uids: str) -> list[dict[str, str]]:
    return [{"name": f"attachments/{uid}"} for uid in uids]


async def put(visitor: Visitor, uid: str, *uids: str) -> None:
    await visitor.ok(SET, name=f"memos/{uid}", attachments=files(*uids))


async def listed(visitor: Visitor, uid: str) -> list[str]:
    answer = await visitor.ok(LIST, name=f"memos/{uid}")
    return [each["name"].partition("/")[2] for each in answer["attachments"]]


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    assert boss
    ann = await house.user("ann")
    await ann.write("m", visibility="PUBLIC")
    await ann.write("secret", visibility="PRIVATE")
    for number in range(4):
        name = f"f{number}"
        await make_attachment(house.database, ann.user, None, f"{name}.txt", uid=name)
    return ann


async def test_files_keep_the_order_given(house: House, ann: Visitor) -> None:
    await put(ann, "m", "f2", "f0", "f1", "f0")
    assert await listed(ann, "m") == ["f2", "f0", "f1"]
    await put(ann, "m", "f1", "f2", "f0")

    memo = await house.anonymous.ok(GET, name="memos/m")

    assert [each["filename"] for each in memo["attachments"]] == [
        "f1.txt",
        "f2.txt",
        "f0.txt",
    ]
    newest = await Attachment.filter(memo_id__not_isnull=True).order_by("-update_time")
    assert [file.uid for file in newest] == ["f1", "f2", "f0"]


async def test_dropped_file_is_kept_in_the_trash(ann: Visitor) -> None:
    await put(ann, "m", "f0", "f1")
    await put(ann, "m", "f1")

    assert await listed(ann, "m") == ["f1"]
    assert not await Attachment.exists(uid="f0")
    (row,) = await TrashedAttachment.all()
    assert (row.uid, row.creator_id, row.deleter_id) == ("f0", *(ann.user.id,) * 2)
    await ann.change("m", attachments=[])
    assert await TrashedAttachment.all().count() == 2


async def test_file_of_another_memo_moves(ann: Visitor) -> None:
    await put(ann, "m", "f0", "f1")
    before = (await Memo.get(uid="m")).revision

    await put(ann, "secret", "f0")

    assert await listed(ann, "m") == ["f1"]
    assert await listed(ann, "secret") == ["f0"]
    assert (await Memo.get(uid="m")).revision > before


async def test_refusals_leave_everything_as_it_was(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await make_attachment(house.database, bob.user, None, "b.txt", uid="of-bob")
    await put(ann, "m", "f0")
    requests: list[tuple[Visitor, dict[str, Any], tuple[str, str]]] = [
        (
            ann,
            {"name": "memos/m", "attachments": files("f1", "of-bob")},
            ("permission_denied", "cannot attach another user's attachment"),
        ),
        (
            boss,
            {"name": "memos/m", "attachments": files("of-bob")},
            ("permission_denied", "cannot attach another user's attachment"),
        ),
        (
            ann,
            {"name": "memos/m", "attachments": files("none")},
            ("not_found", "attachment not found: none"),
        ),
        (bob, {"name": "memos/m", "attachments": []}, DENIED),
        (ann, {"name": "memos/none"}, ("not_found", "memo not found")),
    ]
    for visitor, request, refusal in requests:
        assert await visitor.refused(SET, **request) == refusal
    assert await listed(ann, "m") == ["f0"]
    assert not await TrashedAttachment.exists()


async def test_readers_of_the_memo_list_its_files(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await put(ann, "m", "f0")
    await put(ann, "secret", "f1")
    assert await listed(bob, "m") == ["f0"]
    for visitor in (bob, boss):
        assert await visitor.refused(LIST, name="memos/secret") == DENIED
    for uid in ("m", "secret"):
        await ann.change(uid, state="ARCHIVED")
        assert len(await listed(ann, uid)) == 1
    assert await bob.refused(LIST, name="memos/m") == ("not_found", "memo not found")
    assert await bob.refused(LIST, name="memos/secret") == DENIED


async def test_administrator_acts_for_the_owner(boss: Visitor, ann: Visitor) -> None:
    await put(boss, "secret", "f0", "f1")

    assert await listed(ann, "secret") == ["f0", "f1"]
