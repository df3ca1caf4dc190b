"""Puts the files of a backup where the server will look for them.

A file in a bucket comes back into the data directory: a restored copy must neither
depend on the bucket nor write into it.
"""

import asyncio
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from appliance.models.attachment import CHUNK_SIZE
from appliance.models.storage import database, local
from appliance.ops.backup import blobs, files, records
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.repository import Location

DATA_MODE = 0o640
RESTORED = "assets/restored"
# Folders of the data directory in which no files of memos lie.
OUR_FOLDERS = {records.FOLDER, "before-restore"}


class BlobRows(Protocol):
    """Takes the rows of blobs and, for those in the database, their pieces."""

    async def add(self, name: str, rows: Sequence[dict[str, Any]], /) -> None:
        """Store rows of the entity `blob`."""
        ...

    async def add_chunk(self, blob_id: int, position: int, content: bytes) -> None:
        """Store a piece of a blob that was added."""
        ...


class Placer:
    """Places files, counts them by storage, and can take back what it wrote."""

    def __init__(
        self,
        location: Location,
        identities: Sequence[Any],
        data: Path,
        *,
        beside: bool = False,
    ) -> None:
        """Place into `data`; `beside` an instance whose files stay its own."""
        self.counts: Counter[str] = Counter()
        self._location = location
        self._identities = identities
        self._data = data.resolve()
        self._paths = location.blob_paths()
        self._written: list[Path] = []
        self._tidied: set[Path] = set()
        self._beside = beside
        self._given_up = False

    async def place(
        self, rows: BlobRows, row: dict[str, Any], kept: Mapping[str, int]
    ) -> None:
        """Store a blob's row, and its bytes if the backup holds them."""
        if row["sha256"] not in kept:
            self.counts["missing"] += 1
            await rows.add("blob", [row])
        elif row["storage"] == database.NAME:
            self.counts[database.NAME] += 1
            await rows.add("blob", [row])
            await self._fill_chunks(rows, row)
        else:
            self.counts[local.NAME] += 1
            wanted = row["reference"]
            if row["storage"] != local.NAME or _is_ours(wanted):
                wanted = f"{RESTORED}/{row['id']}-{row['sha256'][:16]}"
            reference = await asyncio.to_thread(self._write, row["sha256"], wanted)
            moved = {**row, "storage": local.NAME, "reference": reference}
            await rows.add("blob", [moved])

    def remove(self) -> None:
        """Take back every file that was written, or still is: see `_write`."""
        self._given_up = True
        for path in self._written:
            path.unlink(missing_ok=True)

    async def _fill_chunks(self, rows: BlobRows, row: Mapping[str, Any]) -> None:
        with blobs.reading(
            self._location.destination, self._paths[row["sha256"]], self._identities
        ) as file:
            pieces = _checked(file, row["sha256"])
            position = 0
            while piece := await asyncio.to_thread(next, pieces, b""):
                await rows.add_chunk(row["id"], position, piece)
                position += 1

    def _write(self, content: str, wanted: str) -> str:
        """Write a file under the reference, or one like it if that is taken."""
        path = self._path(wanted)
        self._tidy(path.parent)
        # A file that another row names goes when that row goes.
        if not self._beside and path.is_file() and _digest(path) == content:
            return wanted
        pure = PurePosixPath(wanted)
        while path.exists():
            name = f"{pure.stem}_{secrets.token_hex(4)}{pure.suffix}"
            wanted = str(pure.with_name(name))
            path = self._path(wanted)
        self._written.append(path)
        with (
            blobs.reading(
                self._location.destination, self._paths[content], self._identities
            ) as source,
            files.whole_file(path, DATA_MODE) as file,
        ):
            for piece in _checked(source, content):
                file.write(piece)
        if self._given_up:
            # Nobody can stop a thread: what was interrupted ends here all the same.
            path.unlink(missing_ok=True)
        return wanted

    def _tidy(self, folder: Path) -> None:
        """Remove what a restore that was killed left: only one runs at a time."""
        if folder not in self._tidied:
            files.remove_abandoned(folder, seconds=-1)
            self._tidied.add(folder)

    def _path(self, reference: str) -> Path:
        path = (self._data / reference).resolve()
        if path == self._data or not path.is_relative_to(self._data):
            raise DamagedError(f"blob: {reference} is outside the data directory")
        return path


def _is_ours(reference: str) -> bool:
    """Whether a place in the data directory is the server's own: all of the top is."""
    folder, *below = PurePosixPath(reference).parts or ("..",)
    if folder == "..":
        return False
    return not below or folder.startswith(".") or folder in OUR_FOLDERS


def _checked(file: IO[bytes], content: str) -> Iterator[bytes]:
    """Read in chunks; raise DamagedError at the end if they are others."""
    digest = hashlib.sha256()
    pending = b""
    while piece := file.read(CHUNK_SIZE - len(pending)):
        digest.update(piece)
        pending += piece
        if len(pending) == CHUNK_SIZE:
            yield pending
            pending = b""
    if pending:
        yield pending
    if digest.hexdigest() != content:
        raise DamagedError(f"blobs/{content}: damaged, its bytes have changed")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
