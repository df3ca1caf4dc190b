"""Files that come in parts."""

import asyncio
import base64
from typing import Any

import pytest
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.appliance.v1.upload_service_pb import CreateUploadRequest
from appliance.api.gen.memos.api.v1 import attachment_service_pb as files_pb
from appliance.models.arriving import MAX_OPEN, MAX_PART_BYTES
from appliance.models.attachment import Attachment, Blob
from appliance.models.upload import Upload
from tests.api.house import House, Visitor
from tests.api.services.attachment.test_creation import stored
from tests.wire import Json

BEGIN = "UploadService/CreateUpload"
PART = "UploadService/UploadPart"
GET = "UploadService/GetUpload"
COMPLETE = "UploadService/CompleteUpload"
CANCEL = "UploadService/CancelUpload"
CONTENT = bytes(range(256)) * 8192


async def begin(visitor: Visitor, size: int = len(CONTENT), **fields: Any) -> str:
    attachment = {"filename": "a.bin", **fields}
    answer = await visitor.ok(BEGIN, attachment=attachment, attachmentId="f", size=size)
    name: str = answer["name"]
    return name


async def part(visitor: Visitor, name: str, offset: int, content: bytes) -> Json:
    text = base64.b64encode(content).decode()
    return await visitor.ok(PART, name=name, offset=offset, content=text)


@pytest.mark.parametrize("storage", ["DATABASE", "LOCAL"])
async def test_parts_become_the_file(house: House, ann: Visitor, storage: str) -> None:
    await house.settings.set("STORAGE", {"storageType": storage}, None)
    await ann.write("m")
    name = await begin(ann, memo="memos/m", type="application/x-odd")
    size = 700_001
    for offset in range(0, len(CONTENT), size):
        # Each one twice, as after an answer that was lost.
        for _ in range(2):
            answer = await part(ann, name, offset, CONTENT[offset : offset + size])
    assert answer["received"] == answer["size"] == str(len(CONTENT))
    made = await ann.ok(COMPLETE, name=name)
    assert (made["name"], made["type"]) == ("attachments/f", "application/x-odd")
    assert await stored(house, "f") == CONTENT
    assert (await Attachment.get(uid="f")).memo_id
    assert await Upload.all().count() == 0
    assert await Blob.all().count() == 1


async def test_a_gap_is_refused_and_told(ann: Visitor) -> None:
    name = await begin(ann)
    await part(ann, name, 0, b"12345")
    for offset in (4, 6, 100, -1):
        text = base64.b64encode(b"678").decode()
        refusal = await ann.refused(PART, name=name, offset=offset, content=text)
        assert refusal == ("failed_precondition", "the next part begins at 5")
    assert (await ann.ok(GET, name=name))["received"] == "5"


async def test_too_much_is_refused(house: House, ann: Visitor) -> None:
    name = await begin(ann, 3)
    text = base64.b64encode(b"1234").decode()
    code, _ = await ann.refused(PART, name=name, offset=0, content=text)
    assert code == "invalid_argument"
    large = base64.b64encode(b"x" * (MAX_PART_BYTES + 1)).decode()
    code, _ = await ann.refused(PART, name=name, offset=0, content=large)
    assert code == "invalid_argument"
    await house.settings.set("STORAGE", {"uploadSizeLimitMb": "1"}, None)
    request = {"attachment": {"filename": "a"}, "size": (1 << 20) + 1}
    refusal = await ann.refused(BEGIN, **request)
    assert refusal == ("invalid_argument", "file size exceeds the limit")


async def test_a_time_is_not_theirs_to_choose(ann: Visitor) -> None:
    never = Timestamp(seconds=-(1 << 63))
    wanted = files_pb.Attachment(filename="a.bin", create_time=never)
    answer = await ann.send(BEGIN, CreateUploadRequest(attachment=wanted, size=1))
    assert answer["attachment"]["filename"] == "a.bin"
    assert answer["attachment"]["createTime"] is None


async def test_half_a_file_is_none(ann: Visitor) -> None:
    name = await begin(ann)
    await part(ann, name, 0, b"12345")
    code, message = await ann.refused(COMPLETE, name=name)
    assert code == "failed_precondition"
    assert message.startswith("5 of ")


async def test_uploads_are_their_owners(ann: Visitor, boss: Visitor) -> None:
    name = await begin(ann)
    for rpc in (GET, COMPLETE, CANCEL):
        refusal = await boss.refused(rpc, name=name)
        assert refusal == ("not_found", "upload not found")
    code, _ = await boss.refused(PART, name=name, offset=0, content="")
    assert code == "not_found"


async def test_a_cancelled_one_leaves_nothing(ann: Visitor) -> None:
    name = await begin(ann)
    await part(ann, name, 0, b"12345")
    await ann.ok(CANCEL, name=name)
    assert await ann.refused(GET, name=name) == ("not_found", "upload not found")
    assert await Blob.all().count() == 0


async def test_two_at_once_make_one_attachment(ann: Visitor) -> None:
    name = await begin(ann, 0)
    answers = await asyncio.gather(
        *(ann.ok(COMPLETE, name=name) for _ in range(3)), return_exceptions=True
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert await Attachment.all().count() == 1


async def test_what_the_end_would_refuse_is_refused_at_once(ann: Visitor) -> None:
    for attachment in (
        {"filename": "../x"},
        {"filename": "x", "memo": "memos/none"},
        {"filename": "x", "content": "QUJD"},
        {"filename": "x", "type": "a / b"},
    ):
        await ann.refused(BEGIN, attachment=attachment, size=1)
    await ann.refused(BEGIN, attachment={"filename": "x"}, size=-1)
    assert await Upload.all().count() == 0


async def test_open_ones_are_counted(ann: Visitor) -> None:
    for _ in range(MAX_OPEN):
        await ann.ok(BEGIN, attachment={"filename": "a"}, size=1)
    code, _ = await ann.refused(BEGIN, attachment={"filename": "a"}, size=1)
    assert code == "resource_exhausted"


async def test_the_limit_is_told_before_anything_is_sent(
    house: House, ann: Visitor
) -> None:
    assert await ann.ok("UploadService/GetUploadLimit") == {"size": str(30 << 20)}
    await house.settings.set("STORAGE", {"uploadSizeLimitMb": "2"}, None)

    assert await ann.ok("UploadService/GetUploadLimit") == {"size": str(2 << 20)}
