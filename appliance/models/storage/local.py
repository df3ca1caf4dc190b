"""Files in the data directory, under names that the administrator's template makes."""

import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

from appliance.errors import FailedPreconditionError, NotFoundError, UnavailableError
from appliance.models.attachment import CHUNK_SIZE, Blob
from appliance.models.storage.spool import NO_ROOM, Spool
from appliance.models.storage.template import render, with_suffix

NAME = "local"
FILE_MODE = 0o644
# For templates that name no directory. The top belongs to the database: what is called
# like a journal of it would be played back into it.
DIRECTORY = "assets"


class LocalStore:
    """Keeps each blob in one file; references are paths below the data directory."""

    name = NAME

    def __init__(self, data: Path, template: str) -> None:
        self._data = data
        self._template = template

    async def reserve(self, filename: str) -> str:
        """Create an empty file of the name, or of one like it if that is taken."""
        return await asyncio.to_thread(self._reserve, filename)

    async def write(self, blob: Blob, spool: Spool, _media_type: str) -> None:
        """Write beside the place, sync, and move there: nobody sees half a file."""
        await asyncio.to_thread(self._write, self._path(blob.reference), spool)

    async def read(self, blob: Blob, start: int, length: int) -> AsyncIterator[bytes]:
        """Read from the file, off the event loop."""
        path = self._path(blob.reference)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except OSError as error:
            raise NotFoundError("the file is missing") from error
        with file:
            await asyncio.to_thread(file.seek, start)
            while length > 0:
                piece = await asyncio.to_thread(file.read, min(length, CHUNK_SIZE))
                if not piece:
                    raise NotFoundError("a part of the file is missing")
                length -= len(piece)
                yield piece

    async def delete(self, blob: Blob) -> None:
        """Remove the file, and no directory: others may be about to use it."""
        path = self._path(blob.reference)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    def _path(self, reference: str) -> Path:
        """Return the place of a reference; none lies outside the data directory."""
        root = self._data.resolve()
        path = (root / reference).resolve()
        if path == root or not path.is_relative_to(root):
            raise FailedPreconditionError("the path lies outside the data directory")
        return path

    def _reserve(self, filename: str) -> str:
        reference = first = _beside(render(self._template, filename, time.time()))
        while True:
            path = self._path(reference)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                path.touch(mode=FILE_MODE, exist_ok=False)
            except FileExistsError:
                reference = with_suffix(first, secrets.token_hex(4))
            else:
                return path.relative_to(self._data.resolve()).as_posix()

    @staticmethod
    def _write(path: Path, spool: Spool) -> None:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".arriving-")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for start in range(0, spool.size, CHUNK_SIZE):
                    file.write(spool.at(start, CHUNK_SIZE))
                file.flush()
                os.fchmod(file.fileno(), FILE_MODE)
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:
            raise UnavailableError(NO_ROOM) from error
        finally:
            temporary.unlink(missing_ok=True)
        _sync_directory(path.parent)


def _beside(reference: str) -> str:
    """Return a path that does not lie among the server's own files."""
    at_top = len(PurePosixPath(reference).parts) == 1
    return f"{DIRECTORY}/{reference}" if at_top else reference


def _sync_directory(path: Path) -> None:
    """Make the new name last; not every system lets a directory be opened."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
