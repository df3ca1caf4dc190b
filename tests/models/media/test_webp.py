"""WebP files lose what is private, and nothing else."""

import io

import pytest
from PIL import Image

from appliance.models.media.jpeg import NotThisFormatError
from appliance.models.media.webp import strip
from tests.models.media.pictures import ORIENTATION, PROFILE, SECRET, picture, telling


def stripped(data: bytes) -> tuple[bool, bytes]:
    pieces: list[bytes] = []
    return strip(data, pieces.append), b"".join(pieces)


@pytest.mark.parametrize("turned", range(1, 9))
def test_only_the_private_goes(turned: int) -> None:
    before = telling("WEBP", turned)
    changed, after = stripped(before)
    assert changed
    assert SECRET in before
    assert SECRET not in after
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert new.info["icc_profile"] == PROFILE
        assert new.getexif().get(ORIENTATION, 1) == turned
        assert dict(new.getexif()).keys() <= {ORIENTATION}


def test_a_picture_without_anything_private_is_left_alone() -> None:
    assert stripped(picture("WEBP")) == (False, b"")


@pytest.mark.parametrize("data", [b"", b"RIFF", telling("WEBP")[:-20]])
def test_what_is_no_whole_picture_is_told(data: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        stripped(data)
