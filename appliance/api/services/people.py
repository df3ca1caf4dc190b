"""Who is here, for pages that complete names."""

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import people_service_pb as pb
from appliance.errors import InvalidArgumentError
from appliance.models import roster
from appliance.models.database import Database
from appliance.models.user import Accounts

SHOWN = 10
LONGEST = 63


class PeopleService:
    """appliance.v1.PeopleService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    async def find_people(
        self, request: pb.FindPeopleRequest, _ctx: RequestContext
    ) -> pb.FindPeopleResponse:
        """Find active accounts; only lower-case names can be mentioned."""
        viewer = require_principal()
        if len(request.prefix) > LONGEST or "\0" in request.prefix:
            raise InvalidArgumentError("no user name begins like that")
        found = await roster.find_by_prefix(
            self._database, request.prefix.lower(), limit=SHOWN
        )
        accounts = await self._accounts.load([row["id"] for row in found])
        return pb.FindPeopleResponse(
            users=[converters.user(account, viewer) for account in accounts]
        )
