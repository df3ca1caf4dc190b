"""Memos as a whole, as operators mend them."""

from appliance.models.reindexing import reindex as make_again
from appliance.ops.acts.ground import Ground


async def reindex(ground: Ground) -> dict[str, int]:
    """Make tags, properties and counters of all memos again."""
    return {"memos": await make_again(ground.database)}
