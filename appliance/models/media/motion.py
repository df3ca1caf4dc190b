"""Pictures of Android cameras that carry a short film behind the still.

The picture's XMP block says so, in one of two dialects; the film is an MP4 file that
reaches to the end.
"""

import re
from dataclasses import dataclass

from appliance.models.media.jpeg import Bytes

# XMP stands before the picture, in segments of at most 64 KiB each.
SEARCHED_BYTES = 1 << 20
IS_MOTION = re.compile(rb"(?:MotionPhoto|MicroVideo)\s*(?:=\s*[\"']1[\"']|>\s*1\s*<)")
TIMESTAMP = re.compile(
    rb"(?:MotionPhoto|MicroVideo)PresentationTimestampUs\s*"
    rb"(?:=\s*[\"']|>\s*)(?P<us>[0-9]{1,18})"
)
MICRO_OFFSET = re.compile(
    rb"MicroVideoOffset\s*(?:=\s*[\"']|>\s*)(?P<length>[0-9]{1,12})"
)
ITEM = re.compile(rb"<[A-Za-z]*:?Item\b[^>]*>")
ITEM_LENGTH = re.compile(rb"Length\s*=\s*[\"'](?P<length>[0-9]{1,12})[\"']")
MOTION_ITEM = re.compile(rb"Semantic\s*=\s*[\"']MotionPhoto[\"']")
FILE_TYPE = b"ftyp"


@dataclass(frozen=True, slots=True)
class Film:
    """Where the film lies in the file, and which moment of it the still shows."""

    offset: int
    length: int
    timestamp_us: int


def find_film(data: Bytes) -> Film | None:
    """Return the film inside a picture, or None if it is a picture and no more."""
    head = bytes(data[:SEARCHED_BYTES])
    if not IS_MOTION.search(head):
        return None
    length = _declared_length(head)
    offset = len(data) - length
    if length <= 0 or not _is_film(data, offset):
        offset = _search(data)
    if offset <= 0:
        return None
    stamp = TIMESTAMP.search(head)
    return Film(offset, len(data) - offset, int(stamp["us"]) if stamp else 0)


def _declared_length(head: bytes) -> int:
    if match := MICRO_OFFSET.search(head):
        return int(match["length"])
    for item in ITEM.findall(head):
        if MOTION_ITEM.search(item) and (match := ITEM_LENGTH.search(item)):
            return int(match["length"])
    return 0


def _is_film(data: Bytes, offset: int) -> bool:
    return offset > 0 and bytes(data[offset + 4 : offset + 8]) == FILE_TYPE


def _search(data: Bytes) -> int:
    """Find where a film begins that the picture names without its length."""
    found = re.search(rb"\xff\xd9[\x00-\xff]{0,4096}?\0\0\0[\x08-\x40]ftyp", data)
    return found.end() - 8 if found else 0
