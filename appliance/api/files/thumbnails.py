"""Thumbnails: drawn once by a process of their own, then kept on disk.

They are named after the digest of the picture: one that is deleted and another that
takes its name cannot be mistaken, and a picture that is uploaded twice is drawn once.
"""

import asyncio
import os
import tempfile
import time
from pathlib import Path

import structlog

from appliance.errors import ApplianceError
from appliance.models.attachment import Blob
from appliance.models.media import program
from appliance.models.storage import Spool, Storages

DIRECTORY = ".thumbnail_cache"
TYPES = frozenset({"image/png", "image/jpeg", "image/jpg", "image/webp"})
# As many as may draw at once: each takes the memory of a decoded picture.
SLOTS = 2
MAX_SECONDS = 30.0
MAX_SOURCE_BYTES = 64 << 20
# A brighter picture is hidden in these; a thumbnail would lose it.
GAIN_MAP_MARKS = (b"hdrgm:", b"urn:iso:std:iso:ts:21496", b"HDRGainMap")
SEARCHED_BYTES = 1 << 20
PROGRAM = "appliance.models.media.thumbnail"
REMEMBERED_FAILURES = 4096
KEEP_SECONDS = 90 * 24 * 3600


class Thumbnails:
    """Draws and keeps them."""

    def __init__(self, storages: Storages, data: Path) -> None:
        self._storages = storages
        self._directory = data / DIRECTORY
        self._slots = asyncio.Semaphore(SLOTS)
        # Pictures that cannot be drawn are not tried again and again.
        self._failures: dict[str, None] = {}

    async def get(self, media_type: str, blob: Blob) -> Path | None:
        """Return the thumbnail of a picture; None: the picture itself has to do."""
        if media_type not in TYPES or blob.size > MAX_SOURCE_BYTES:
            return None
        target = self._directory / f"{blob.sha256}.jpeg"
        if await asyncio.to_thread(target.exists):
            return target
        if blob.sha256 in self._failures:
            return None
        async with self._slots:
            if await asyncio.to_thread(target.exists):
                return target
            try:
                made = await self._make(blob, target)
            except (OSError, ApplianceError) as error:
                log = structlog.get_logger()
                log.warning("no thumbnail", sha256=blob.sha256, error=str(error))
                return None
        if not made:
            self._note_failure(blob.sha256)
        return target if made else None

    async def prune(self) -> None:
        """Forget those that were drawn long ago; they can be drawn again."""
        await asyncio.to_thread(_prune, self._directory)

    async def _make(self, blob: Blob, target: Path) -> bool:
        with await self._storages.fetch(blob) as source:
            head = await asyncio.to_thread(source.at, 0, SEARCHED_BYTES)
            if any(mark in head for mark in GAIN_MAP_MARKS):
                return False
            return await self._draw(source, target)

    async def _draw(self, source: Spool, target: Path) -> bool:
        self._directory.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._directory)
        temporary = Path(name)
        try:
            drawn = (
                await program.run(PROGRAM, source.fileno(), descriptor, MAX_SECONDS)
                == 0
            )
            if drawn:
                await asyncio.to_thread(temporary.replace, target)
            return drawn
        finally:
            os.close(descriptor)
            await asyncio.to_thread(temporary.unlink, missing_ok=True)

    def _note_failure(self, sha256: str) -> None:
        if len(self._failures) >= REMEMBERED_FAILURES:
            self._failures.pop(next(iter(self._failures)))
        self._failures[sha256] = None


def _prune(directory: Path) -> None:
    oldest = time.time() - KEEP_SECONDS
    for file in directory.glob("*") if directory.is_dir() else ():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
