"""Statistics of users: counts, and the times of all memos that can be seen."""

import time
from collections.abc import Sequence

from appliance.api.auth import current_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.gen.memos.api.v1.common_pb import State as WireState
from appliance.api.resources import uid_of
from appliance.api.statistics import AllStatistics, UserStatistics
from appliance.errors import NotFoundError
from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.filter import CreatorIs, compile_filter
from appliance.models.listing import Listing, Order
from appliance.models.statistics import (
    Statistics,
    View,
    all_statistics,
    filtered_statistics,
    statistics_of,
)
from appliance.models.user import Accounts


class UserStats:
    """The RPCs of UserService that are about statistics."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    async def get_user_stats(
        self, request: pb.GetUserStatsRequest, _ctx: RequestContext
    ) -> UserStatistics:
        """Count what the caller can see of a user's memos; archived ones are not."""
        username = uid_of(request.name, "users", "user")
        account = await self._accounts.find_by_username(username)
        if account is None:
            raise NotFoundError("user not found")
        view = View(current_principal())
        found = await statistics_of(self._database, account.id, view)
        return UserStatistics(found, account.username)

    async def list_all_user_stats(
        self, request: pb.ListAllUserStatsRequest, _ctx: RequestContext
    ) -> AllStatistics:
        """Count for everybody of whom the caller can see something."""
        state = State.ARCHIVED if request.state == WireState.ARCHIVED else State.NORMAL
        principal = current_principal()
        if not request.filter:
            return await self._named(
                await all_statistics(self._database, View(principal, state))
            )
        compiled = compile_filter(
            request.filter, self._database.dialect, int(time.time())
        )
        creator_id = await self._creator_id(compiled.creator)
        listing = Listing(principal, state, Order(), compiled, creator_id)
        return await self._named(await filtered_statistics(self._database, listing))

    async def _creator_id(self, creator: CreatorIs | None) -> int | None:
        """Resolve the user that a filter requires; -1 is nobody's id."""
        if creator is None or creator.username is None:
            return creator.user_id if creator else None
        account = await self._accounts.find_by_username(creator.username)
        return account.id if account else -1

    async def _named(self, found: Sequence[Statistics]) -> AllStatistics:
        """Add the names; somebody may have gone meanwhile."""
        return AllStatistics(
            [
                UserStatistics(each, account.username)
                for each in found
                if (account := await self._accounts.find(each.user_id))
            ]
        )
