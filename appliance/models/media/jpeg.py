"""JPEG files without what a camera wrote about their owner, the picture untouched.

Only the segments around the compressed picture are looked at. What decoders need stays:
tables, colour profile, Adobe's marker, and which side is up.
"""

import re
import struct
from collections.abc import Callable

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, EXIF, PROFILE, ADOBE, LAST_APP, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
# The next marker behind compressed data: not a stuffed byte, not a restart.
MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
ORIENTATION_TAG = 0x0112
SHORT = 3
UPRIGHT = 1
ORIENTATIONS = range(1, 9)

Bytes = bytes | memoryview


class NotThisFormatError(Exception):
    """The bytes are not what they were said to be."""


def strip(data: Bytes, write: Callable[[bytes], None]) -> bool:
    """Write the file without metadata; return whether anything was left out."""
    if bytes(data[:2]) != b"\xff\xd8":
        raise NotThisFormatError
    write(b"\xff\xd8")
    position, dropped, upright = 2, False, False
    while True:
        marker, position = _marker(data, position)
        if marker == END:
            write(b"\xff\xd9")
            # Behind the end lie previews, films and gain maps with metadata of theirs.
            return dropped or position < len(data)
        end = position + _length(data, position)
        segment = bytes(data[position:end])
        if not _is_private(marker, segment):
            write(bytes((0xFF, marker)) + segment)
        else:
            dropped = True
            if marker == EXIF and not upright:
                upright = True
                write(_orientation_segment(segment))
        position = end
        if marker == SCAN:
            position = _copy_scan(data, position, write)


def orientation(exif: bytes) -> int:
    """Return which side is up, from the TIFF structure of an Exif block."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return UPRIGHT
    try:
        (offset,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, offset)
        for entry in range(min(count, 512)):
            tag, kind, _, value = struct.unpack_from(
                f"{order}HHIH", exif, offset + 2 + 12 * entry
            )
            if tag == ORIENTATION_TAG and kind == SHORT and value in ORIENTATIONS:
                return int(value)
    except struct.error:
        pass
    return UPRIGHT


def orientation_exif(value: int) -> bytes:
    """Return the smallest TIFF structure that says which side is up."""
    entry = struct.pack(">HHIHH", ORIENTATION_TAG, SHORT, 1, value, 0)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + b"\0\0\0\0"


def _marker(data: Bytes, position: int) -> tuple[int, int]:
    if position + 1 >= len(data) or data[position] != 0xFF:  # noqa: PLR2004 - a marker's first byte
        raise NotThisFormatError
    while position < len(data) and data[position] == 0xFF:  # noqa: PLR2004 - fill bytes
        position += 1
    if position >= len(data):
        raise NotThisFormatError
    return data[position], position + 1


def _length(data: Bytes, position: int) -> int:
    raw = bytes(data[position : position + 2])
    length = int.from_bytes(raw, "big")
    if len(raw) < 2 or length < 2 or position + length > len(data):  # noqa: PLR2004 - two bytes of length
        raise NotThisFormatError
    return length


def _is_private(marker: int, segment: bytes) -> bool:
    if marker == COMMENT:
        return True
    if marker == APP0:
        return segment[2:].startswith(b"JFXX")
    if not APP0 < marker <= LAST_APP or marker == ADOBE:
        return False
    return not (marker == PROFILE and segment[2:].startswith(b"ICC_PROFILE\0"))


def _orientation_segment(segment: bytes) -> bytes:
    if not segment[2:].startswith(b"Exif\0\0"):
        return b""
    value = orientation(segment[8:])
    if value == UPRIGHT:
        return b""
    body = b"Exif\0\0" + orientation_exif(value)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _copy_scan(data: Bytes, position: int, write: Callable[[bytes], None]) -> int:
    """Copy the compressed data up to the next marker, in bounded pieces."""
    found = MARKER.search(data, position)
    if found is None:
        raise NotThisFormatError
    for start in range(position, found.start(), 1 << 18):
        write(bytes(data[start : min(start + (1 << 18), found.start())]))
    return found.start()
