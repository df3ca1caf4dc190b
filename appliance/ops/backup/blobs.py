"""Keeps the bytes of files in a repository, each content once over all snapshots."""

import hashlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, cast

from appliance.ops.backup.archive import PIECE, Counting
from appliance.ops.backup.crypt import Decrypting, Encrypting, Recipients
from appliance.ops.backup.destination import Destination, Entry
from appliance.ops.backup.layout import BLOBS, BlobName, DamagedError
from appliance.ops.backup.repository import needed

# Larger ciphertext waits in a temporary file until its digest, its name, is known.
IN_MEMORY = 1 << 20
# A file that no snapshot needs may be removed when it is a day old (see prune.py). One
# that is younger than this outlives every backup that begins now.
REUSABLE_SECONDS = 12 * 3600


def reusable(destination: Destination) -> dict[str, Entry]:
    """Return the stored files, by name, that a backup which begins now may rely on."""
    held, fresh = needed(destination), time.time() - REUSABLE_SECONDS
    return {
        entry.name: entry
        for entry in destination.entries(BLOBS)
        if entry.name in held or entry.modified > fresh
    }


class StoredBlobs:
    """What a repository holds, by content, for one set of recipients."""

    def __init__(self, destination: Destination, recipients: Recipients) -> None:
        self._destination = destination
        self._recipients = recipients
        self._known: dict[str, Entry] = {}
        self._put: dict[str, str] = {}
        for entry in reusable(destination).values():
            name = BlobName.parse(entry.name)
            if name and name.lock == recipients.lock:
                self._known[name.content] = entry

    def find(self, content: str, size: int) -> str | None:
        """Return where a file's bytes are kept; a cut-off plain one counts as none."""
        if content in self._put:
            return self._put[content]
        entry = self._known.get(content)
        if entry is None or entry.size < size:
            return None
        return entry.name if self._recipients.keys or entry.size == size else None

    def put(self, content: str, size: int, pieces: Iterator[bytes]) -> str:
        """Keep a file and return where; DamagedError if its bytes are others."""
        if self._recipients.keys:
            path = self._put_encrypted(content, size, pieces)
        else:
            path = BlobName(content, "", content).path
            with self._destination.put(path) as file:
                _copy(pieces, file, content, size)
        self._put[content] = path
        return path

    def _put_encrypted(self, content: str, size: int, pieces: Iterator[bytes]) -> str:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
            counting = Counting(cast("IO[bytes]", spool))
            sink = cast("IO[bytes]", counting)
            with Encrypting(sink, self._recipients) as encrypting:
                _copy(pieces, cast("IO[bytes]", encrypting), content, size)
            name = BlobName(content, self._recipients.lock, counting.sha256)
            spool.seek(0)
            with self._destination.put(name.path) as file:
                while piece := spool.read(PIECE):
                    file.write(piece)
        return name.path


def _copy(pieces: Iterator[bytes], file: IO[bytes], content: str, size: int) -> None:
    digest, received = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        received += len(piece)
        file.write(piece)
    if received != size:
        raise DamagedError(f"has {received} bytes instead of {size}")
    if digest.hexdigest() != content:
        raise DamagedError("has other bytes than were stored")


@contextmanager
def reading(
    destination: Destination, path: str, identities: Sequence[Any]
) -> Iterator[IO[bytes]]:
    """Open the bytes of a file, decrypted."""
    name = BlobName.parse(path)
    with destination.open(path) as file:
        if name is None or not name.lock:
            yield file
            return
        with Decrypting(file, identities, path) as plain:
            yield cast("IO[bytes]", plain)


def check(
    destination: Destination,
    path: str,
    size: int | None,
    identities: Sequence[Any],
) -> None:
    """Raise DamagedError or NotFoundError unless all bytes are right.

    Without a key only the stored bytes of an encrypted file can be judged; a size that
    nobody knows is not judged.
    """
    name = BlobName.parse(path)
    if name is None:
        raise DamagedError(f"{path}: not the name of a blob")
    with destination.open(path) as file:
        digest, length = _digest(file)
    if digest != name.stored:
        raise DamagedError(f"{path}: damaged, its bytes have changed")
    if name.lock:
        if not identities:
            return
        with reading(destination, path, identities) as file:
            digest, length = _digest(file)
    if digest != name.content or size not in (None, length):
        raise DamagedError(f"{path}: not the file that it should be")


def _digest(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
