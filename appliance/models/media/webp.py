"""WebP files without Exif and XMP, the picture untouched."""

import struct
from collections.abc import Callable

from appliance.models.media.jpeg import (
    UPRIGHT,
    Bytes,
    NotThisFormatError,
    orientation,
    orientation_exif,
)

EXIF_FLAG, XMP_FLAG = 0x08, 0x04
PIECE = 1 << 18


def strip(data: Bytes, write: Callable[[bytes], None]) -> bool:
    """Write the file without metadata; return whether anything was left out."""
    chunks = _chunks(data)
    kept = [chunk for chunk in chunks if chunk[0] not in (b"EXIF", b"XMP ")]
    if len(kept) == len(chunks):
        return False
    exif = _upright_chunk(data, chunks)
    size = 4 + len(exif) + sum(8 + length + length % 2 for _, _, length in kept)
    write(b"RIFF" + struct.pack("<I", size) + b"WEBP")
    for name, start, length in kept:
        write(name + struct.pack("<I", length))
        if name == b"VP8X":
            flags = data[start] & ~(EXIF_FLAG | XMP_FLAG)
            flags |= EXIF_FLAG if exif else 0
            write(bytes((flags,)) + bytes(data[start + 1 : start + length]))
        else:
            for at in range(start, start + length, PIECE):
                write(bytes(data[at : min(at + PIECE, start + length)]))
        write(b"\0" * (length % 2))
    write(exif)
    return True


def _chunks(data: Bytes) -> list[tuple[bytes, int, int]]:
    """Return name, start and length of every chunk."""
    if bytes(data[:4]) != b"RIFF" or bytes(data[8:12]) != b"WEBP":
        raise NotThisFormatError
    found = []
    position = 12
    while position + 8 <= len(data):
        name = bytes(data[position : position + 4])
        (length,) = struct.unpack_from("<I", data, position + 4)
        start = position + 8
        if start + length > len(data):
            raise NotThisFormatError
        found.append((name, start, length))
        position = start + length + length % 2
    return found


def _upright_chunk(data: Bytes, chunks: list[tuple[bytes, int, int]]) -> bytes:
    for name, start, length in chunks:
        if name == b"EXIF":
            exif = bytes(data[start : start + length]).removeprefix(b"Exif\0\0")
            value = orientation(exif)
            if value != UPRIGHT:
                body = orientation_exif(value)
                return b"EXIF" + struct.pack("<I", len(body)) + body
    return b""
