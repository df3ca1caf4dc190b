"""Pictures of people."""

import base64

import pytest

from appliance.models.user import User
from tests.api.files.conftest import Desk, desk_in
from tests.api.house import House, Visitor

PICTURE = b"\x89PNG\r\n\x1a\n"
URI = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"


async def give(visitor: Visitor, uri: str) -> None:
    await User.filter(id=visitor.user.id).update(avatar_url=uri)


async def test_a_picture_is_shown_to_everybody(desk: Desk, ann: Visitor) -> None:
    await give(ann, URI)
    answer = await desk.get(desk.house.anonymous, "users/ann/avatar")
    assert (answer.status, answer.body) == (200, PICTURE)
    assert answer.header("content-type") == "image/png"
    assert answer.header("cache-control") == "public, max-age=3600"
    assert answer.header("x-content-type-options") == "nosniff"
    ranged = await desk.get(ann, "users/ann/avatar", {"range": "bytes=0-3"})
    assert (ranged.status, ranged.body) == (200, PICTURE)
    head = await desk.get(ann, "users/ann/avatar", method="HEAD")
    assert (head.status, head.body) == (200, b"")


async def test_a_closed_instance_shows_it_to_its_users(closed_house: House) -> None:
    ann = await closed_house.user("ann")
    await give(ann, URI)
    desk = desk_in(closed_house)
    assert (await desk.get(ann, "users/ann/avatar")).status == 200
    answer = await desk.get(closed_house.anonymous, "users/ann/avatar")
    assert answer.status == 401
    assert answer.json() == {"message": "unauthorized access"}


async def test_lines_of_base64_are_one_picture(desk: Desk, ann: Visitor) -> None:
    await give(ann, URI[:-4] + "\r\n" + URI[-4:] + "\n")
    answer = await desk.get(ann, "users/ann/avatar")
    assert (answer.status, answer.body) == (200, PICTURE)


@pytest.mark.parametrize(
    "uri",
    [
        *("", "https://example.org/a.png", "data:image/png;base64,@@@A"),
        *("data:image/png;base64,@@@", "data:image/png;base64,"),
        *("data:text/html;base64,PGI+", "data:image/svg+xml;base64,PHN2Zy8+"),
    ],
)
async def test_what_is_no_picture_is_not_found(
    desk: Desk, ann: Visitor, uri: str
) -> None:
    await give(ann, uri)
    answer = await desk.get(ann, "users/ann/avatar")
    assert answer.status == 404
    assert answer.json() == {"message": "avatar not found"}


async def test_nobody_has_none(desk: Desk, ann: Visitor) -> None:
    answer = await desk.get(ann, "users/nobody/avatar")
    assert answer.status == 404
    assert answer.json() == {"message": "user not found"}
