"""Work in the background, done by one process of the instance at a time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from appliance.api.core import Core
from appliance.api.outgoing.events import Events
from appliance.api.outgoing.lanes import Lanes
from appliance.api.outgoing.mailer import Mailer
from appliance.api.outgoing.outbox import Outbox
from appliance.api.outgoing.targets import webhook_policy
from appliance.api.renaming import Renaming
from appliance.models.runner import Lease
from appliance.models.worker import Worker

LEASE = "outgoing"
# Longer than the jobs take to stop well, see `lanes.STOP_SECONDS`.
CANCEL_SECONDS = 5.0


class Jobs:
    """Webhooks, mails and long renamings."""

    def __init__(
        self, core: Core, observe_delivery: Callable[[str], None] = lambda _word: None
    ) -> None:
        database = core.database
        lease = Lease(database, LEASE)
        self._worker = Worker(LEASE, lease, self._begin, patience=CANCEL_SECONDS)
        events = Events(
            database=database, accounts=core.accounts, fragments=core.fragments
        )
        self._outbox = Outbox(
            database=database,
            events=events,
            lanes=Lanes(database, webhook_policy(core.configuration), observe_delivery),
            lease=lease,
        )
        self._mailer = Mailer(
            database=database,
            accounts=core.accounts,
            settings=core.settings,
            instance_url=core.configuration.instance_url,
            lease=lease,
        )
        self._renaming = Renaming(
            database=database, settings=core.settings, lease=lease
        )

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work for as long as the block runs."""
        async with self._worker.working():
            yield

    async def _begin(self) -> Iterable[Awaitable[None]]:
        return self._outbox.run(), self._mailer.run(), self._renaming.run()
