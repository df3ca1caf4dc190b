"""Files rewritten in place: the same length, with some stretches replaced."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from appliance.models.media.jpeg import Bytes, NotThisFormatError

PIECE = 1 << 18


class Patch(NamedTuple):
    """Bytes that take the place of as many others."""

    start: int
    content: bytes


def write_patched(
    data: Bytes, patches: Iterable[Patch], write: Callable[[bytes], None]
) -> bool:
    """Write the file with the patches; return whether there were any."""
    position = 0
    for patch in sorted(patches):
        end = patch.start + len(patch.content)
        if patch.start < position or end > len(data):
            raise NotThisFormatError
        _copy(data, position, patch.start, write)
        write(patch.content)
        position = end
    _copy(data, position, len(data), write)
    return position > 0


def _copy(data: Bytes, start: int, end: int, write: Callable[[bytes], None]) -> None:
    for at in range(start, end, PIECE):
        write(bytes(data[at : min(at + PIECE, end)]))
