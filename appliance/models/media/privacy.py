"""Pictures without the place and time they were taken at.

Nothing is decoded and drawn again: metadata is cut out, the picture stays as it is.
"""

import mmap
from collections.abc import Callable, Mapping

from appliance.models.attachment import CHUNK_SIZE
from appliance.models.media import heif, jpeg, tiff, webp
from appliance.models.media.jpeg import Bytes, NotThisFormatError
from appliance.models.media.motion import Film, find_film
from appliance.models.storage.spool import Spool

Strip = Callable[[Bytes, Callable[[bytes], None]], bool]

JPEG = ("image/jpeg", "image/jpg")
STRIPS: Mapping[str, Strip] = {
    **dict.fromkeys(JPEG, jpeg.strip),
    "image/webp": webp.strip,
    "image/tiff": tiff.strip,
    "image/heic": heif.strip,
    "image/heif": heif.strip,
}
# What is larger is hardly a photo, and looking at all of it takes memory.
MAX_BYTES = 64 << 20


def has_privacy(media_type: str, size: int) -> bool:
    """Whether files of this type may tell more than their picture."""
    return media_type in STRIPS and 0 < size <= MAX_BYTES


def film_of(spool: Spool, media_type: str) -> Film | None:
    """Return the film inside a picture, in a worker thread."""
    if media_type not in JPEG:
        return None
    with Opened(spool) as data:
        return find_film(data)


def stripped(spool: Spool, media_type: str) -> Spool | None:
    """Return a copy without metadata; None: there is none, or it is not understood."""
    target = spool.beside()
    try:
        with Opened(spool) as data:
            changed = STRIPS[media_type](data, target.append)
    except NotThisFormatError:
        changed = False
    if not changed:
        target.close()
        return None
    target.settle()
    return target


class Opened:
    """A spool's bytes, to be looked at anywhere, for a moment."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._map: mmap.mmap | None = None

    def __enter__(self) -> Bytes:
        if self._spool.size <= CHUNK_SIZE:
            return self._spool.at(0, self._spool.size)
        self._map = mmap.mmap(self._spool.fileno(), 0, access=mmap.ACCESS_READ)
        return self._map  # type: ignore[return-value]  # a map behaves as bytes do

    def __exit__(self, *_exc: object) -> None:
        if self._map:
            self._map.close()
