"""Renames tags in the background, a few memos a transaction."""

import asyncio
import time

from appliance.api.services.memo.drafts import content_limit
from appliance.models import memo_batch
from appliance.models.access import Credential, Principal
from appliance.models.base import Role
from appliance.models.batching import advance
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.memo_batch import MemoBatch
from appliance.models.runner import Lease
from appliance.models.user import User

LOOK_INTERVAL = 0.5
# After each transaction, so that those who wait for their turn to write get it.
PAUSE = 0.01
FORGET_INTERVAL = 3600.0


class Renaming:
    """Goes on with whatever batch is at work, whoever began it."""

    def __init__(
        self, *, database: Database, settings: InstanceSettings, lease: Lease
    ) -> None:
        self._database = database
        self._settings = settings
        self._lease = lease

    async def run(self) -> None:
        """Work until cancelled."""
        forgotten = -FORGET_INTERVAL
        while True:
            if time.monotonic() - forgotten >= FORGET_INTERVAL:
                await memo_batch.forget_old(self._database, int(time.time()))
                forgotten = time.monotonic()
            worked = await self.step()
            await asyncio.sleep(PAUSE if worked else LOOK_INTERVAL)

    async def step(self) -> bool:
        """Do the next part of the oldest batch at work; return whether there is one."""
        found = await memo_batch.at_work()
        if found is None:
            return False
        limit = await content_limit(self._settings)
        async with self._database.write() as transaction:
            await self._lease.require(transaction)
            connection = transaction.connection
            batch = await MemoBatch.get_or_none(id=found.id, using_db=connection)
            owner = await User.get_or_none(id=found.user_id, using_db=connection)
            if batch is not None and owner is not None:
                await advance(transaction, batch, _principal(owner), limit)
        return True


def _principal(owner: User) -> Principal:
    """Return the owner as a caller; nothing of others is ever renamed."""
    return Principal(owner.id, owner.username, Role.USER, Credential.ACCESS_TOKEN)
