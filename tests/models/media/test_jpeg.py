"""JPEG files lose what is private, and nothing else."""

import io
from typing import Any

import pytest
from PIL import Image

from appliance.models.media.jpeg import (
    NotThisFormatError,
    orientation,
    orientation_exif,
    strip,
)
from tests.models.media.pictures import ORIENTATION, PROFILE, SECRET, picture, telling


def stripped(data: bytes) -> tuple[bool, bytes]:
    pieces: list[bytes] = []
    return strip(data, pieces.append), b"".join(pieces)


@pytest.mark.parametrize("turned", range(1, 9))
def test_only_the_private_goes(turned: int) -> None:
    before = telling("JPEG", turned)
    changed, after = stripped(before)
    assert changed
    assert SECRET in before
    assert SECRET not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert new.info["icc_profile"] == PROFILE
        assert new.getexif().get(ORIENTATION, 1) == turned
        assert dict(new.getexif()).keys() <= {ORIENTATION}


@pytest.mark.parametrize("extra", [{}, {"progressive": True}, {"optimize": True}])
def test_a_picture_without_anything_private_stays_as_it_is(
    extra: dict[str, Any],
) -> None:
    before = picture("JPEG", **extra)
    assert stripped(before) == (False, before)


def test_what_hangs_on_behind_the_picture_goes() -> None:
    plain = picture("JPEG")
    assert stripped(plain + SECRET) == (True, plain)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"not a picture", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0"),
        *(picture("JPEG")[:-2], picture("JPEG")[:100], b"\xff\xd8\xff\xe1\0\0"),
    ],
)
def test_what_is_no_whole_picture_is_told(data: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        stripped(data)


@pytest.mark.parametrize("turned", range(1, 9))
def test_the_smallest_exif_says_which_side_is_up(turned: int) -> None:
    assert orientation(orientation_exif(turned)) == turned


@pytest.mark.parametrize("block", [b"", b"II*\0", b"MM\0*\xff\xff\xff\xff", b"XX" * 20])
def test_a_broken_exif_says_upright(block: bytes) -> None:
    assert orientation(block) == 1
