"""TIFF files lose what is private, and nothing else."""

import io

import pytest
from PIL import Image

from appliance.models.media.jpeg import NotThisFormatError
from appliance.models.media.tiff import strip
from tests.models.media.pictures import SECRET, exif, picture

GPS, EXIF = 0x8825, 0x8769


def telling(count: int = 1) -> bytes:
    """Return pictures in one file, each with metadata in directories below."""
    kept = exif()
    kept.get_ifd(EXIF)[0x9286] = b"ASCII\0\0\0" + SECRET
    kept.get_ifd(GPS)[1] = SECRET.decode()
    pages = [Image.effect_noise((40, 30), 50) for _ in range(count)]
    target = io.BytesIO()
    extra = {"save_all": True, "append_images": pages[1:]} if count > 1 else {}
    pages[0].save(target, "TIFF", exif=kept, **extra)
    return target.getvalue()


def stripped(data: bytes) -> tuple[bool, bytes]:
    pieces: list[bytes] = []
    return strip(data, pieces.append), b"".join(pieces)


@pytest.mark.parametrize("count", [1, 3])
def test_only_the_private_goes(count: int) -> None:
    before = telling(count)
    changed, after = stripped(before)
    assert changed
    assert SECRET in before
    assert SECRET not in after
    assert len(after) == len(before)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        for page in range(count):
            old.seek(page)
            new.seek(page)
            # Pillow has turned both the way their orientation says.
            assert new.tobytes() == old.tobytes()
            assert new.size == old.size
        new.seek(0)
        assert not new.getexif().get_ifd(GPS)
        assert not new.getexif().get_ifd(EXIF)


def test_a_picture_without_anything_private_is_left_alone() -> None:
    assert stripped(picture("TIFF"))[0] is False


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"II*\0", b"MM\0*\0\0\0\x08", telling()[:60]),
        b"MM\0*\0\0\0\x08\0\0\0\0\0\x08",
    ],
)
def test_what_is_no_whole_picture_is_told(data: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        stripped(data)
