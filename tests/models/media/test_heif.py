"""HEIC files lose what is private, and nothing else."""

import struct

import pytest

from appliance.models.media.heif import EMPTY_EXIF, strip
from appliance.models.media.jpeg import NotThisFormatError
from tests.models.media.pictures import SECRET

EXIF = b"\0\0\0\0MM\0*" + SECRET * 3
XMP = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
PICTURE = b"the picture itself"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def heic(*, version: int = 0, in_meta: bool = False) -> bytes:
    """Write a file with three items, as the standard has it."""
    method = 1 if in_meta else 0
    wide = version == 2
    number = ">I" if wide else ">H"
    kinds = [(1, b"hvc1"), (2, b"Exif"), (3, b"mime")]
    entries = b"".join(
        box(
            b"infe",
            bytes([3 if wide else 2, 0, 0, 0])
            + struct.pack(number, item)
            + b"\0\0"
            + kind
            + b"\0",
        )
        for item, kind in kinds
    )
    iinf = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 3) + entries)
    items = [PICTURE, EXIF, XMP]
    first = 0
    for _ in range(2):
        places = b""
        start = 0 if in_meta else first
        for (item, _), content in zip(kinds, items, strict=True):
            places += struct.pack(number, item)
            places += struct.pack(">H", method) if version else b""
            places += struct.pack(">HHII", 0, 1, start, len(content))
            start += len(content)
        head = bytes([version, 0, 0, 0]) + b"\x44\0" + struct.pack(number, 3)
        meta = b"\0\0\0\0" + iinf + box(b"iloc", head + places)
        meta += box(b"idat", b"".join(items)) if in_meta else b""
        before = box(b"ftyp", b"heic\0\0\0\0mif1") + box(b"meta", meta)
        first = len(before) + 8
    return before + (b"" if in_meta else box(b"mdat", b"".join(items)))


def stripped(data: bytes) -> tuple[bool, bytes]:
    pieces: list[bytes] = []
    return strip(data, pieces.append), b"".join(pieces)


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("in_meta", [False, True])
def test_only_the_private_goes(version: int, *, in_meta: bool) -> None:
    if in_meta and not version:
        version = 1
    before = heic(version=version, in_meta=in_meta)
    changed, after = stripped(before)
    assert changed
    assert before.count(SECRET) == 4
    assert SECRET not in after
    assert len(after) == len(before)
    assert PICTURE in after
    exif = EMPTY_EXIF.ljust(len(EXIF), b"\0")
    assert after == before.replace(EXIF, exif).replace(XMP, b" " * len(XMP))


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"not a picture at all", box(b"ftyp", b"heic")),
        *(box(b"meta", b"\0\0\0\0"), heic()[:80], heic()[:-60]),
    ],
)
def test_what_is_no_whole_picture_is_told(data: bytes) -> None:
    with pytest.raises(NotThisFormatError):
        stripped(data)
