"""An export as a stream: its bytes from anywhere on, without a file of its own.

The bytes are those that `bundle.export` writes, so a download that broke can be taken
up again where it stopped, and verified and restored like any export.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from appliance.ops.backup import bundle, layout
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.repository import Location


@dataclass(frozen=True, slots=True)
class Export:
    """One snapshot as it would lie in a tar. `etag` changes with any byte of it."""

    location: Location
    members: tuple[tuple[str, int], ...]
    etag: str

    @classmethod
    def of(cls, location: Location) -> "Export":
        """Look up what belongs to it and how long that is."""
        receipt = location.receipt()
        name = layout.receipt_name(location.id)
        size = location.destination.size(name) or 0
        members = ((name, size), (receipt.archive, receipt.size))
        return cls(location, (*members, *receipt.blobs.items()), receipt.sha256[:32])

    @property
    def size(self) -> int:
        """How long the whole is."""
        return sum(self._lengths()) + len(bundle.ENDING)

    def stretch(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield a stretch of the whole, in pieces."""
        lengths = list(self._lengths())
        for (name, size), end, length in zip(
            self.members, accumulate(lengths), lengths, strict=True
        ):
            begin = end - length
            if end > start and begin < stop:
                yield from self._member(name, size, start - begin, stop - begin)
        offset = self.size - len(bundle.ENDING)
        yield bundle.ENDING[max(start - offset, 0) : max(stop - offset, 0)]

    def _lengths(self) -> Iterator[int]:
        for name, size in self.members:
            yield len(bundle.header(name, size)) + size + len(bundle.padding(size))

    def _member(self, name: str, size: int, start: int, stop: int) -> Iterator[bytes]:
        """Yield of one file what lies between two places, counted from its header."""
        header = bundle.header(name, size)
        yield header[max(start, 0) : max(stop, 0)]
        first, last = max(start - len(header), 0), min(stop - len(header), size)
        if first < last:
            yield from self._content(name, first, last)
        behind = len(header) + size
        yield bundle.padding(size)[max(start - behind, 0) : max(stop - behind, 0)]

    def _content(self, name: str, first: int, last: int) -> Iterator[bytes]:
        with self.location.destination.open(name) as file:
            position = file.seek(first) if file.seekable() else 0
            while position < last:
                piece = file.read(min(bundle.PIECE, last - position))
                if not piece:
                    raise DamagedError(f"{name}: shorter than it was")
                yield piece[max(first - position, 0) :]
                position += len(piece)
