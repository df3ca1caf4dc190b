"""TIFF files without what a camera wrote about their owner, the picture untouched.

The private entries leave the directories, and their values are blanked where they lie:
everything else is found by its place and must not move.
"""

import struct
from collections.abc import Callable, Iterator

from appliance.models.media.jpeg import Bytes, NotThisFormatError
from appliance.models.media.patches import Patch, write_patched

# Description, maker, model, software, date, artist, host, XMP, IPTC, Photoshop,
# copyright, and the directories with the rest: Exif and place.
POINTERS = frozenset({0x8769, 0x8825})
PRIVATE = POINTERS | {
    *(0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C),
    *(0x02BC, 0x83BB, 0x8649, 0x8298),
}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
INLINE = 4
MAX_DIRECTORIES = 64
ENTRY = 12


def strip(data: Bytes, write: Callable[[bytes], None]) -> bool:
    """Write the file without metadata; return whether anything was left out."""
    try:
        patches = list(_Reader(data).patches())
    except struct.error as error:
        raise NotThisFormatError from error
    return write_patched(data, patches, write) if patches else False


class _Reader:
    """Reads directories in the file's own order of bytes."""

    def __init__(self, data: Bytes) -> None:
        order = {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(data[:4]))
        if order is None:
            raise NotThisFormatError
        self._data = data
        self._order = order
        self._seen: set[int] = set()

    def patches(self) -> Iterator[Patch]:
        """Return what is to be overwritten, directory after directory."""
        (offset,) = struct.unpack_from(f"{self._order}I", self._data, 4)
        while offset:
            entries, following = self._directory(offset)
            private = [one for one in entries if self._tag(one) in PRIVATE]
            if private:
                kept = [one for one in entries if one not in private]
                yield self._rewritten(offset, len(entries), kept, following)
            for entry in private:
                yield from self._blanked(entry)
            offset = following

    def _directory(self, offset: int) -> tuple[list[bytes], int]:
        """Return the entries of a directory, and where the next one is."""
        if offset in self._seen or len(self._seen) >= MAX_DIRECTORIES:
            raise NotThisFormatError
        self._seen.add(offset)
        (count,) = struct.unpack_from(f"{self._order}H", self._data, offset)
        start = offset + 2
        end = start + count * ENTRY
        (following,) = struct.unpack_from(f"{self._order}I", self._data, end)
        places = range(start, end, ENTRY)
        return [bytes(self._data[at : at + ENTRY]) for at in places], following

    def _rewritten(
        self, offset: int, count: int, kept: list[bytes], following: int
    ) -> Patch:
        content = struct.pack(f"{self._order}H", len(kept)) + b"".join(kept)
        content += struct.pack(f"{self._order}I", following)
        return Patch(offset, content.ljust(2 + count * ENTRY + 4, b"\0"))

    def _blanked(self, entry: bytes) -> Iterator[Patch]:
        """Blank what an entry points at; a directory with all that it points at."""
        tag, kind, count, value = struct.unpack(f"{self._order}HHII", entry)
        if tag in POINTERS:
            entries, _ = self._directory(value)
            yield Patch(value, b"\0" * (2 + len(entries) * ENTRY + 4))
            for one in entries:
                yield from self._blanked(one)
            return
        size = SIZES.get(kind, 1) * count
        if size > len(self._data):
            raise NotThisFormatError
        if size > INLINE:
            yield Patch(value, b"\0" * size)

    def _tag(self, entry: bytes) -> int:
        tag: int = struct.unpack_from(f"{self._order}H", entry)[0]
        return tag
