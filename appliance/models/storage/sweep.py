"""Removes, some time later, the bytes that nothing holds on to any more.

Not at once: a backup that runs may have read the row, and has yet to read the bytes.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from appliance.errors import ApplianceError
from appliance.models.arriving import LIFETIME
from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.release import UNNAMED, release_blobs
from appliance.models.storage import Storages
from appliance.models.upload import Upload

GRACE = 24 * 3600
INTERVAL = 3600.0
# Servers that never run for an hour have something to sweep as well.
FIRST_SECONDS = 60.0


class Sweeper:
    """Goes over the blobs soon after the start, then once an hour."""

    def __init__(self, database: Database, storages: Storages) -> None:
        self._database = database
        self._storages = storages

    async def run(self, *also: Callable[[], Awaitable[None]]) -> None:
        """Sweep for ever, and do `also`; a fault is told and ends nothing."""
        pause = FIRST_SECONDS
        while True:
            await asyncio.sleep(pause)
            pause = INTERVAL
            try:
                await self.sweep(int(time.time()))
                for other in also:
                    await other()
            except Exception as error:  # noqa: BLE001 - the next hour may be better
                structlog.get_logger().warning("not swept", error=str(error))

    async def sweep(self, now: int) -> int:
        """Let go of what is orphaned, erase what was let go of; return how many."""
        await self._give_up_uploads(now - LIFETIME)
        await self._release(await self.orphans(), now)
        due, named = await self.due(now - GRACE)
        await self._take_back(named)
        erased = 0
        for blob in due:
            try:
                await self._storages.erase(blob)
                erased += 1
            except (ApplianceError, OSError) as error:
                log = structlog.get_logger()
                log.warning("a file stays", storage=blob.storage, error=str(error))
        return erased

    async def _give_up_uploads(self, oldest: int) -> None:
        async with self._database.write() as transaction:
            stale = Upload.filter(update_time__lt=oldest)
            await stale.using_db(transaction.connection).delete()

    async def orphans(self) -> set[int]:
        """Find blobs whose owner went without a word, such as a purged memo's."""
        rows = await self._database.scan(
            f"SELECT id FROM appliance_blob WHERE release_time IS NULL AND {UNNAMED}"  # noqa: S608 - names of ours
        )
        orphans = {row["id"] for row in rows}
        return orphans - await self._trashed(orphans)

    async def due(self, before: int) -> tuple[Sequence[Blob], set[int]]:
        """Return what was let go of before then, and what of it is named after all.

        Bytes that are erased are gone for good, while the marks of it are made without
        reading the trash.
        """
        due = await Blob.filter(release_time__lte=before)
        rows = await self._database.scan(
            "SELECT id FROM appliance_blob"  # noqa: S608 - names of ours
            f" WHERE release_time <= ? AND NOT ({UNNAMED})",
            (before,),
        )
        named = {row["id"] for row in rows}
        named |= await self._trashed({blob.id for blob in due})
        return [blob for blob in due if blob.id not in named], named

    async def _release(self, orphans: set[int], now: int) -> None:
        if orphans:
            async with self._database.write() as transaction:
                # Whoever took one meanwhile keeps it.
                await release_blobs(transaction, orphans, now)

    async def _take_back(self, named: set[int]) -> None:
        for blob_id in named:
            await self._database.execute(
                "UPDATE appliance_blob SET release_time = NULL WHERE id = ?", (blob_id,)
            )

    async def _trashed(self, blob_ids: set[int]) -> set[int]:
        """Return those blobs that trashed memos name: one by one, some are large."""
        found: set[int] = set()
        last = 0
        while blob_ids and (
            rows := await self._database.scan(
                "SELECT id, aggregate FROM appliance_trash WHERE id > ?"
                " ORDER BY id LIMIT 1",
                (last,),
            )
        ):
            files = json.loads(rows[0]["aggregate"]).get("attachments", ())
            found |= {file["blob_id"] for file in files} & blob_ids
            last = rows[0]["id"]
        return found
