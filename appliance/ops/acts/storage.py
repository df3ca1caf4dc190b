"""The bytes of files: moved into another storage, and erased when nobody needs them."""

import asyncio
import time
from typing import Any

from appliance.errors import ApplianceError, InvalidArgumentError
from appliance.models import audit
from appliance.models.attachment import Blob
from appliance.models.storage import strays
from appliance.models.storage.moving import NAMES, Mover, UnreadableError
from appliance.models.storage.strays import FLOOR
from appliance.models.storage.sweep import Sweeper
from appliance.ops.acts.ground import Ground

# After so long a step ends with the file that it is at, so that a caller sees progress
# and a server can stop.
STEP_SECONDS = 2.0


async def clean(ground: Ground) -> dict[str, Any]:
    """Erase what was let go of a day ago and longer, and old files without a row."""
    now = int(time.time())
    erased = await Sweeper(ground.database, ground.storages).sweep(now)
    data = ground.storages.directory
    found = await strays.find(ground.database, data, now - FLOOR)
    failed = await asyncio.to_thread(strays.remove, data, found)
    removed = len(found) - len(failed)
    if erased or found:
        detail = f"{erased} files erased, {removed} without a row"
        outcome = audit.Outcome.FAILED if failed else audit.Outcome.SUCCEEDED
        await audit.record(
            ground.database, "storage.cleaned", detail=detail, outcome=outcome
        )
    return {"erased": erased, "removed": removed, "failed": failed}


async def move(
    ground: Ground, *, to: str | None = None, source: str | None = None, after: int = 0
) -> dict[str, Any]:
    """Move files for some seconds, from behind an id on; `last` is how far it came."""
    if {to, source} - {None, *NAMES}:
        raise InvalidArgumentError(f"Storages are {', '.join(NAMES)}.")
    storages = ground.storages
    mover = Mover(ground.database, storages, await storages.store(to), source)
    until = time.monotonic() + STEP_SECONDS
    step: dict[str, Any] = {"moved": 0, "bytes": 0, "faults": [], "stopped": ""}
    while blob := await mover.next(after):
        after = blob.id
        try:
            if await mover.move(blob):
                step["moved"] += 1
                step["bytes"] += blob.size
        except UnreadableError as error:
            step["faults"].append(_fault(blob, error))
        except (ApplianceError, OSError) as error:
            return {**step, "last": after, "done": True, "stopped": str(error)}
        if time.monotonic() > until:
            return {**step, "last": after, "done": False}
    return {**step, "last": after, "done": True}


def _fault(blob: Blob, error: Exception) -> dict[str, Any]:
    """Name a file that stays where it was, in the words of `storage check`."""
    return {
        "file": blob.id,
        "storage": blob.storage,
        "reference": blob.reference,
        "fault": str(error),
    }
