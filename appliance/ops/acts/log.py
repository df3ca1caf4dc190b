"""The log of the running server, as operators turn it up and down."""

from typing import cast

from appliance.errors import InvalidArgumentError
from appliance.models import audit
from appliance.ops import logs
from appliance.ops.acts.ground import Ground


async def level(ground: Ground, *, level: str = "") -> dict[str, str]:
    """Choose the least level that is written until the server ends; "" only asks."""
    before = logs.current_level()
    if level:
        if level not in logs.LEVELS:
            raise InvalidArgumentError(f"There is no level {level}.")
        logs.set_level(cast("logs.Level", level))
        await audit.record(
            ground.database, "log.level", detail=f"{before} to {logs.current_level()}"
        )
    return {"level": logs.current_level(), "before": before}
