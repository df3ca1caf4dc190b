"""A repository in a local directory."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from appliance.errors import NotFoundError
from appliance.ops.backup import files
from appliance.ops.backup.destination import Entry
from appliance.ops.backup.layout import BLOBS, SNAPSHOTS


class _Named(io.FileIO):
    """A file that says which it is when it cannot be read."""

    def readinto(self, buffer: Any, /) -> int | None:
        """Read."""
        try:
            return super().readinto(buffer)
        except OSError as error:
            error.filename = str(self.name)
            raise


class Directory:
    """Keeps backups below one directory."""

    def __init__(self, root: Path, min_free: int = 0) -> None:
        self.root = root
        self._min_free = min_free

    def prepare(self) -> None:
        """Make the folders, and take away what crashes left half-written."""
        for folder in (SNAPSHOTS, BLOBS):
            path = self.root / folder
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.remove_abandoned(path)
        files.sync_directory(self.root)

    def place(self, name: str) -> str:
        """Return the path."""
        return str(self.root / name)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, without what is half-written."""
        try:
            found = sorted(path.name for path in (self.root / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [folder + name for name in found if not name.startswith(files.PARTIAL)]

    def entries(self, folder: str) -> list[Entry]:
        """Return the files in a folder with size and time."""
        found = []
        for name in self.names(folder):
            with suppress(FileNotFoundError):  # removed since it was listed
                facts = (self.root / name).stat()
                found.append(Entry(name, facts.st_size, facts.st_mtime))
        return found

    def modified(self, name: str) -> float | None:
        """Return the time of a file; None if it is not there."""
        try:
            return (self.root / name).stat().st_mtime
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        """Return the size of a file; None if it is not there."""
        try:
            return (self.root / name).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read it."""
        try:
            return io.BufferedReader(_Named(self.root / name))
        except FileNotFoundError as error:
            raise NotFoundError(f"{name}: missing") from error

    @contextmanager
    def put(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file to write."""
        self.check_free()
        with files.whole_file(self.root / name) as file:
            yield file
            file.flush()
            self.check_free()

    def touch(self, name: str) -> None:
        """Set the time of a file to now."""
        with suppress(FileNotFoundError):
            os.utime(self.root / name)

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.root / name).unlink(missing_ok=True)

    def settle(self) -> None:
        """Sync the folders: the files themselves were when they were put."""
        for folder in (SNAPSHOTS, BLOBS):
            files.sync_directory(self.root / folder)

    def check_free(self, coming: int = 0) -> None:
        """Leave room for others, with so much more."""
        files.require_free(self.root, self._min_free, coming)
