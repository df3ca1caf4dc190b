"""Brings a backup back into an empty database, all of it or nothing.

The backup is proved first. Files come before the rows that name them, and never
overwrite any. Rows appear in one moment: see `target.py`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from appliance.config import Settings
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models import migrate
from appliance.models.database import Database
from appliance.models.loading import Loader, loading
from appliance.ops.backup import files, target
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import Manifest
from appliance.ops.backup.parts import Progress, read_rows
from appliance.ops.backup.placing import Placer
from appliance.ops.backup.repository import Location
from appliance.ops.backup.verify import verify


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back. `missing` are files that the backup did not hold."""

    manifest: Manifest
    files: Mapping[str, int]

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        return {
            "id": self.manifest.id,
            "moment": self.manifest.moment,
            "counts": self.manifest.counts,
            "files": dict(self.files),
            "missing": sorted(self.manifest.damaged.values()),
            "secrets": self.manifest.secrets,
        }


@dataclass(slots=True)
class Restoration:
    """One restore; the caller holds the data directory's lock."""

    location: Location
    settings: Settings
    identities: Sequence[Any] = ()
    replace: bool = False
    progress: Progress = lambda _what, _done, _all: None
    # What the disk of the data directory keeps free.
    min_free: int = 0
    _placer: Placer = field(init=False)
    _loaded: bool = field(init=False, default=False)
    _fate: target.Fate = field(init=False, default_factory=target.Fate)

    async def run(self) -> Restored:
        """Prove the backup, then bring it back."""
        manifest = await asyncio.to_thread(
            prove, self.location, self.identities, self.progress
        )
        self._require_free(_size(manifest))
        self._placer = Placer(self.location, self.identities, self.settings.data)
        try:
            async with target.opened(
                self.settings, replace=self.replace, fate=self._fate
            ) as database:
                await self._load(database, manifest)
        except BaseException:
            if not self._may_be_kept():
                await asyncio.to_thread(self._placer.remove)
            raise
        return Restored(manifest, self._placer.counts)

    def _may_be_kept(self) -> bool:
        """Whether the rows may be there for good, so that their files must be too.

        Nobody knows what became of a commit that a server did not answer.
        """
        committing = self._loaded and not self.settings.dsn.path
        return committing or self._fate.moved

    async def _load(self, database: Database, manifest: Manifest) -> None:
        loop = asyncio.get_running_loop()
        last_ids = manifest.last_ids
        async with loading(database, last_ids, replace=self.replace) as loader:

            def add(name: str, rows: Sequence[dict[str, Any]]) -> None:
                adding = self._add(loader, manifest, name, rows)
                asyncio.run_coroutine_threadsafe(adding, loop).result()

            await asyncio.to_thread(
                read_rows, self.location, self.identities, add, self.progress
            )
            await loader.finish(manifest.sequence)
            self._loaded = True

    def _require_free(self, coming: int = 0) -> None:
        files.require_free(self.settings.data, self.min_free, coming)

    async def _add(
        self,
        loader: Loader,
        manifest: Manifest,
        name: str,
        rows: Sequence[dict[str, Any]],
    ) -> None:
        self._require_free()
        if name != "blob":
            await loader.add(name, rows)
            return
        for row in rows:
            self._require_free(row["size"])
            await self._placer.place(loader, row, manifest.blobs)


def _size(manifest: Manifest) -> int:
    """Return at least how much room a backup takes when it is restored."""
    parts = (part for facts in manifest.entities.values() for part in facts.parts)
    return sum(part.size for part in parts) + sum(manifest.blobs.values())


def prove(
    location: Location, identities: Sequence[Any], progress: Progress
) -> Manifest:
    """Return the manifest of a backup that is as it was made, and that we understand.

    Files that were missing when it was made are no obstacle: the rest is worth having.
    """
    if location.encrypted and not identities:
        raise InvalidArgumentError(f"{location.place}: encrypted; give --identity FILE")
    verdict = verify(location, identities, progress)
    if verdict.manifest is None or verdict.faults:
        raise DamagedError("\n".join(verdict.faults))
    newer = sorted(set(verdict.manifest.migrations) - set(migrate.known()))
    if newer:
        raise FailedPreconditionError(
            f"The backup was made by a newer version of this program (it knows "
            f"{newer[-1]}). Nothing was changed: restore with the newer program."
        )
    return verdict.manifest
