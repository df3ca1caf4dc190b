"""Files in the database itself: rows of half a megabyte, read one at a time."""

from collections.abc import AsyncIterator

from appliance.errors import NotFoundError
from appliance.models.attachment import CHUNK_SIZE, Blob
from appliance.models.database import Database
from appliance.models.storage.spool import Spool

NAME = "database"


class DatabaseStore:
    """Keeps each blob in chunks of CHUNK_SIZE; its reference says nothing."""

    name = NAME

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, _filename: str) -> str:
        """Return nothing: the blob's id is enough."""
        return ""

    async def write(self, blob: Blob, spool: Spool, _media_type: str) -> None:
        """Insert chunk by chunk, so that no other writer waits for the whole."""
        position = 0
        async for chunk in spool.read():
            await self._database.execute(
                "INSERT INTO appliance_blob_chunk (blob_id, position, content)"
                " VALUES (?, ?, ?)",
                (blob.id, position, chunk),
            )
            position += 1

    async def read(self, blob: Blob, start: int, length: int) -> AsyncIterator[bytes]:
        """Read the chunks that hold the piece, one row at a time."""
        end = start + length
        while start < end:
            position, offset = divmod(start, CHUNK_SIZE)
            chunk = await self._chunk(blob, position)
            piece = chunk[offset : offset + end - start]
            if not piece:
                raise NotFoundError("a part of the file is missing")
            start += len(piece)
            yield piece

    async def delete(self, blob: Blob) -> None:
        """Delete the chunks."""
        await self._database.execute(
            "DELETE FROM appliance_blob_chunk WHERE blob_id = ?", (blob.id,)
        )

    async def _chunk(self, blob: Blob, position: int) -> bytes:
        rows = await self._database.scan(
            "SELECT content FROM appliance_blob_chunk"
            " WHERE blob_id = ? AND position = ?",
            (blob.id, position),
        )
        if not rows:
            raise NotFoundError("a part of the file is missing")
        return bytes(rows[0]["content"])
