"""Moves files into another storage, one by one, while everybody reads them.

The bytes are written under a row of their own and read back; then the two rows change
places, so that whatever names the file by its id finds it at every moment. The old
bytes have a row that is let go of: they live for the sweep's grace.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from appliance.errors import ApplianceError, UnavailableError
from appliance.models.attachment import Blob
from appliance.models.database import Database, Transaction
from appliance.models.storage import Spool, Storages, choice, database, local
from appliance.models.storage.store import BlobStore

# What rows call the storages of each kind.
NAMES = {choice.DATABASE: database.NAME, choice.LOCAL: local.NAME, choice.S3: "s3-%"}
ANYWHERE = "%"
UNKNOWN_TYPE = "application/octet-stream"
# Files in use that lie elsewhere. What is still arriving is put into a storage later.
_ELSEWHERE = (
    " FROM appliance_blob b WHERE b.release_time IS NULL AND b.storage <> ?"
    " AND b.storage LIKE ? AND NOT EXISTS"
    " (SELECT 1 FROM appliance_upload u WHERE u.blob_id = b.id)"
)


class UnreadableError(ApplianceError):
    """The file cannot be read as it was kept."""


class Mover:
    """Moves into one storage what lies in others, or in those of one kind."""

    def __init__(
        self,
        base: Database,
        storages: Storages,
        destination: BlobStore,
        source: str | None = None,
    ) -> None:
        self._database = base
        self._storages = storages
        self._destination = destination
        self._values = (destination.name, NAMES[source] if source else ANYWHERE)

    async def waiting(self) -> Mapping[str, tuple[int, int]]:
        """Return how many files there are to move, and their bytes, by storage."""
        rows = await self._database.scan(
            "SELECT b.storage, COUNT(*) AS number, SUM(b.size) AS bytes"
            f"{_ELSEWHERE} GROUP BY b.storage ORDER BY b.storage",
            self._values,
        )
        return {row["storage"]: (int(row["number"]), int(row["bytes"])) for row in rows}

    async def next(self, after: int) -> Blob | None:
        """Return the first file to move behind an id."""
        rows = await self._database.scan(
            f"SELECT b.*{_ELSEWHERE} AND b.id > ? ORDER BY b.id LIMIT 1",
            (*self._values, after),
        )
        return Blob(**dict(rows[0])) if rows else None

    async def move(self, blob: Blob) -> bool:
        """Move one file; False: it was moved or let go of meanwhile.

        UnreadableError: it stays as it is. Any other error is the destination's.
        """
        filename, media_type = await self._described(blob)
        with await self._fetch(blob) as spool:
            fresh = await self._storages.put(
                spool, filename, media_type, self._destination
            )
        try:
            await self._prove(fresh)
        except (ApplianceError, OSError):
            await self._give_up(fresh)
            raise
        # A commit of which no word came may have held: then only the rows know which
        # bytes are in use, and what is not goes with the sweep.
        moved = await self._swap(blob, fresh)
        if not moved:
            await self._give_up(fresh)
        return moved

    async def _give_up(self, fresh: Blob) -> None:
        """Erase what was written for nothing; what stays the sweep finds."""
        with suppress(ApplianceError, OSError):
            await self._storages.erase(fresh)

    async def _fetch(self, blob: Blob) -> Spool:
        try:
            spool = await self._storages.fetch(blob)
        except (ApplianceError, OSError) as error:
            raise UnreadableError(str(error)) from error
        if spool.sha256 != blob.sha256:
            spool.close()
            raise UnreadableError("the bytes are not those that were kept")
        return spool

    async def _described(self, blob: Blob) -> tuple[str, str]:
        """Return what the file is called and what it is, for the new place."""
        rows = await self._database.scan(
            "SELECT filename, type FROM appliance_attachment WHERE blob_id = ? LIMIT 1",
            (blob.id,),
        )
        if rows:
            return rows[0]["filename"], rows[0]["type"]
        rows = await self._database.scan(
            "SELECT columns_json FROM appliance_attachment_trash WHERE blob_id = ?"
            " LIMIT 1",
            (blob.id,),
        )
        if rows:
            columns = json.loads(rows[0]["columns_json"])
            return columns["filename"], columns["type"]
        # A file of a memo in the trash, which keeps its files as text.
        return PurePosixPath(blob.reference).name or f"file-{blob.id}", UNKNOWN_TYPE

    async def _prove(self, fresh: Blob) -> None:
        digest = hashlib.sha256()
        async for piece in self._destination.read(fresh, 0, fresh.size):
            digest.update(piece)
        if digest.hexdigest() != fresh.sha256:
            raise UnavailableError("other bytes came back than were written")

    async def _swap(self, blob: Blob, fresh: Blob) -> bool:
        """Let two rows change places; the one of the old bytes is let go of now."""
        async with self._database.write() as transaction:
            there = Blob.filter(id__in=(blob.id, fresh.id))
            rows = {row.id: row for row in await there.using_db(transaction.connection)}
            old, new = rows.get(blob.id), rows.get(fresh.id)
            if not (old and new and old.release_time is None and _same(old, blob)):
                return False
            await _place(transaction, old, new, None)
            await _place(transaction, new, old, int(time.time()))
            if database.NAME in (old.storage, new.storage):
                await _hand_over_chunks(transaction, old, new)
        return True


def _same(one: Blob, other: Blob) -> bool:
    return (one.storage, one.reference) == (other.storage, other.reference)


async def _hand_over_chunks(transaction: Transaction, old: Blob, new: Blob) -> None:
    """Give the chunks of the row that has some to the other."""
    source, target = (old, new) if old.storage == database.NAME else (new, old)
    await transaction.execute(
        "UPDATE appliance_blob_chunk SET blob_id = ? WHERE blob_id = ?",
        (target.id, source.id),
    )


async def _place(
    transaction: Transaction, row: Blob, place: Blob, release_time: int | None
) -> None:
    """Let a row say that its bytes lie where another's did."""
    await transaction.execute(
        "UPDATE appliance_blob SET storage = ?, reference = ?, release_time = ?"
        " WHERE id = ?",
        (place.storage, place.reference, release_time, row.id),
    )
