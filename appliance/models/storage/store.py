"""What every storage must do, in words that one suite of tests holds them all to."""

from collections.abc import AsyncIterator
from typing import Protocol

from appliance.models.attachment import Blob
from appliance.models.storage.spool import Spool


class BlobStore(Protocol):
    """Keeps bytes under a reference of its own choosing.

    A blob's row is there before its bytes and after them, so that nothing is ever
    forgotten in a store: what a crash leaves behind is found through its row.
    """

    name: str

    async def reserve(self, filename: str) -> str:
        """Return a reference that no other blob of this store has."""
        ...

    async def write(self, blob: Blob, spool: Spool, media_type: str) -> None:
        """Keep the bytes, on disk for good when this returns."""
        ...

    def read(self, blob: Blob, start: int, length: int) -> AsyncIterator[bytes]:
        """Return a piece of the bytes in chunks; NotFoundError if they are gone."""
        ...

    async def delete(self, blob: Blob) -> None:
        """Remove the bytes; that they are gone already is no fault."""
        ...
