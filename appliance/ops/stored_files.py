"""Whether the bytes of files are where their rows say, and what the rows say."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from appliance.errors import ApplianceError
from appliance.models import checkup
from appliance.models.attachment import Blob
from appliance.ops.acts.ground import Ground


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that cannot be read as it was kept."""

    blob_id: int
    storage: str
    reference: str
    reason: str

    def facts(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {
            "file": self.blob_id,
            "storage": self.storage,
            "reference": self.reference,
            "fault": self.reason,
        }


@dataclass(slots=True)
class Inspection:
    """How many files were looked at, and what their rows say of their size."""

    files: int = 0
    bytes: int = 0


async def inspect(
    ground: Ground,
    seen: Inspection,
    *,
    checksums: bool = False,
    most: int | None = None,
) -> AsyncIterator[FileFault]:
    """Yield the files that are not as they were kept; count them all in `seen`.

    The last byte of each is read, or with `checksums` all of it.
    """
    last = 0
    while page := await checkup.blobs(last):
        for blob in page:
            if most is not None and seen.files >= most:
                return
            seen.files += 1
            seen.bytes += blob.size
            reason = await _fault(ground, blob, checksums=checksums)
            if reason:
                yield FileFault(blob.id, blob.storage, blob.reference, reason)
        last = page[-1].id


async def _fault(ground: Ground, blob: Blob, *, checksums: bool) -> str:
    """Return what is wrong with a file; nothing for a good one."""
    start = 0 if checksums else max(blob.size - 1, 0)
    digest, length = hashlib.sha256(), 0
    try:
        async for chunk in ground.storages.read(blob, start):
            digest.update(chunk)
            length += len(chunk)
    except (ApplianceError, OSError) as error:
        return str(error)
    if length != blob.size - start:
        return f"{length} bytes are there, not {blob.size - start}"
    if checksums and digest.hexdigest() != blob.sha256:
        return "the bytes are not those that were kept"
    return ""
