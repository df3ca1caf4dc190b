"""Whether anonymous visitors may read; administrators ask and change it."""

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.appliance.v1 import access_service_pb as pb
from appliance.api.resources import mask_paths
from appliance.errors import InvalidArgumentError
from appliance.models.instance import ACCESS_MODE, AccessMode

Mode = pb.Access.Mode
CHOICES = {Mode.PRIVATE: AccessMode.PRIVATE, Mode.PUBLIC: AccessMode.PUBLIC}
SHOWN = {mode: choice for choice, mode in CHOICES.items()}


class AccessService:
    """appliance.v1.AccessService."""

    def __init__(self, core: Core) -> None:
        self._settings = core.settings

    async def get_access(
        self, _request: pb.GetAccessRequest, _ctx: RequestContext
    ) -> pb.Access:
        """Answer the mode in force."""
        return pb.Access(mode=SHOWN[await self._settings.access_mode()])

    async def update_access(
        self, request: pb.UpdateAccessRequest, ctx: RequestContext
    ) -> pb.Access:
        """Change the mode; every process hears of it within a second."""
        mask = request.update_mask
        if mask and "mode" not in mask_paths(mask.paths):
            return await self.get_access(pb.GetAccessRequest(), ctx)
        mode = CHOICES.get(request.access.mode) if request.access else None
        if mode is None:
            raise InvalidArgumentError("access.mode must be PRIVATE or PUBLIC")
        await self._settings.set(ACCESS_MODE, str(mode), require_principal().user_id)
        return pb.Access(mode=SHOWN[mode])
