"""Tries a storage before anybody relies on it: writes a probe, reads it, deletes it."""

import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from appliance.errors import ApplianceError, FailedPreconditionError
from appliance.models.attachment import Blob
from appliance.models.database import Database
from appliance.models.storage import choice
from appliance.models.storage.choice import StorageChoice
from appliance.models.storage.database import DatabaseStore
from appliance.models.storage.local import LocalStore
from appliance.models.storage.s3 import Clients, S3Store
from appliance.models.storage.spool import SPOOL_DIRECTORY, Spool
from appliance.models.storage.store import BlobStore

FILENAME = "appliance-probe.txt"
MEDIA_TYPE = "text/plain"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it; `step` names what failed: write, read or delete."""

    place: str
    step: str = ""
    reason: str = ""

    def facts(self) -> dict[str, Any]:
        """Return what a script wants to know."""
        good = not self.step
        return {
            "good": good,
            "place": self.place,
            "step": self.step,
            "reason": self.reason,
        }


def place_of(chosen: StorageChoice) -> str:
    """Return where files of a choice go, without secrets."""
    if chosen.kind != choice.S3 or chosen.bucket is None:
        return chosen.kind.lower()
    return f"s3://{chosen.bucket.bucket}"


async def probe(base: Database, data: Path, chosen: StorageChoice) -> Trial:
    """Try a storage; what fails is in the answer."""
    clients = Clients()
    try:
        store = _store(base, data, chosen, clients)
        with Spool(data / SPOOL_DIRECTORY) as spool:
            await spool.write(secrets.token_bytes(64))
            return await _try(base, store, await spool.finish(), place_of(chosen))
    except (ApplianceError, OSError) as error:
        return Trial(place_of(chosen), "write", _words(error))
    finally:
        await clients.close()


def _store(
    base: Database, data: Path, chosen: StorageChoice, clients: Clients
) -> BlobStore:
    if chosen.kind == choice.DATABASE:
        return DatabaseStore(base)
    if chosen.kind == choice.LOCAL:
        return LocalStore(data, chosen.template)
    if chosen.bucket is None or not chosen.bucket.bucket:
        raise FailedPreconditionError("the S3 storage has no bucket")
    return S3Store(clients, chosen.bucket, chosen.template)


async def _try(base: Database, store: BlobStore, spool: Spool, place: str) -> Trial:
    now = int(time.time())
    blob = Blob(
        storage=store.name,
        reference=await store.reserve(FILENAME),
        size=spool.size,
        sha256=spool.sha256,
        create_time=now,
        # Let go of from the start: the sweep finds what a crash leaves behind.
        release_time=now,
    )
    if isinstance(store, DatabaseStore):
        await blob.save()
    step = "write"
    try:
        await store.write(blob, spool, MEDIA_TYPE)
        step = "read"
        found = b"".join([piece async for piece in store.read(blob, 0, blob.size)])
        same = found == spool.at(0, spool.size)
        step = "delete"
        await store.delete(blob)
    except (ApplianceError, OSError) as error:
        with suppress(ApplianceError, OSError):
            await store.delete(blob)
        return Trial(place, step, _words(error))
    finally:
        if blob.id:
            await base.execute("DELETE FROM appliance_blob WHERE id = ?", (blob.id,))
    if not same:
        return Trial(place, "read", "other bytes came back than were written")
    return Trial(place)


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
