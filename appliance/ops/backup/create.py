"""Makes a backup of the instance as it is at one moment, while it goes on running.

Rows first, in one snapshot of the database; then every file they speak of, which never
change; the archive's name last. So whatever has a name is complete.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any, TypeVar, cast

from appliance import __version__
from appliance.config import Settings
from appliance.errors import ApplianceError, FailedPreconditionError, UnavailableError
from appliance.models import migrate
from appliance.models.attachment import Blob
from appliance.models.connection import check_schema, describe_database
from appliance.models.database import Database
from appliance.models.entities import Entity
from appliance.models.instance import InstanceSettings
from appliance.models.snapshot import Snapshot, take_snapshot
from appliance.models.storage import Storages
from appliance.ops.backup import archive, layout
from appliance.ops.backup.blobs import StoredBlobs
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.destination import Destination
from appliance.ops.backup.manifest import Manifest, Receipt
from appliance.ops.backup.mirror import Mirror
from appliance.ops.backup.redaction import without_secrets

T = TypeVar("T")
# Told how far the work is: of what, how much, and how much there will be (0: unknown).
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made. `new` counts the files that no earlier one held."""

    receipt: Receipt
    manifest: Manifest
    place: str
    new: int
    seconds: float

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        return {
            "id": self.receipt.id,
            "path": self.place,
            "moment": self.receipt.moment,
            "counts": self.manifest.counts,
            "files": {
                "count": len(self.manifest.blobs),
                "bytes": sum(self.manifest.blobs.values()),
                "new": self.new,
            },
            "bytes": self.receipt.size,
            "seconds": round(self.seconds, 3),
            "encrypted": bool(self.receipt.recipients),
            "secrets": self.receipt.secrets,
            "complete": self.receipt.complete,
            "damaged": self.manifest.damaged,
        }


@dataclass(slots=True)
class Creation:
    """One backup in the making."""

    database: Database
    storages: Storages
    destination: Destination
    recipients: Recipients = field(default_factory=Recipients)
    secrets: bool = True
    # Whether the database may still have the schema of an older program.
    older: bool = False
    progress: Progress = lambda _what, _done, _all: None
    mirror: Mirror | None = None
    _stored: StoredBlobs = field(init=False)
    _paths: set[str] = field(init=False, default_factory=set)
    _new: int = field(init=False, default=0)

    async def run(self) -> Made:
        """Make it; whatever goes wrong leaves nothing that looks like a backup."""
        start, moment = time.monotonic(), datetime.now(UTC)
        manifest = _blank(layout.new_id(moment), self.database, secrets=self.secrets)
        encrypted = bool(self.recipients.keys)
        name = layout.archive_name(manifest.id, encrypted=encrypted)
        self._stored = await asyncio.to_thread(
            StoredBlobs, self.destination, self.recipients
        )
        async with _threaded(self.destination.put(name)) as sink:
            counting = archive.Counting(sink)
            written = archive.writing(
                cast("IO[bytes]", counting),
                manifest,
                int(moment.timestamp()),
                self.recipients,
                self.mirror.archive(manifest.id) if self.mirror else None,
            )
            async with _threaded(written) as writer:
                await self._fill(writer)
                await asyncio.to_thread(writer.finish)
            receipt = await asyncio.to_thread(self._vouch, manifest, name, counting)
        if self.mirror:
            await asyncio.to_thread(self.mirror.vouch, receipt, manifest)
        place = self.destination.place(name)
        return Made(receipt, manifest, place, self._new, time.monotonic() - start)

    async def _fill(self, writer: archive.ArchiveWriter) -> None:
        with tempfile.TemporaryFile() as blobs:
            async with take_snapshot(self.database) as snapshot:
                await self._describe(snapshot, writer.manifest)
                for entity in snapshot.entities:
                    await self._write(snapshot, entity, writer, blobs)
            blobs.seek(0)
            for done, line in enumerate(blobs, 1):
                await self._keep(json.loads(line), writer.manifest)
                self.progress("files", done, writer.manifest.counts["blob"])

    async def _describe(self, snapshot: Snapshot, manifest: Manifest) -> None:
        manifest.migrations = await snapshot.migrations()
        if self.older:
            await snapshot.narrow()
        elif manifest.migrations != migrate.known():
            raise FailedPreconditionError(
                "The database has another schema than this program. Run the program "
                "that it belongs to, or `appliance migrate`."
            )
        manifest.moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        manifest.sequence = await snapshot.sequence()
        manifest.last_ids = await snapshot.last_ids()

    async def _write(
        self,
        snapshot: Snapshot,
        entity: Entity,
        writer: archive.ArchiveWriter,
        blobs: IO[bytes],
    ) -> None:
        writer.begin(entity.name, entity.key, entity.references)
        done = 0
        async for page in snapshot.pages(entity):
            rows = page if self.secrets else list(_redacted(entity.name, page))
            await asyncio.to_thread(writer.add, entity.name, rows)
            if entity.name == "blob":
                blobs.writelines(json.dumps(row).encode() + b"\n" for row in rows)
            done += len(rows)
            self.progress(entity.name, done, 0)
        await asyncio.to_thread(writer.end, entity.name)

    async def _keep(self, row: dict[str, Any], manifest: Manifest) -> None:
        content, size = row["sha256"], row["size"]
        if content in manifest.blobs:
            return
        try:
            path = await asyncio.to_thread(self._stored.find, content, size)
            if path is None:
                pieces = _pull(self.storages.read(Blob(**row)))
                path = await asyncio.to_thread(self._stored.put, content, size, pieces)
                self._new += 1
            if self.mirror:
                pieces = _pull(self.storages.read(Blob(**row)))
                await asyncio.to_thread(self.mirror.put, content, size, pieces)
        except ApplianceError as error:
            place = f"{row['storage']}:{row['reference'] or row['id']}"
            manifest.damaged[content] = f"{place}: {error}"
            return
        # Another row with the same content may have been unreadable.
        manifest.damaged.pop(content, None)
        manifest.blobs[content] = size
        self._paths.add(path)

    def _vouch(
        self, manifest: Manifest, name: str, counting: archive.Counting
    ) -> Receipt:
        """Write the receipt: the archive gets its name only after it."""
        stored = self.destination.entries(layout.BLOBS)
        sizes = {each.name: each.size for each in stored if each.name in self._paths}
        if lost := sorted(self._paths - sizes.keys()):
            raise layout.DamagedError(f"{lost[0]}: gone while the backup was made")
        receipt = Receipt(
            id=manifest.id,
            moment=manifest.moment,
            version=manifest.version,
            dialect=manifest.dialect,
            archive=name,
            size=counting.size,
            sha256=counting.sha256,
            recipients=self.recipients.words,
            secrets=self.secrets,
            complete=not manifest.damaged,
            counts={} if self.recipients.keys else manifest.counts,
            blobs=sizes,
        )
        with self.destination.put(layout.receipt_name(manifest.id)) as file:
            file.write(receipt.to_bytes())
        self.destination.settle()
        return receipt


async def back_up(  # noqa: PLR0913 - one parameter for each choice
    settings: Settings,
    destination: Destination,
    recipients: Recipients,
    *,
    secrets: bool = True,
    progress: Progress = lambda _what, _done, _all: None,
    mirror: Mirror | None = None,
) -> Made:
    """Make a backup of the instance that settings describe, and let go of it."""
    database = describe_database(settings)
    await database.open()
    try:
        await check_schema(database)
        storages = Storages(database, InstanceSettings(database), settings.data)
        creation = Creation(
            database=database,
            storages=storages,
            destination=destination,
            recipients=recipients,
            secrets=secrets,
            progress=progress,
            mirror=mirror,
        )
        try:
            return await creation.run()
        finally:
            await storages.close()
    finally:
        await database.close()


def _blank(snapshot_id: str, database: Database, *, secrets: bool) -> Manifest:
    return Manifest(
        id=snapshot_id,
        moment="",
        version=__version__,
        dialect=str(database.dialect),
        migrations=[],
        secrets=secrets,
        sequence=0,
        last_ids={},
    )


def _redacted(name: str, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        kept = without_secrets(name, row)
        if kept is not None:
            yield dict(kept)


def _pull(chunks: AsyncIterator[bytes]) -> Iterator[bytes]:
    """Let a worker thread iterate over what the event loop reads."""
    loop = asyncio.get_running_loop()

    async def following() -> bytes | None:
        try:
            return await anext(chunks, None)
        except OSError as error:
            # The source's fault, not the destination's: the backup goes on without.
            raise UnavailableError(f"cannot be read: {error.strerror}") from error

    def iterate() -> Iterator[bytes]:
        while True:
            chunk = asyncio.run_coroutine_threadsafe(following(), loop).result()
            if chunk is None:
                return
            yield chunk

    return iterate()


@asynccontextmanager
async def _threaded(context: AbstractContextManager[T]) -> AsyncIterator[T]:
    """Enter and leave a context that blocks (it syncs files) from a thread."""
    value = await asyncio.to_thread(context.__enter__)
    try:
        yield value
    except BaseException as error:
        if not await asyncio.to_thread(
            context.__exit__, type(error), error, error.__traceback__
        ):
            raise
    else:
        await asyncio.to_thread(context.__exit__, None, None, None)
