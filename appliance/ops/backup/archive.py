"""The archive of a snapshot: tar in zstd, in age if wanted, always as a stream.

Rows are gathered into parts of a few megabytes, so that tar can know their size before
they are written and nothing larger is ever in memory.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import IO, Any, NamedTuple, cast

import zstandard

from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.ops.backup import layout
from appliance.ops.backup.crypt import Decrypting, Encrypting, Recipients
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.manifest import EntityFacts, Manifest, Part

PART_SIZE = 2 << 20
LEVEL = 3
PIECE = 256 << 10
# More than any instance has; a reader keeps the name of each.
MOST_PARTS = 100_000


class Counting(io.RawIOBase):
    """Passes on what is written, and knows how much it was and its digest."""

    def __init__(self, sink: IO[bytes]) -> None:
        self.size = 0
        self._sink = sink
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest so far, in hex."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def write(self, piece: Any, /) -> int:
        """Pass a piece on."""
        self._sink.write(piece)
        self._digest.update(piece)
        size = len(memoryview(piece))
        self.size += size
        return size


class ArchiveWriter:
    """Fills an archive with rows and, at the end, the manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, moment: int) -> None:
        self.manifest = manifest
        self._tar = tar
        self._moment = moment
        self._lines: list[bytes] = []
        self._size = 0

    def begin(self, name: str, key: str, references: Mapping[str, str]) -> None:
        """Start an entity; also one without rows is named."""
        facts = EntityFacts(key=key, references=dict(references))
        self.manifest.entities[name] = facts

    def add(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows of the entity that was begun last."""
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
            self._lines.append(line + b"\n")
            self._size += len(line) + 1
            if self._size >= PART_SIZE:
                self.end(name)

    def end(self, name: str) -> None:
        """Write out what is gathered of an entity."""
        if not self._lines:
            return
        facts = self.manifest.entities[name]
        content = b"".join(self._lines)
        if len(content) > layout.FILE_LIMIT:
            raise UnavailableError(
                f"{name}: a row of {len(self._lines[-1])} bytes is too large for a "
                f"backup: {self._lines[-1][:60].decode(errors='ignore')}…"
            )
        part = Part(
            name=layout.part_name(name, len(facts.parts) + 1),
            rows=len(self._lines),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        facts.parts.append(part)
        facts.rows += part.rows
        self._lines, self._size = [], 0
        self._member(part.name, content)

    def finish(self) -> None:
        """Write the manifest, behind everything it speaks of."""
        self._member(layout.MANIFEST, self.manifest.to_bytes())

    def _member(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        member.mtime = self._moment
        member.mode = 0o600
        self._tar.addfile(member, io.BytesIO(content))


class _Both(io.RawIOBase):
    """Writes everything twice."""

    def __init__(self, first: IO[bytes], second: IO[bytes]) -> None:
        self._sinks = first, second

    def writable(self) -> bool:
        """Return True: that is what it is for."""
        return True

    def write(self, piece: Any, /) -> int:
        """Write a piece."""
        for sink in self._sinks:
            sink.write(piece)
        return len(memoryview(piece))


@contextmanager
def writing(
    sink: IO[bytes],
    manifest: Manifest,
    moment: int,
    recipients: Recipients,
    copy: AbstractContextManager[IO[bytes]] | None = None,
) -> Iterator[ArchiveWriter]:
    """Write an archive into the sink, which is not closed; into `copy` in plain."""
    with ExitStack() as stack:
        if recipients.keys:
            sink = cast("IO[bytes]", stack.enter_context(Encrypting(sink, recipients)))
        if copy:
            sink = cast("IO[bytes]", _Both(sink, stack.enter_context(copy)))
        compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        compressed = stack.enter_context(compressor.stream_writer(sink, closefd=False))
        tar = stack.enter_context(
            tarfile.open(
                fileobj=cast("IO[bytes]", compressed),
                mode="w|",
                format=tarfile.GNU_FORMAT,
            )
        )
        yield ArchiveWriter(tar, manifest, moment)


class Member(NamedTuple):
    """A file in an archive, to be read before the next."""

    name: str
    size: int
    content: IO[bytes]


class _Rationed:
    """Gives out a file's worth of bytes at a time: an archive may not fill memory."""

    def __init__(self, plain: IO[bytes]) -> None:
        self._plain = plain
        self._left = 0
        self.renew()

    def renew(self) -> None:
        """Allow one more file."""
        self._left = layout.FILE_LIMIT + PIECE

    def read(self, size: int) -> bytes:
        """Read on."""
        piece = self._plain.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise DamagedError(f"more than {layout.FILE_LIMIT} bytes in one file")
        return piece


class ArchiveReader:
    """Walks through an archive. `last` is the file that it came to."""

    def __init__(self, plain: IO[bytes]) -> None:
        self.last = "its beginning"
        self._plain = _Rationed(plain)

    def members(self) -> Iterator[Member]:
        """Return the files in order, to the very end of the archive."""
        source = cast("IO[bytes]", self._plain)
        with tarfile.open(fileobj=source, mode="r|") as tar:
            try:
                for number, member in enumerate(tar, 1):
                    self.last = member.name
                    yield _opened(tar, member, number)
                    self._plain.renew()
                    # Of all that it has seen tarfile would keep a list.
                    tar.members = []  # type: ignore[attr-defined]  # typeshed has it not
            except (ValueError, OverflowError) as error:
                # What tarfile says to headers of numbers that are none.
                raise DamagedError(f"damaged behind {self.last}: {error}") from error
        # The digest of the whole stands behind the last file.
        while self._plain.read(PIECE):
            pass


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo, number: int) -> Member:
    content = tar.extractfile(member) if member.type == tarfile.REGTYPE else None
    if content is None or member.issparse():
        raise DamagedError(f"{member.name}: not a file")
    if member.size > layout.FILE_LIMIT or number > MOST_PARTS:
        raise DamagedError(f"{member.name}: larger than this format allows")
    return Member(member.name, member.size, content)


@contextmanager
def reading(
    source: IO[bytes], name: str, identities: Sequence[Any], *, encrypted: bool
) -> Iterator[ArchiveReader]:
    """Read an archive; damage found in the block is an DamagedError."""
    with ExitStack() as stack:
        if encrypted:
            if not identities:
                raise InvalidArgumentError(f"{name}: encrypted; give --identity FILE")
            decrypting = stack.enter_context(Decrypting(source, identities, name))
            source = cast("IO[bytes]", decrypting)
        decompressor = zstandard.ZstdDecompressor()
        plain = stack.enter_context(decompressor.stream_reader(source, closefd=False))
        reader = ArchiveReader(cast("IO[bytes]", plain))
        try:
            yield reader
        except (zstandard.ZstdError, tarfile.TarError, EOFError) as error:
            raise DamagedError(
                f"{name}: damaged in or behind {reader.last}: {error}"
            ) from error
