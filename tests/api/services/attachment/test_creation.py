"""Files that come in one request."""

import base64
from typing import Any

import pytest

from appliance.models.attachment import Attachment, Blob
from appliance.models.change import ChangeRow
from appliance.models.memo import Memo
from tests.api.house import House, Visitor
from tests.models.media.pictures import SECRET, motion_photo, telling
from tests.wire import Json

CREATE = "AttachmentService/CreateAttachment"


async def upload(visitor: Visitor, content: bytes = b"x", **fields: Any) -> Json:
    uid = fields.pop("uid", "")
    given = {"filename": "a.txt", "content": base64.b64encode(content).decode()}
    return await visitor.ok(CREATE, attachment=given | fields, attachmentId=uid)


async def stored(house: House, uid: str) -> bytes:
    attachment = await Attachment.get(uid=uid)
    blob = await Blob.get(id=attachment.blob_id)
    return b"".join([piece async for piece in house.core.storages.read(blob)])


async def test_a_file_is_kept_as_it_came(house: House, ann: Visitor) -> None:
    answer = await upload(ann, b"hello", uid="f1", type="TEXT/Plain; charset=utf-8")
    assert answer["name"] == "attachments/f1"
    assert (answer["type"], answer["size"]) == ("text/plain", "5")
    assert answer["content"] == answer["externalLink"] == ""
    assert await stored(house, "f1") == b"hello"


async def test_a_taken_uid_is_told(ann: Visitor, boss: Visitor) -> None:
    await upload(ann, uid="f1")
    for visitor in (ann, boss):
        given = {"filename": "a"}
        code, _ = await visitor.refused(CREATE, attachment=given, attachmentId="f1")
        assert code == "already_exists"


async def test_the_size_is_limited(house: House, ann: Visitor) -> None:
    await house.settings.set("STORAGE", {"uploadSizeLimitMb": "1"}, None)
    await upload(ann, b"x" * (1 << 20))
    large = base64.b64encode(b"x" * ((1 << 20) + 1)).decode()
    refusal = await ann.refused(CREATE, attachment={"filename": "a", "content": large})
    assert refusal == ("invalid_argument", "file size exceeds the limit")


async def test_a_file_for_a_memo_raises_its_revision(ann: Visitor) -> None:
    await ann.write("m")
    before = (await Memo.get(uid="m")).revision
    answer = await upload(ann, memo="memos/m", uid="f1")
    await upload(ann, memo="memos/m", uid="f2")
    assert not answer.get("memo")
    memo = await Memo.get(uid="m")
    assert memo.revision > before
    rows = await Attachment.filter(memo_id=memo.id).order_by("position")
    assert [row.uid for row in rows] == ["f1", "f2"]
    shown = await ann.ok("AttachmentService/GetAttachment", name="attachments/f1")
    assert shown["memo"] == "memos/m"
    change = await ChangeRow.get(name="attachments/f1")
    assert change.kind == "attachment.created"


@pytest.mark.parametrize(
    ("memo", "refusal"),
    [
        ("memos/none", ("not_found", "memo not found: memos/none")),
        ("mp", ("invalid_argument", 'invalid memo name: invalid request "mp"')),
        ("", ("invalid_argument", 'invalid memo name: invalid request ""')),
        ("memos/other", ("permission_denied", "permission denied")),
    ],
)
async def test_only_a_memo_of_the_caller_takes_a_file(
    ann: Visitor, boss: Visitor, memo: str, refusal: tuple[str, str]
) -> None:
    await boss.write("other")
    found = await ann.refused(CREATE, attachment={"filename": "a", "memo": memo})
    assert found == refusal
    assert await Attachment.all().count() == 0


async def test_a_photo_forgets_where_it_was_taken(house: House, ann: Visitor) -> None:
    photo = telling("JPEG")
    await upload(ann, photo, uid="p", filename="p.jpg", type="image/jpeg")
    kept = await stored(house, "p")
    assert SECRET in photo
    assert SECRET not in kept
    assert (await Attachment.get(uid="p")).size == len(kept)


async def test_a_moving_picture_is_known_and_kept_whole(
    house: House, ann: Visitor
) -> None:
    photo = motion_photo(b'<x GCamera:MotionPhoto="1"/>' + SECRET)
    answer = await upload(ann, photo, uid="p", filename="p.jpg", type="image/jpeg")
    assert answer["motionMedia"]["family"] == "ANDROID_MOTION_PHOTO"
    assert answer["motionMedia"]["role"] == "CONTAINER"
    assert answer["motionMedia"]["hasEmbeddedVideo"] is True
    assert await stored(house, "p") == photo


async def test_a_pair_is_what_the_client_says(ann: Visitor) -> None:
    pair = {"family": "APPLE_LIVE_PHOTO", "role": "VIDEO", "groupId": "g"}
    answer = await upload(ann, motionMedia=pair)
    assert answer["motionMedia"].items() >= pair.items()


@pytest.mark.parametrize(
    "pair",
    [
        {"family": "APPLE_LIVE_PHOTO", "role": "VIDEO"},
        {"family": "APPLE_LIVE_PHOTO", "role": "CONTAINER", "groupId": "g"},
    ],
)
async def test_a_pair_without_its_place_is_refused(
    ann: Visitor, pair: dict[str, str]
) -> None:
    code, _ = await ann.refused(
        CREATE, attachment={"filename": "a", "motionMedia": pair}
    )
    assert code == "invalid_argument"


async def test_nothing_comes_from_strangers(house: House) -> None:
    code, _ = await house.anonymous.refused(CREATE, attachment={"filename": "a"})
    assert code == "unauthenticated"


async def test_an_attachment_is_required(ann: Visitor) -> None:
    refusal = await ann.refused(CREATE)
    assert refusal == ("invalid_argument", "attachment is required")
