"""Uploads in parts: begun, continued, given up; their bytes are rows until the end."""

import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from appliance.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
)
from appliance.models.attachment import CHUNK_SIZE, Blob
from appliance.models.database import Database, Transaction
from appliance.models.storage import database as store
from appliance.models.upload import Upload

MAX_PART_BYTES = 1 << 20
MAX_OPEN = 50
LIFETIME = 24 * 3600


@dataclass(frozen=True, slots=True)
class Arriving:
    """The uploads of one user."""

    database: Database
    user_id: int

    async def begin(self, attachment: str, size: int) -> Upload:
        """Begin an upload; `attachment` is what it will be, as JSON."""
        now = int(time.time())
        async with self.database.write() as transaction:
            connection = transaction.connection
            own = Upload.filter(creator_id=self.user_id).using_db(connection)
            if await own.count() >= MAX_OPEN:
                raise ResourceExhaustedError("too many uploads are open")
            blob = Blob(
                storage=store.NAME, reference="", size=size, sha256="", create_time=now
            )
            await blob.save(using_db=connection)
            upload = Upload(
                uid=secrets.token_hex(16),
                creator_id=self.user_id,
                blob_id=blob.id,
                attachment=attachment,
                size=size,
                create_time=now,
                update_time=now,
            )
            await upload.save(using_db=connection)
        return upload

    async def find(self, uid: str) -> Upload:
        """Return an upload; those of others do not exist."""
        return self._own(await Upload.get_or_none(uid=uid))

    async def add(self, uid: str, offset: int, part: bytes) -> Upload:
        """Append a part; one that is there already changes nothing."""
        if len(part) > MAX_PART_BYTES:
            raise InvalidArgumentError(f"a part has at most {MAX_PART_BYTES} bytes")
        async with self.database.write() as transaction:
            upload = await self._locked(transaction, uid)
            end = offset + len(part)
            if offset >= 0 and end <= upload.received:
                return upload
            if offset != upload.received:
                raise FailedPreconditionError(
                    f"the next part begins at {upload.received}"
                )
            if end > upload.size:
                raise InvalidArgumentError("the part reaches beyond the file's size")
            await _insert(transaction, upload.blob_id, part)
            upload.received = end
            upload.update_time = int(time.time())
            await upload.save(using_db=transaction.connection)
        return upload

    async def read(self, upload: Upload) -> AsyncIterator[bytes]:
        """Read what has come, part by part."""
        position = 0
        while rows := await self.database.scan(
            "SELECT content FROM appliance_blob_chunk"
            " WHERE blob_id = ? AND position = ?",
            (upload.blob_id, position),
        ):
            yield bytes(rows[0]["content"])
            position += 1

    async def cancel(self, uid: str) -> Blob:
        """Give an upload up and return its blob, whose bytes may go."""
        async with self.database.write() as transaction:
            upload = await self._locked(transaction, uid)
            return await self.end(transaction, upload)

    async def end(self, transaction: Transaction, upload: Upload) -> Blob:
        """Delete the row; NotFoundError if somebody else was faster."""
        connection = transaction.connection
        if not await Upload.filter(id=upload.id).using_db(connection).delete():
            raise NotFoundError("upload not found")
        blob = await Blob.get(id=upload.blob_id, using_db=connection)
        blob.release_time = int(time.time())
        await blob.save(using_db=connection, update_fields=["release_time"])
        return blob

    async def _locked(self, transaction: Transaction, uid: str) -> Upload:
        connection = transaction.connection
        return self._own(await Upload.get_or_none(uid=uid, using_db=connection))

    def _own(self, upload: Upload | None) -> Upload:
        if upload is None or upload.creator_id != self.user_id:
            raise NotFoundError("upload not found")
        return upload


async def _insert(transaction: Transaction, blob_id: int, part: bytes) -> None:
    """Append chunks; a reader goes by their order, not by their length."""
    rows = await transaction.fetch(
        "SELECT MAX(position) AS last FROM appliance_blob_chunk WHERE blob_id = ?",
        (blob_id,),
    )
    last = rows[0]["last"]
    position = 0 if last is None else last + 1
    for start in range(0, len(part), CHUNK_SIZE):
        await transaction.execute(
            "INSERT INTO appliance_blob_chunk (blob_id, position, content)"
            " VALUES (?, ?, ?)",
            (blob_id, position, part[start : start + CHUNK_SIZE]),
        )
        position += 1
