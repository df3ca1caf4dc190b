"""The database as a whole, as operators keep it."""

from appliance.models import upkeep
from appliance.ops.acts.ground import Ground


async def vacuum(ground: Ground) -> dict[str, int]:
    """Give back the space of what was deleted; return what is left."""
    await upkeep.vacuum(ground.database)
    return await upkeep.size(ground.database)


async def analyze(ground: Ground) -> dict[str, int]:
    """Let the database plan its queries by what is in it now."""
    await upkeep.analyze(ground.database)
    return await upkeep.size(ground.database)
