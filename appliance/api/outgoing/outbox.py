"""From the change log to webhooks: every event becomes one delivery, then it is sent.

Deliveries and the place in the log are written in one transaction, so a process that
dies at any moment loses no event and takes none twice.
"""

import asyncio
import time
from collections.abc import Sequence

import structlog

from appliance.api.outgoing.events import Events
from appliance.api.outgoing.lanes import DAY, Lanes
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row
from appliance.models.runner import (
    Lease,
    LostLeaseError,
    advance,
    changes_after,
    find_place,
)
from appliance.models.webhook import Delivery, prune_old, waiting_webhooks

PLACE = "webhooks"
BATCH = 200
# How far the noted place may lag behind while there is nothing to deliver.
STRIDE = 1000
PAUSE = 1.0
KEPT_DAYS = 30
PRUNE_SECONDS = 3600.0

_LOG = structlog.get_logger()


class Outbox:
    """Tells webhooks of memos, while this process holds the lease."""

    def __init__(
        self, *, database: Database, events: Events, lanes: Lanes, lease: Lease
    ) -> None:
        self._database = database
        self._events = events
        self._lanes = lanes
        self._lease = lease
        self._news = asyncio.Event()
        self._changed_hooks = False
        self._cursor = self._noted = 0
        self._pruned_at = 0.0
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Hear of writes, here and in other processes."""
        if any(change.kind is ChangeKind.WEBHOOK_UPDATED for change in changes):
            self._changed_hooks = True
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled, or until another process does the work."""
        self._cursor = self._noted = (await find_place(self._database, PLACE)).sequence
        self._changed_hooks = True
        self._lanes.start()
        try:
            while True:
                await self._turn()
        finally:
            await self._lanes.stop()

    async def _turn(self) -> None:
        self._news.clear()
        try:
            while await self._take():
                pass
            if self._changed_hooks:
                self._changed_hooks = False
                self._lanes.wake(await waiting_webhooks(self._database))
                self._lanes.hurry()
            await self._prune()
        except LostLeaseError:
            raise
        except Exception as error:  # noqa: BLE001 - the loop must outlive any fault
            _LOG.warning("webhooks wait", error=repr(error))
            self._changed_hooks = True
            await asyncio.sleep(PAUSE)
            return
        await self._news.wait()

    async def _take(self) -> bool:
        """Turn the next changes into deliveries; return whether there were any."""
        changes = await changes_after(self._database, self._cursor, BATCH)
        if not changes:
            return False
        last = changes[-1]["sequence"]
        deliveries = await self._events.deliveries(changes)
        if deliveries or _matters(changes) or last - self._noted >= STRIDE:
            await self._note(deliveries, last)
        self._cursor = last
        self._lanes.wake({delivery.webhook_id for delivery in deliveries})
        return True

    async def _note(self, deliveries: Sequence[Delivery], last: int) -> None:
        async with self._database.write() as transaction:
            await self._lease.require(transaction)
            if deliveries:
                await Delivery.bulk_create(deliveries, using_db=transaction.connection)
            await advance(transaction, PLACE, last)
        self._noted = last

    async def _prune(self) -> None:
        if time.monotonic() - self._pruned_at < PRUNE_SECONDS and self._pruned_at:
            return
        self._pruned_at = time.monotonic()
        await prune_old(self._database, int(time.time()) - KEPT_DAYS * DAY)


def _matters(changes: Sequence[Row]) -> bool:
    """Whether webhooks changed: a restart must not tell new ones of old events."""
    return any(change["kind"] == ChangeKind.WEBHOOK_UPDATED for change in changes)
