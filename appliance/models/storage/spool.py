"""A file on its way: taken in piece by piece, measured and digested, then read again.

Small files stay in memory; larger ones lie in an unnamed file on the data directory's
disk, which is gone with the process. Nothing ever holds more than one chunk of it.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, Self

from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.models.attachment import CHUNK_SIZE

SPOOL_DIRECTORY = ".spool"
TOO_LARGE = "file size exceeds the limit"
NO_ROOM = "the server has no room for the file"


class Spool:
    """Bytes that are written once, from the front, and may be read many times."""

    def __init__(self, directory: Path, limit: int | None = None) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.size = 0
        self._directory = directory
        self._limit = limit
        self._pending = bytearray()
        self._digest = hashlib.sha256()
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by `close`
            max_size=CHUNK_SIZE, dir=str(directory)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def __del__(self) -> None:
        # A request may be refused between its body and its service.
        self.close()

    def beside(self) -> "Spool":
        """Return an empty spool in the same place."""
        return Spool(self._directory)

    async def write(self, piece: bytes) -> None:
        """Append; raise InvalidArgumentError once it is more than may be uploaded."""
        self.size += len(piece)
        if self._limit is not None and self.size > self._limit:
            raise InvalidArgumentError(TOO_LARGE)
        self._pending += piece
        if len(self._pending) >= CHUNK_SIZE:
            await asyncio.to_thread(self._settle)

    async def finish(self) -> Self:
        """Put the last piece down; from here on it may be read."""
        if self.size > CHUNK_SIZE:
            await asyncio.to_thread(self._settle)
        else:
            self._settle()
        return self

    def append(self, piece: bytes) -> None:
        """Append from a worker thread, without a limit."""
        self.size += len(piece)
        self._pending += piece
        if len(self._pending) >= CHUNK_SIZE:
            self._settle()

    def settle(self) -> None:
        """Put the last piece down, in a worker thread."""
        self._settle()

    @property
    def sha256(self) -> str:
        """The digest of everything that was put down, in hex."""
        return self._digest.hexdigest()

    @property
    def file(self) -> IO[bytes]:
        """The file for whoever wants to seek in it; its position is nobody's."""
        return self._file

    def fileno(self) -> int:
        """Return a descriptor, for another process or a memory map."""
        return self._file.fileno()

    def at(self, start: int, length: int) -> bytes:
        """Return a piece, in a worker thread."""
        self._file.seek(start)
        return self._file.read(length)

    async def read(self) -> AsyncIterator[bytes]:
        """Read it all, chunk by chunk."""
        for start in range(0, self.size, CHUNK_SIZE):
            if self.size <= CHUNK_SIZE:
                yield self.at(start, CHUNK_SIZE)
            else:
                yield await asyncio.to_thread(self.at, start, CHUNK_SIZE)

    def close(self) -> None:
        """Forget it."""
        self._file.close()

    def _settle(self) -> None:
        self._digest.update(self._pending)
        try:
            self._file.write(self._pending)
        except OSError as error:
            # Neither is this the client's fault, nor one that has to stay.
            raise UnavailableError(NO_ROOM) from error
        self._pending.clear()
