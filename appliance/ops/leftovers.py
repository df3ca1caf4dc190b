"""What lies in the storages and nobody needs, and what is needed and not there."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from appliance.models.memo import IN_BATCH
from appliance.models.storage import strays
from appliance.models.storage.strays import FLOOR
from appliance.models.storage.sweep import GRACE, Sweeper
from appliance.ops.acts.ground import Ground
from appliance.ops.stored_files import Inspection, inspect


async def look(ground: Ground) -> dict[str, Any]:
    """Return what would go, what will go a day later and what is missing.

    Changes nothing.
    """
    now = int(time.time())
    sweeper = Sweeper(ground.database, ground.storages)
    due, named = await sweeper.due(now - GRACE)
    gone = {blob.id for blob in due}
    waiting = await _released(ground)
    waiting |= await _sizes(ground, sorted(await sweeper.orphans()))
    for blob_id in gone | named:
        waiting.pop(blob_id, None)
    data = ground.storages.directory
    unknown = await strays.find(ground.database, data, now - FLOOR)
    missing = [fault.facts() async for fault in inspect(ground, Inspection())]
    return {
        "unneeded": _amount(blob.size for blob in due),
        "waiting": _amount(waiting.values()),
        "unknown": {
            **_amount(stray.size for stray in unknown),
            "names": [stray.path for stray in unknown],
        },
        "missing": missing,
    }


async def _released(ground: Ground) -> dict[int, int]:
    rows = await ground.database.scan(
        "SELECT id, size FROM appliance_blob WHERE release_time IS NOT NULL"
    )
    return {row["id"]: row["size"] for row in rows}


async def _sizes(ground: Ground, blob_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(blob_ids), IN_BATCH):
        batch = blob_ids[start : start + IN_BATCH]
        rows = await ground.database.scan(
            "SELECT id, size FROM appliance_blob"  # noqa: S608 - marks only
            f" WHERE id IN ({', '.join('?' * len(batch))})",
            batch,
        )
        found |= {row["id"]: row["size"] for row in rows}
    return found


def _amount(sizes: Iterable[int]) -> dict[str, int]:
    found = list(sizes)
    return {"files": len(found), "bytes": sum(found)}
