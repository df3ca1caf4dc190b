"""Films inside pictures are found where they are, and nowhere else."""

import pytest

from appliance.models.media.motion import find_film
from tests.models.media.pictures import motion_photo, picture

FILM = b"\0\0\0\x18ftypmp42" + b"film" * 30
NEW = (
    b'<rdf:Description GCamera:MotionPhoto="1"'
    b' GCamera:MotionPhotoPresentationTimestampUs="1234567"/>'
    b'<Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary" Item:Length="0"/>'
    b'<Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto"'
    b' Item:Length="%d"/>' % len(FILM)
)
OLD = b'<x GCamera:MicroVideo="1" GCamera:MicroVideoOffset="%d"/>' % len(FILM)


@pytest.mark.parametrize(
    ("xmp", "timestamp"),
    [
        (NEW, 1234567),
        (OLD, 0),
        (b"<GCamera:MotionPhoto>1</GCamera:MotionPhoto>", 0),
        (OLD.replace(b"%d" % len(FILM), b"99999999"), 0),
    ],
)
def test_the_film_is_found(xmp: bytes, timestamp: int) -> None:
    data = motion_photo(xmp, FILM)
    film = find_film(data)
    assert film is not None
    assert data[film.offset : film.offset + film.length] == FILM
    assert film.timestamp_us == timestamp


@pytest.mark.parametrize(
    "data",
    [
        b"",
        picture("JPEG"),
        motion_photo(b'<x GCamera:MotionPhoto="0"/>', FILM),
        motion_photo(b"<x/>", FILM),
        motion_photo(OLD, b"no film at all"),
    ],
)
def test_a_picture_without_one_has_none(data: bytes) -> None:
    assert find_film(data) is None
