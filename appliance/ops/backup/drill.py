"""A drill: the newest backup restored into a database of its own, and looked over.

The scratch instance is on SQLite, in a directory that nobody else may read and that is
removed afterwards; no setting of the environment leads it to the real one.
"""

import asyncio
import errno
import hashlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from appliance.config import Settings, read_settings
from appliance.errors import InvalidArgumentError, in_words
from appliance.models import checkup
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.listing import Listing, Order, list_page
from appliance.models.reads import load_memos
from appliance.models.snapshot import take_snapshot
from appliance.models.storage import Storages
from appliance.models.user import User
from appliance.ops.backup.create import Progress
from appliance.ops.backup.files import SCRATCH, remove_rooms
from appliance.ops.backup.manifest import Manifest
from appliance.ops.backup.repository import Location
from appliance.ops.backup.restore import Restoration

PAGE, READERS = 50, 5
NO_ROOM = (
    ". Free some of the disk of {}, or rehearse where there is more room: "
    "`appliance backup drill --scratch DIRECTORY`"
)


@dataclass(slots=True)
class Drilled:
    """What a drill found. Without faults the backup is proved to restore."""

    id: str
    place: str
    faults: list[str] = field(default_factory=list)
    moment: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    memos: int = 0
    files: int = 0
    seconds: float = 0.0
    # Whether it was its content that was restored, without the key.
    before_encryption: bool = False

    @property
    def good(self) -> bool:
        """Whether everything came back, fits together and can be read."""
        return not self.faults

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        return {
            "id": self.id,
            "path": self.place,
            "good": self.good,
            "faults": self.faults,
            "before_encryption": self.before_encryption,
            "moment": self.moment,
            "counts": self.counts,
            "read": {"memos": self.memos, "files": self.files},
            "seconds": round(self.seconds, 3),
        }


async def drill(
    location: Location,
    scratch: Path,
    identities: Sequence[Any] = (),
    progress: Progress = lambda _what, _done, _all: None,
    *,
    min_free: int = 0,
) -> Drilled:
    """Restore a backup below a directory, look it over and remove it again.

    It lies beside the live database, maybe, so it leaves so much of the disk free.
    """
    start, drilled = time.monotonic(), Drilled(location.id, location.place)
    try:
        with room(scratch) as data:
            settings = read_settings({"data": str(data)}, {})
            restoring = Restoration(
                location, settings, identities, progress=progress, min_free=min_free
            )
            restored = await restoring.run()
            await _look_over(settings, restored.manifest, drilled)
    except InvalidArgumentError:
        # Wrong use, such as no key, says nothing about the backup.
        raise
    except OSError as error:
        more = NO_ROOM.format(scratch) if error.errno == errno.ENOSPC else ""
        drilled.faults.append(in_words(error) + more)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from coming back
        drilled.faults.append(in_words(error))
    drilled.seconds = time.monotonic() - start
    return drilled


@contextmanager
def room(scratch: Path) -> Iterator[Path]:
    """Give an empty directory that nobody else may read, and remove it at the end."""
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_rooms(scratch)
    room = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=scratch))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


async def _look_over(settings: Settings, manifest: Manifest, drilled: Drilled) -> None:
    drilled.moment, drilled.counts = manifest.moment, manifest.counts
    for reason in sorted(manifest.damaged.values()):
        drilled.faults.append(f"was not in the backup: {reason}")
    database = describe_database(settings)
    await database.open()
    try:
        async for fault in _disagreements(database, manifest):
            drilled.faults.append(fault)
        drilled.memos = await _read_memos(database)
        storages = Storages(database, InstanceSettings(database), settings.data)
        try:
            await _read_files(storages, manifest, drilled)
        finally:
            await storages.close()
    finally:
        await database.close()


async def _disagreements(database: Database, manifest: Manifest) -> AsyncIterator[str]:
    for fault in await checkup.damage(database):
        yield fault
    for name, number in (await checkup.orphans(database)).items():
        yield f"{name}: {number}"
    if number := await checkup.miscounted(database, deep=True):
        yield f"counters that a recount does not give: {number}"
    async with take_snapshot(database) as snapshot:
        for entity in snapshot.entities:
            rows = 0
            async for page in snapshot.pages(entity):
                rows += len(page)
            wanted = manifest.counts.get(entity.name, 0)
            if rows != wanted:
                yield f"{entity.name}: {rows} rows instead of {wanted}"


async def _read_memos(database: Database) -> int:
    """Read a page as some accounts would; return how many memos were in them."""
    seen = 0
    for user in await User.all().order_by("-id").limit(READERS):
        credential = Credential.PERSONAL_ACCESS_TOKEN
        reader = Principal(user.id, user.username, Role(user.role), credential)
        listing = Listing(reader, State.NORMAL, Order())
        page = await list_page(database, listing, limit=PAGE)
        seen += len(await load_memos(database, [row.id for row in page]))
    return seen


async def _read_files(storages: Storages, manifest: Manifest, drilled: Drilled) -> None:
    for blob in await checkup.blobs(0):
        if blob.sha256 in manifest.damaged:
            continue
        digest = hashlib.sha256()
        async for piece in storages.read(blob):
            await asyncio.to_thread(digest.update, piece)
        if digest.hexdigest() != blob.sha256:
            drilled.faults.append(f"file {blob.sha256}: has other bytes")
        drilled.files += 1
