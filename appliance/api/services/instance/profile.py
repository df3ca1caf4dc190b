"""What visitors are told of the instance."""

from appliance import MEMOS_VERSION, __version__
from appliance.api import converters
from appliance.api.auth import current_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb


class Profile:
    """The RPC of InstanceService that every client calls first."""

    def __init__(self, core: Core) -> None:
        self._accounts = core.accounts
        self._instance_url = core.configuration.instance_url

    async def get_instance_profile(
        self, _request: pb.GetInstanceProfileRequest, _ctx: RequestContext
    ) -> pb.InstanceProfile:
        """Tell clients what they talk to; the version is the one they understand."""
        admin = await self._accounts.first_admin()
        return pb.InstanceProfile(
            version=MEMOS_VERSION,
            # Clients show it and compare nothing with it.
            commit=f"appliance-{__version__}",
            instance_url=self._instance_url,
            admin=converters.user(admin, current_principal()) if admin else None,
            needs_setup=admin is None,
        )
