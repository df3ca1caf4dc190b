"""HEIC and HEIF files without Exif and XMP, the picture untouched.

Metadata are items of their own, whose places stand in a table; nothing may move, so
they are emptied where they are. Which side is up stands elsewhere and stays.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from appliance.models.media.jpeg import Bytes, NotThisFormatError
from appliance.models.media.patches import Patch, write_patched

# An Exif block that says nothing: four bytes of offset, then TIFF without an entry.
EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08" + b"\0" * 6
MAX_META = 8 << 20
IN_FILE, IN_META = 0, 1


def strip(data: Bytes, write: Callable[[bytes], None]) -> bool:
    """Write the file without metadata; return whether anything was emptied."""
    try:
        patches = list(_patches(data))
    except (struct.error, IndexError) as error:
        raise NotThisFormatError from error
    return write_patched(data, patches, write) if patches else False


def _patches(data: Bytes) -> Iterator[Patch]:
    start, end = _child(data, 0, len(data), b"meta")
    if end - start > MAX_META:
        raise NotThisFormatError
    # A version and flags stand before what is inside.
    inside = start + 4
    kinds = _item_kinds(data, *_child(data, inside, end, b"iinf"))
    table = _child(data, inside, end, b"iloc")
    for item, method, offset, length in _Locations(data, *table).extents():
        if (kind := kinds.get(item)) is None or not length:
            continue
        if method not in (IN_FILE, IN_META):
            raise NotThisFormatError
        base = _child(data, inside, end, b"idat")[0] if method == IN_META else 0
        yield Patch(base + offset, _filler(kind, length))


def _filler(kind: bytes, length: int) -> bytes:
    if kind == b"Exif" and length >= len(EMPTY_EXIF):
        return EMPTY_EXIF.ljust(length, b"\0")
    return (b"\0" if kind == b"Exif" else b" ") * length


def _boxes(data: Bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Walk the boxes side by side: name, start and end of what is inside."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, start)
        inside = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, inside)
            inside += 8
        stop = end if size == 0 else start + size
        if stop > end or stop < inside:
            raise NotThisFormatError
        yield name, inside, stop
        start = stop


def _child(data: Bytes, start: int, end: int, name: bytes) -> tuple[int, int]:
    for found, inside, stop in _boxes(data, start, end):
        if found == name:
            return inside, stop
    raise NotThisFormatError


def _item_kinds(data: Bytes, start: int, end: int) -> dict[int, bytes]:
    """Return the items that are metadata, by id."""
    kinds: dict[int, bytes] = {}
    first = start + (6 if data[start] == 0 else 8)
    for name, inside, _ in _boxes(data, first, end):
        version = data[inside]
        if name != b"infe" or version not in (2, 3):
            continue
        form = ">H2x4s" if version == 2 else ">I2x4s"  # noqa: PLR2004 - ids have two widths
        item, kind = struct.unpack_from(form, data, inside + 4)
        if kind in (b"Exif", b"mime"):
            kinds[item] = kind
    return kinds


@dataclass
class _Locations:
    """The table of where the items lie."""

    data: Bytes
    position: int
    end: int

    def extents(self) -> Iterator[tuple[int, int, int, int]]:
        """Return item, method, offset and length of every piece."""
        version = self._number(1)
        self.position += 3
        sizes = self._number(2)
        offset_size, length_size = sizes >> 12, sizes >> 8 & 15
        base_size, index_size = sizes >> 4 & 15, sizes & 15
        width = 2 if version < 2 else 4  # noqa: PLR2004 - ids have two widths
        for _ in range(self._number(width)):
            item = self._number(width)
            method = self._number(2) & 15 if version else IN_FILE
            self.position += 2
            base = self._number(base_size)
            for _ in range(self._number(2)):
                self.position += index_size if version else 0
                offset = self._number(offset_size)
                yield item, method, base + offset, self._number(length_size)

    def _number(self, size: int) -> int:
        if self.position + size > self.end:
            raise NotThisFormatError
        raw = bytes(self.data[self.position : self.position + size])
        self.position += size
        return int.from_bytes(raw, "big")
