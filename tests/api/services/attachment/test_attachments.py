"""Attachments that are there."""

import base64
from typing import Any

import pytest

from appliance.models.attachment import Attachment
from appliance.models.memo import Memo
from appliance.models.trash import TrashedAttachment
from tests.api.house import House, Visitor
from tests.api.services.attachment.test_creation import upload
from tests.wire import Json

GET = "AttachmentService/GetAttachment"
LIST = "AttachmentService/ListAttachments"
UPDATE = "AttachmentService/UpdateAttachment"
DELETE = "AttachmentService/DeleteAttachment"
BATCH = "AttachmentService/BatchDeleteAttachments"
DENIED = ("permission_denied", "permission denied")
MISSING = ("not_found", "attachment not found")


@pytest.mark.parametrize(
    ("visibility", "others"),
    [("PUBLIC", None), ("PROTECTED", None), ("PRIVATE", DENIED), ("", DENIED)],
)
async def test_who_may_know_of_a_file(
    house: House,
    ann: Visitor,
    boss: Visitor,
    visibility: str,
    others: tuple[str, str] | None,
) -> None:
    bob = await house.user("bob")
    memo: dict[str, Any] = {}
    if visibility:
        await ann.write("m", visibility=visibility)
        memo = {"memo": "memos/m"}
    await upload(ann, uid="f", **memo)
    for visitor in (ann, boss):
        assert (await visitor.ok(GET, name="attachments/f"))["size"] == "1"
    if others:
        assert await bob.refused(GET, name="attachments/f") == others
    else:
        assert await bob.ok(GET, name="attachments/f")
    code, _ = await house.anonymous.refused(GET, name="attachments/f")
    assert code == "unauthenticated"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("attachments/none", MISSING),
        ("attachments/" + "x" * 40, MISSING),
        ("png", ("invalid_argument", 'invalid attachment id: invalid request "png"')),
        (
            "memos/f",
            ("invalid_argument", 'invalid attachment id: invalid request "memos/f"'),
        ),
    ],
)
async def test_other_names_are_refused(
    ann: Visitor, name: str, refusal: tuple[str, str]
) -> None:
    assert await ann.refused(GET, name=name) == refusal


async def listed(visitor: Visitor, **request: object) -> list[str]:
    answer = await visitor.ok(LIST, **request)
    return [each["name"].removeprefix("attachments/") for each in answer["attachments"]]


async def test_each_lists_the_own_newest_first(ann: Visitor, boss: Visitor) -> None:
    for uid in ("a", "b", "c"):
        await upload(ann, uid=uid)
    await upload(boss, uid="x")
    await Attachment.filter(uid="a").update(update_time=4_000_000_000)
    assert await listed(ann) == ["a", "c", "b"]
    assert await listed(boss) == ["x"]


async def test_pages_hold_everything_once(ann: Visitor) -> None:
    uids = [f"f{number}" for number in range(7)]
    for uid in uids:
        await upload(ann, uid=uid)
    found: list[str] = []
    token = ""
    while True:
        answer = await ann.ok(LIST, pageSize=3, pageToken=token)
        found += [each["name"] for each in answer["attachments"]]
        # New files do not shift what is behind the first page.
        await upload(ann)
        token = answer["nextPageToken"]
        if not token:
            break
    assert found == [f"attachments/{uid}" for uid in reversed(uids)]


@pytest.mark.parametrize(
    "token", ["abc", "AAAA", "****", "offset=1", "9" * 20, "10001", "٣"]
)
async def test_a_token_that_is_not_ours_is_refused(ann: Visitor, token: str) -> None:
    refusal = await ann.refused(LIST, pageToken=token)
    assert refusal == ("invalid_argument", "invalid page token")


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("1", ["b", "a"]),
        (" 2", ["a"]),
        ("3", []),
        ("1abc", ["b", "a"]),
        ("1.5", ["b", "a"]),
        ("0", ["c", "b", "a"]),
        ("-1", ["c", "b", "a"]),
    ],
)
async def test_a_number_passes_over_so_many(
    ann: Visitor, token: str, expected: list[str]
) -> None:
    for uid in ("a", "b", "c"):
        await upload(ann, uid=uid)
    assert await listed(ann, pageToken=token) == expected


async def test_each_request_says_how_long_its_page_is(ann: Visitor) -> None:
    for uid in ("a", "b", "c", "d"):
        await upload(ann, uid=uid)
    token = (await ann.ok(LIST, pageSize=1))["nextPageToken"]
    assert await listed(ann, pageToken=token, pageSize=2) == ["c", "b"]
    assert await listed(ann, pageToken=token) == ["c", "b", "a"]


async def test_a_token_of_another_list_passes_over_as_many(
    ann: Visitor, boss: Visitor
) -> None:
    for uid in ("a", "b", "c"):
        await upload(ann, uid=uid)
    await upload(boss)
    token = (await ann.ok(LIST, pageSize=1))["nextPageToken"]
    second = await ann.ok(LIST, pageSize=1, pageToken=token)
    assert base64.urlsafe_b64decode(token)
    assert await listed(boss, pageToken=token) == []
    assert await listed(ann, pageToken=token, filter="true") == ["b", "a"]
    assert await listed(ann, pageToken=second["nextPageToken"], filter="true") == ["a"]


async def test_a_filter_chooses(ann: Visitor) -> None:
    await ann.write("m")
    await upload(ann, uid="a", filename="alpha.txt", memo="memos/m")
    await upload(ann, uid="b", filename="Beta.png")
    assert await listed(ann, filter='filename.contains("BETA")') == ["b"]
    assert await listed(ann, filter="memo_id != null") == ["a"]
    assert await listed(ann, filter='mime_type == "image/png"', pageSize=1) == ["b"]
    code, _ = await ann.refused(LIST, filter="size > 1")
    assert code == "invalid_argument"


async def rename(visitor: Visitor, filename: str, mask: str = "filename") -> Json:
    attachment = {"name": "attachments/f", "filename": filename, "type": "text/html"}
    return await visitor.ok(UPDATE, attachment=attachment, updateMask=mask)


async def test_only_the_filename_changes(ann: Visitor, boss: Visitor) -> None:
    await ann.write("m")
    await upload(ann, uid="f", memo="memos/m")
    before = (await Memo.get(uid="m")).revision
    for mask in ("type", "memo", "size"):
        assert (await rename(ann, "b.txt", mask))["filename"] == "a.txt"
    renamed = await rename(boss, "b.txt")
    assert renamed["filename"] == "b.txt"
    assert renamed["type"] == "text/plain"
    assert (await Memo.get(uid="m")).revision > before


async def test_who_may_not_rename(house: House, ann: Visitor) -> None:
    await upload(ann, uid="f")
    bob = await house.user("bob")
    request = {"attachment": {"name": "attachments/f", "filename": "x"}}
    assert await bob.refused(UPDATE, **request, updateMask="filename") == DENIED
    refusal = await ann.refused(UPDATE, **request)
    assert refusal == ("invalid_argument", "update mask is required")
    bad = {"attachment": {"name": "attachments/f", "filename": "../x"}}
    code, _ = await ann.refused(UPDATE, **bad, updateMask="filename")
    assert code == "invalid_argument"
    assert await ann.refused(UPDATE) == ("invalid_argument", "attachment is required")


async def test_only_the_creator_deletes_one(
    house: House, ann: Visitor, boss: Visitor
) -> None:
    await upload(ann, uid="f")
    bob = await house.user("bob")
    for visitor in (bob, boss):
        assert await visitor.refused(DELETE, name="attachments/f") == MISSING
    await ann.ok(DELETE, name="attachments/f")
    assert await ann.refused(DELETE, name="attachments/f") == MISSING
    trashed = await TrashedAttachment.get(uid="f")
    assert trashed.blob_id is not None
    await upload(ann, uid="f")


async def test_a_batch_is_all_or_none(
    house: House, ann: Visitor, boss: Visitor
) -> None:
    for uid in ("a", "b"):
        await upload(ann, uid=uid)
    bob = await house.user("bob")
    both = ["attachments/a", "attachments/b"]
    assert await bob.refused(BATCH, names=both) == DENIED
    assert await ann.refused(BATCH, names=[*both, "attachments/none"]) == MISSING
    assert sorted(await listed(ann)) == ["a", "b"]
    await boss.ok(BATCH, names=[*both, *both])
    assert await listed(ann) == []


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (0, "attachment names are required"),
        (101, "too many attachment names; max 100"),
    ],
)
async def test_a_batch_has_bounds(ann: Visitor, count: int, message: str) -> None:
    names = [f"attachments/x{number}" for number in range(count)]
    assert await ann.refused(BATCH, names=names) == ("invalid_argument", message)
