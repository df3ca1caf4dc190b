"""What commands tell the audit log of themselves."""

from appliance.models import audit
from appliance.models.audit import Outcome
from appliance.ops.acts.ground import Ground


async def record(
    ground: Ground, *, kind: str, target: str = "", detail: str = "", good: bool = True
) -> None:
    """Tell what no transaction tells, such as `backup.created`."""
    outcome = Outcome.SUCCEEDED if good else Outcome.FAILED
    await audit.record(
        ground.database, kind, target=target, detail=detail, outcome=outcome
    )
