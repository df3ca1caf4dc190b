"""A snapshot in one file: a tar of the repository's files, nothing compressed twice.

Unpacked it is a repository with one snapshot. Headers are made one way only, so that
no byte of the file can change unnoticed.
"""

import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from appliance.errors import FailedPreconditionError, NotFoundError
from appliance.ops.backup import files
from appliance.ops.backup.destination import Destination, Entry
from appliance.ops.backup.layout import SNAPSHOTS

BLOCK = tarfile.BLOCKSIZE
ENDING = b"\0" * 2 * BLOCK
PIECE = 256 << 10
LONGEST_NAME = 1024


def is_bundle(path: Path) -> bool:
    """Whether a file looks like an export."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SNAPSHOTS)) == SNAPSHOTS.encode()


def header(name: str, size: int) -> bytes:
    """Return what stands before a file."""
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = files.FILE_MODE
    return member.tobuf(tarfile.GNU_FORMAT)


def padding(size: int) -> bytes:
    """Return what stands behind one."""
    return b"\0" * (-size % BLOCK)


def export(source: Destination, names: Iterable[str], path: Path) -> int:
    """Write files of a repository into one; return its size."""
    with files.whole_file(path) as file:
        for name in names:
            size = source.size(name)
            if size is None:
                raise NotFoundError(f"{name}: missing")
            file.write(header(name, size))
            with source.open(name) as content:
                while piece := content.read(PIECE):
                    file.write(piece)
            file.write(padding(size))
        file.write(ENDING)
        return file.tell()


def _read_header(file: IO[bytes]) -> tuple[tarfile.TarInfo, bytes]:
    """Read one file's header; a name longer than tar's field stands in front of it."""
    raw = file.read(BLOCK)
    member = tarfile.TarInfo.frombuf(raw, "utf-8", "strict")
    if member.type == tarfile.GNUTYPE_LONGNAME:
        if not 0 < member.size <= LONGEST_NAME:
            raise tarfile.HeaderError("a name of this length")
        written = file.read(member.size + len(padding(member.size)))
        behind = file.read(BLOCK)
        member, name = (
            tarfile.TarInfo.frombuf(behind, "utf-8", "replace"),
            written[: member.size - 1].decode(),
        )
        member.name = name
        raw += written + behind
    if member.size < 0:
        raise tarfile.HeaderError("a negative size")
    return member, raw


class _Section(io.RawIOBase):
    """A stretch of a file, as a file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file = path.open("rb")
        self._file.seek(start)
        self._left = size

    def readable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read up to the end of the stretch."""
        piece = self._file.read(min(len(buffer), self._left))
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class Bundle:
    """An exported file as a repository that can only be read.

    `faults` names damage between the files; the files themselves have digests.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._members: dict[str, tuple[int, int]] = {}
        with path.open("rb") as file:
            self.faults = list(self._index(file, path.stat().st_size))

    def _index(self, file: IO[bytes], end: int) -> Iterator[str]:
        while file.tell() < end - len(ENDING):
            place = file.tell()
            try:
                member, raw = _read_header(file)
            except (tarfile.TarError, UnicodeDecodeError):
                yield f"{self._path.name}: damaged at byte {place}"
                return
            if member.name in self._members:
                yield f"{member.name}: stands twice"
            self._members[member.name] = (file.tell(), member.size)
            if member.size > end - file.tell():
                file.seek(end)
                break
            file.seek(member.size, os.SEEK_CUR)
            behind = padding(member.size)
            intact = raw == header(member.name, member.size)
            if file.read(len(behind)) != behind or not intact:
                yield f"{member.name}: damaged around its bytes"
        if file.read() != ENDING:
            yield f"{self._path.name}: damaged at its end"

    def place(self, name: str) -> str:
        """Return the path of the export, and the name in it."""
        return f"{self._path}:{name}" if name else str(self._path)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        return sorted(name for name in self._members if name.startswith(folder))

    def entries(self, folder: str) -> list[Entry]:
        """Return the files in a folder; all are as old as the export."""
        modified = self._path.stat().st_mtime
        return [
            Entry(name, self._members[name][1], modified) for name in self.names(folder)
        ]

    def modified(self, name: str) -> float | None:
        """Return the time of the export for what is in it."""
        return self._path.stat().st_mtime if name in self._members else None

    def size(self, name: str) -> int | None:
        """Return the size of a file."""
        member = self._members.get(name)
        return member[1] if member else None

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        if name not in self._members:
            raise NotFoundError(f"{name}: missing")
        return io.BufferedReader(_Section(self._path, *self._members[name]))

    def put(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Refuse."""
        raise FailedPreconditionError(f"{self.place(name)}: an export is closed")

    def touch(self, name: str) -> None:
        """Refuse."""
        raise FailedPreconditionError(f"{self.place(name)}: an export is closed")

    def remove(self, name: str) -> None:
        """Refuse."""
        raise FailedPreconditionError(f"{self.place(name)}: an export is closed")

    def settle(self) -> None:
        """Do nothing: nothing was put."""
