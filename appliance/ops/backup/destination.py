"""Where backups are kept: names and bytes, that appear whole or not at all.

Destinations block; whoever serves requests calls them from a thread.
"""

from contextlib import AbstractContextManager
from typing import IO, NamedTuple, Protocol


class Entry(NamedTuple):
    """A file in a repository; `modified` is in seconds since 1970."""

    name: str
    size: int
    modified: float


class Destination(Protocol):
    """A repository of files. Names have slashes; nothing under a name ever changes."""

    def place(self, name: str) -> str:
        """Return where a file is, for people."""
        ...

    def names(self, folder: str) -> list[str]:
        """Return the whole names of the files in a folder, in order."""
        ...

    def entries(self, folder: str) -> list[Entry]:
        """Return the files in a folder, with what a listing tells of each."""
        ...

    def modified(self, name: str) -> float | None:
        """Return when a file was put or touched; None if it is not there."""
        ...

    def size(self, name: str) -> int | None:
        """Return the size of a file; None if it is not there."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open a file to read it from the front; NotFoundError if it is not there."""
        ...

    def put(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Give a file to write; it appears, to stay, when the block ends well."""
        ...

    def touch(self, name: str) -> None:
        """Make a file as young as if it were put now; one that is gone stays so."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; it is no fault if it is gone."""
        ...

    def settle(self) -> None:
        """Return when all that was put would outlive a power cut."""
        ...
