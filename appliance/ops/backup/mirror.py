"""A backup's twin without encryption, for a drill that has no key.

It gets the bytes of the archive just before they are encrypted, and the files that go
with them, in a directory that nobody else may read and that is removed after the drill.
What goes wrong with the twin is a fault of the drill, never of the backup.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from appliance.errors import ApplianceError
from appliance.ops.backup import layout
from appliance.ops.backup.archive import Counting
from appliance.ops.backup.blobs import StoredBlobs
from appliance.ops.backup.crypt import Recipients
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.layout import BlobName
from appliance.ops.backup.manifest import Manifest, Receipt
from appliance.ops.backup.repository import Location


class Mirror:
    """The twin in the making. `fault` says why it cannot be used; "": it can.

    Without a root it never can.
    """

    def __init__(self, root: Path | None, min_free: int = 0, fault: str = "") -> None:
        self.fault = self._barred = fault
        self._repository = Directory(root or Path(os.devnull), min_free)
        if not fault:
            self._repository.prepare()
        self._stored = StoredBlobs(self._repository, Recipients())
        self._sink: Counting | None = None
        self._id = ""

    @property
    def location(self) -> Location:
        """Where it is."""
        return Location(self._repository, self._id, encrypted=False)

    @contextmanager
    def archive(self, snapshot_id: str) -> Iterator[IO[bytes]]:
        """Give what takes the bytes of the archive."""
        self._id, self.fault = snapshot_id, self._barred
        if self.fault:
            yield cast("IO[bytes]", self)
            return
        try:
            self._repository.check_free()
            file = Path(self.location.place).open("wb")  # noqa: SIM115 - closed below
        except OSError as error:
            self._note(error)
            yield cast("IO[bytes]", self)
            return
        self._sink = Counting(file)
        try:
            yield cast("IO[bytes]", self)
        finally:
            try:
                file.close()
            except OSError as error:
                self._note(error)

    def write(self, piece: Any, /) -> int:
        """Take a piece of the archive."""
        if self._sink and not self.fault:
            try:
                # It lies beside the live database, which a full disk would stop.
                self._repository.check_free(memoryview(piece).nbytes)
                self._sink.write(piece)
            except OSError as error:
                self._note(error)
        return len(memoryview(piece))

    def put(self, content: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take a file."""
        if self.fault or self._stored.find(content, size):
            return
        try:
            self._repository.check_free(size)
            self._stored.put(content, size, pieces)
        except OSError as error:
            self._note(error)
        except ApplianceError as error:
            self.fault = f"file {content} is in the backup, and not here: {error}"

    def vouch(self, receipt: Receipt, manifest: Manifest) -> None:
        """Take the receipt, in the twin's own words."""
        if self.fault or self._sink is None:
            return
        files = {BlobName(c, "", c).path: s for c, s in manifest.blobs.items()}
        twin = replace(
            receipt,
            archive=self.location.archive,
            size=self._sink.size,
            sha256=self._sink.sha256,
            recipients=[],
            counts=manifest.counts,
            blobs=files,
        )
        try:
            with self._repository.put(layout.receipt_name(self._id)) as file:
                file.write(twin.to_bytes())
        except OSError as error:
            self._note(error)

    def _note(self, error: OSError) -> None:
        self.fault = unkept(error)


def unkept(error: OSError) -> str:
    """Say why there is no twin."""
    reason = error.strerror or error
    return f"could not be kept for the drill before encryption: {reason}"
