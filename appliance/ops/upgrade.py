"""Keeps the database as it is before a new program changes its schema.

There is no way down but back: of SQLite the file itself is kept, of a database server a
backup that the older program restores. The last few stay, in the data directory.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from appliance.config import Settings
from appliance.errors import FailedPreconditionError
from appliance.models.attachment import Blob
from appliance.models.connection import describe_database
from appliance.models.instance import InstanceSettings
from appliance.models.sizes import database_size
from appliance.models.storage import Storages
from appliance.ops.backup import files, layout, native
from appliance.ops.backup.create import Creation
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.prune import complete, prune, remove
from appliance.ops.backup.retention import Policy
from appliance.ops.logs import get_logger

FOLDER = "before-upgrade"
KEPT = 3
MEGABYTE = 1_000_000
# Beside what the copy takes: the change itself takes some.
MARGIN = 20 * MEGABYTE

# Where a copy is, how it goes again, and what is done once it stays.
Kept = tuple[str, Callable[[], object], Callable[[], object]]


class WayBack:
    """Keeps what is there, and says how to return to it. `place` is where it is."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._root = settings.data / FOLDER
        self.place = ""

    @asynccontextmanager
    async def keep(self) -> AsyncIterator[None]:
        """Keep the database; FailedPreconditionError if there is no room for it.

        An error inside the block lets go of the copy. Only then do older ones go.
        """
        path = self._settings.dsn.path
        place, let_go, settle = await (
            asyncio.to_thread(self._copy, path) if path else self._back_up()
        )
        try:
            yield
        except BaseException:
            await asyncio.to_thread(let_go)
            raise
        await asyncio.to_thread(settle)
        self.place = place
        get_logger().info("kept before the upgrade", place=place, way_back=self.advice)

    @property
    def advice(self) -> str:
        """How to return, in a sentence or two."""
        path = self._settings.dsn.path
        if path:
            return (
                f"To go back, stop the server, remove {path}-wal and {path}-shm, copy "
                f"{self.place} over {path}, and start the earlier version."
            )
        return (
            "To go back, stop the server, install the earlier version, and run "
            f"`appliance backup restore {self.place} --replace`."
        )

    def _copy(self, path: Path) -> Kept:
        wal = path.with_name(f"{path.name}-wal")
        size = path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
        self._require_room(size)
        copied = native.copy_database(path, self._root)
        return str(copied), copied.unlink, lambda: self._prune_copies(copied)

    def _prune_copies(self, made: Path) -> None:
        folder = self._root / native.FOLDER
        # Names go by the clock: where that went back others look newer.
        others = sorted(each for each in folder.glob("*.db") if each != made)
        for old in others[: -(KEPT - 1)]:
            old.unlink()
        files.sync_directory(folder)

    async def _back_up(self) -> Kept:
        database = describe_database(self._settings)
        await database.open()
        storages = Storages(database, InstanceSettings(database), self._settings.data)
        try:
            blobs = await database.scan(
                f"SELECT SUM(size) AS bytes FROM {Blob.Meta.table}"  # noqa: S608 - a table of ours
            )
            size = int(blobs[0]["bytes"] or 0) + await database_size(database)
            destination = Directory(self._root)
            destination.prepare()
            await asyncio.to_thread(self._require_room, size, destination)
            before = set(destination.names(layout.BLOBS))
            made = await Creation(
                database=database,
                storages=storages,
                destination=destination,
                older=True,
            ).run()

            def let_go() -> None:
                remove(destination, made.receipt.id)
                for name in set(destination.names(layout.BLOBS)) - before:
                    destination.remove(name)

            def settle() -> None:
                policy = Policy({"last": KEPT})
                prune(destination, policy, complete, spared=made.receipt.id)

            return made.place, let_go, settle
        finally:
            await storages.close()
            await database.close()

    def _require_room(self, size: int, held: Directory | None = None) -> None:
        """Refuse what would fill the disk; files that are kept already take none."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if held:
            size -= sum(each.size for each in held.entries("blobs"))
        free = shutil.disk_usage(self._root).free
        needed = max(size, 0) + MARGIN
        if free < needed:
            raise FailedPreconditionError(
                f"Before the upgrade the database is copied to {self._root}. That "
                f"takes up to {needed // MEGABYTE} MB, and {free // MEGABYTE} MB are "
                "free. Nothing was changed: free some space, or have a backup "
                "elsewhere and go on without, by --upgrade-snapshot false "
                "(`appliance migrate --no-snapshot`)."
            )
