"""Where the bytes of files rest: in the database, in the data directory, in a bucket.

The STORAGE setting says where new ones go; each blob remembers where it went, so a new
choice breaks no old file.
"""

import time
from collections.abc import AsyncIterator
from pathlib import Path

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.storage import choice, database, local
from appliance.models.storage.choice import Bucket, StorageChoice
from appliance.models.storage.database import DatabaseStore
from appliance.models.storage.local import LocalStore
from appliance.models.storage.s3 import Clients, S3Store
from appliance.models.storage.spool import SPOOL_DIRECTORY, Spool
from appliance.models.storage.store import BlobStore

__all__ = ["Spool", "Storages"]


class Storages:
    """The front of all storages."""

    def __init__(
        self, base: Database, settings: InstanceSettings, directory: Path
    ) -> None:
        self._database = base
        self._settings = settings
        self._directory = directory
        self._clients = Clients()

    @property
    def directory(self) -> Path:
        """The data directory."""
        return self._directory

    async def choice(self) -> StorageChoice:
        """Return what the administrator chose."""
        return StorageChoice.from_setting(await self._settings.get(choice.SETTING))

    def spool(self, limit: int | None = None) -> Spool:
        """Return a place for a file that is arriving; larger ones are refused."""
        return Spool(self._directory / SPOOL_DIRECTORY, limit)

    async def put(
        self,
        spool: Spool,
        filename: str,
        media_type: str,
        store: BlobStore | None = None,
    ) -> Blob:
        """Keep a file in the chosen storage, as a blob that nothing holds on to yet.

        Until an attachment takes it (`attachment.hold_blob`) it counts as let go, so
        that what a crash leaves behind is removed some day.
        """
        store = store or await self.store()
        now = int(time.time())
        blob = Blob(
            storage=store.name,
            reference=await store.reserve(filename),
            size=spool.size,
            sha256=spool.sha256,
            create_time=now,
            release_time=now,
        )
        async with self._database.write() as transaction:
            await blob.save(using_db=transaction.connection)
        await store.write(blob, spool, media_type)
        return blob

    async def read(
        self, blob: Blob, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        """Return a piece of a blob, or all of it, in chunks of at most half a MiB."""
        end = blob.size if length is None else start + length
        place: Blob | None = blob
        while place:
            store = await self._of(place)
            try:
                async for chunk in store.read(place, start, end - start):
                    start += len(chunk)
                    yield chunk
            except NotFoundError:
                place = await _moved(place)
                if place is None:
                    raise
            else:
                return

    async def fetch(self, blob: Blob) -> Spool:
        """Return a copy of a blob that can be read in any order; close it."""
        spool = self.spool()
        try:
            async for chunk in self.read(blob):
                await spool.write(chunk)
            return await spool.finish()
        except BaseException:
            spool.close()
            raise

    async def erase(self, blob: Blob) -> None:
        """Remove a blob's bytes, then its row."""
        await (await self._of(blob)).delete(blob)
        async with self._database.write() as transaction:
            await blob.delete(using_db=transaction.connection)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._clients.close()

    async def store(
        self, kind: str | None = None, *, writing: bool = True
    ) -> BlobStore:
        """Return the storage of a kind, as the setting describes it; else the chosen.

        What is written into a bucket is found for as long as the bucket is remembered.
        """
        chosen = await self.choice()
        kind = kind or chosen.kind
        if kind == choice.DATABASE:
            return DatabaseStore(self._database)
        if kind == choice.LOCAL:
            return LocalStore(self._directory, chosen.template)
        if chosen.bucket is None or not chosen.bucket.bucket:
            raise FailedPreconditionError("the S3 storage has no bucket")
        if writing:
            await self._keep(chosen.bucket)
        return S3Store(self._clients, chosen.bucket, chosen.template)

    async def _of(self, blob: Blob) -> BlobStore:
        if blob.storage == database.NAME:
            return DatabaseStore(self._database)
        chosen = await self.choice()
        if blob.storage == local.NAME:
            return LocalStore(self._directory, chosen.template)
        bucket = chosen.bucket
        if bucket is None or bucket.name != blob.storage:
            bucket = await self._kept(blob.storage)
        return S3Store(self._clients, bucket, chosen.template)

    async def _keep(self, bucket: Bucket) -> None:
        """Remember the bucket for as long as it may hold blobs of ours."""
        name = _setting(bucket.name)
        if await self._settings.get(name) != bucket.kept():
            await self._settings.set(name, bucket.kept(), None)

    async def _kept(self, storage: str) -> Bucket:
        kept = await self._settings.get(_setting(storage))
        if kept is None:
            raise NotFoundError("the file lies in a storage that is not known")
        return Bucket(**kept)


async def _moved(blob: Blob) -> Blob | None:
    """Return a blob that lies elsewhere since its row was read."""
    found = await Blob.get_or_none(id=blob.id)
    before = blob.storage, blob.reference
    return found if found and (found.storage, found.reference) != before else None


def _setting(storage: str) -> str:
    return f"storage_{storage}"
