"""Files over REST: as JSON in any order, as forms, and none that is too large."""

import base64
import json

import pytest

from appliance.models.attachment import Attachment
from tests.api.files.conftest import Desk
from tests.api.files.test_form_body import CONTENT, form
from tests.api.house import Visitor
from tests.api.services.attachment.test_creation import stored

JSON = "application/json; charset=utf-8"
URL = "/api/v1/attachments?attachmentId=f"
FORM_URL = "/api/appliance/v1/attachments:upload?attachmentId=f"


@pytest.mark.parametrize("cut", [1, 100, 1 << 20])
async def test_the_file_may_come_before_its_name(
    desk: Desk, ann: Visitor, cut: int
) -> None:
    text = base64.b64encode(CONTENT[:3000]).decode()
    body = {"content": text, "size": "999", "filename": "a.txt", "unknown": [1]}
    answer = await desk.post(ann, URL, json.dumps(body).encode(), JSON, cut)
    assert answer.status == 200, answer.body
    assert answer.json()["size"] == "3000"
    assert await stored(desk.house, "f") == CONTENT[:3000]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded+x"])
async def test_the_type_of_the_body_does_not_matter(
    desk: Desk, ann: Visitor, kind: str
) -> None:
    answer = await desk.post(ann, URL, b'{"filename":"a","content":"QUJD"}', kind)
    assert answer.status == 200
    assert await stored(desk.house, "f") == b"ABC"


async def test_a_form_brings_a_file(desk: Desk, ann: Visitor) -> None:
    await ann.write("m")
    kind, body = form(memo="memos/m")
    answer = await desk.post(ann, FORM_URL, body, kind, 999)
    assert answer.status == 200, answer.body
    assert answer.json()["filename"] == "a ü.txt"
    assert await stored(desk.house, "f") == CONTENT
    assert (await Attachment.get(uid="f")).memo_id


async def test_the_form_s_address_takes_json_too(desk: Desk, ann: Visitor) -> None:
    body = b'{"filename":"a","content":"QUJD"}'
    answer = await desk.post(ann, FORM_URL, body, JSON)
    assert answer.status == 200
    assert await stored(desk.house, "f") == b"ABC"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "filename is required"),
        (b"{}", "filename is required"),
        (b'{"filename":"a","content":"@@@"}', "content"),
        (b'{"filename":"a","content":"QUJD"', ""),
        (b'{"filename":"a","content":"QUJD","content":"QUJD"}', ""),
        (b'{"filename":5}', ""),
        (b"[1]", ""),
    ],
)
async def test_what_is_no_file_is_refused(
    desk: Desk, ann: Visitor, body: bytes, message: str
) -> None:
    answer = await desk.post(ann, URL, body, JSON)
    assert answer.status == 400, answer.body
    assert message in answer.json()["message"]
    assert await Attachment.all().count() == 0


async def test_a_file_that_is_too_large_is_refused_on_the_way(
    desk: Desk, ann: Visitor
) -> None:
    await desk.house.settings.set("STORAGE", {"uploadSizeLimitMb": "1"}, None)
    text = base64.b64encode(b"x" * ((1 << 20) + 1))
    body = b'{"filename":"a","content":"' + text + b'"}'
    answer = await desk.post(ann, URL, body, JSON, 65536)
    assert answer.status == 400
    assert answer.json()["message"] == "file size exceeds the limit"
    declared = ann.sending(content_length=str(20 << 20))
    answer = await desk.post(declared, URL, b"{}", JSON)
    assert answer.json()["message"] == "file size exceeds the limit"


async def test_strangers_are_refused_before_their_body_is_read(desk: Desk) -> None:
    answer = await desk.post(desk.house.anonymous, URL, b'{"filename', JSON)
    assert answer.status == 401
