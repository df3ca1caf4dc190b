"""The addresses of files."""

import hashlib
import json

import pytest

from appliance.models.attachment import Attachment
from tests.api.files.conftest import Desk
from tests.api.house import Visitor
from tests.api.services.attachment.test_creation import upload
from tests.models.media.pictures import motion_photo, picture

TEXT = b"0123456789abcdefghij"


@pytest.fixture
async def public(ann: Visitor) -> Visitor:
    """Give somebody a memo that everybody may read."""
    await ann.write("m", visibility="PUBLIC")
    return ann


async def test_a_file_comes_as_it_went(desk: Desk, public: Visitor) -> None:
    await upload(public, TEXT, uid="f", filename="plain text.txt", memo="memos/m")
    answer = await desk.get(desk.house.anonymous, "attachments/f/any%20name.bin")
    assert (answer.status, answer.body) == (200, TEXT)
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    disposition = 'attachment; filename="plain text.txt"'
    assert answer.header("content-disposition") == disposition
    assert answer.header("content-length") == "20"
    assert answer.header("etag") == f'"{hashlib.sha256(TEXT).hexdigest()}"'
    assert answer.header("accept-ranges") == "bytes"
    head = await desk.get(desk.house.anonymous, "attachments/f/x", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert sorted(head.headers) == sorted(answer.headers)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        *(("POST", "attachments/f/a"), ("GET", "attachments/f"), ("GET", "")),
        *(("GET", "attachments/f/"), ("GET", "users/ann"), ("GET", "users/ann/x")),
        *(("GET", "resources/f/a"), ("GET", "attachments//a")),
    ],
)
async def test_other_addresses_are_not_ours(
    desk: Desk, public: Visitor, method: str, target: str
) -> None:
    await upload(public, uid="f", memo="memos/m")
    answer = await desk.get(public, target, method=method)
    assert answer.body == b"otherwise"


@pytest.mark.parametrize("name", ["none", "f%20", "%C3%BC", "x" * 300, "..%2Ff"])
async def test_what_is_not_there_is_told(
    desk: Desk, public: Visitor, name: str
) -> None:
    await upload(public, uid="f", memo="memos/m")
    answer = await desk.get(public, f"attachments/{name}/a.txt")
    assert answer.status == 404
    if "%2F" not in name:
        assert answer.json() == {"message": "attachment not found"}


async def test_bytes_that_lie_elsewhere_are_never_an_empty_answer(
    desk: Desk, public: Visitor
) -> None:
    await upload(public, uid="f", memo="memos/m")
    link = "https://example.org/x"
    await Attachment.filter(uid="f").update(blob_id=None, external_link=link)
    answer = await desk.get(public, "attachments/f/a.txt")
    assert answer.status == 404


async def test_a_film_comes_out_of_its_picture(desk: Desk, public: Visitor) -> None:
    film = b"\0\0\0\x18ftypmp42" + b"film" * 50
    photo = motion_photo(b'<x GCamera:MotionPhoto="1"/>', film)
    await upload(public, photo, uid="p", filename="p.jpg", type="image/jpeg")
    answer = await desk.get(public, "attachments/p/p.jpg?motion=true")
    assert (answer.status, answer.body) == (200, film)
    assert answer.header("content-type") == "video/mp4"
    piece = {"range": "bytes=4-7"}
    answer = await desk.get(public, "attachments/p/p.jpg?motion=true", piece)
    assert (answer.status, answer.body) == (206, b"ftyp")
    whole = await desk.get(public, "attachments/p/p.jpg?motion=1")
    assert whole.body == photo


async def test_without_a_film_there_is_none(desk: Desk, public: Visitor) -> None:
    await upload(public, uid="f")
    answer = await desk.get(public, "attachments/f/a?motion=true")
    assert answer.status == 400
    assert answer.json() == {"message": "attachment does not have motion clip"}


async def test_a_thumbnail_is_drawn_and_kept(desk: Desk, public: Visitor) -> None:
    await upload(
        public, picture("PNG", (800, 600)), uid="p", filename="p.png", type="image/png"
    )
    first = await desk.get(public, "attachments/p/p.png?thumbnail=true")
    again = await desk.get(public, "attachments/p/p.png?thumbnail=true")
    assert first.header("content-type") == "image/jpeg"
    assert first.body.startswith(b"\xff\xd8")
    assert again.body == first.body
    assert first.header("cache-control") == "private, no-store"
    for target in ("attachments/p/p.png?thumbnail=1", "attachments/p/p.png"):
        answer = await desk.get(public, target)
        assert answer.header("content-type") == "image/png"


async def test_a_fault_tells_nothing(
    desk: Desk, public: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await upload(public, uid="f")

    def fail(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("appliance.models.filing.find_blob", fail)
    answer = await desk.get(public, "attachments/f/a")
    assert answer.status == 500
    assert json.loads(answer.body) == {"message": "internal server error"}


async def test_only_known_callers_may_send_much(desk: Desk, ann: Visitor) -> None:
    headers = [(b"authorization", ann.headers["authorization"].encode())]
    assert await desk.surface.knows({"headers": headers})
    assert not await desk.surface.knows({"headers": []})
    assert not await desk.surface.knows({"headers": [(b"authorization", b"Bearer x")]})
