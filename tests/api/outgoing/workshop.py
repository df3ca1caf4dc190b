"""A house with webhooks that may point at receivers on loopback, and its jobs."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from appliance.api.core import Core
from appliance.api.jobs import Jobs
from appliance.models.user import User
from appliance.models.webhook import Delivery, DeliveryState, Webhook
from tests.api.house import House

SECRET = "my-secret"


def open_core(house: House) -> Core:
    """Return the core of an instance whose webhooks may go anywhere."""
    configuration = replace(house.core.configuration, allow_private_webhooks=True)
    return replace(house.core, configuration=configuration)


def jobs_of(house: House) -> Jobs:
    """Make the work in the background of one process."""
    return Jobs(open_core(house))


async def make_webhook(user: User, url: str, uid: str = "0" * 16) -> Webhook:
    """Store a webhook that was there before everything else."""
    row = Webhook(
        uid=uid,
        user_id=user.id,
        display_name="",
        url=url,
        signing_secret=SECRET,
        create_time=0,
        update_time=0,
    )
    await row.save()
    return row


async def make_delivery(webhook: Webhook, number: int, body: str = "{}") -> Delivery:
    """Store something to be delivered."""
    row = Delivery(
        webhook_id=webhook.id,
        uid=f"{webhook.id}-{number}",
        sequence=number,
        activity="memos.memo.created",
        body=body,
        next_time=int(time.time()),
        create_time=int(time.time()),
    )
    await row.save()
    return row


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Ask until it holds."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what is waited for is in a table
            await asyncio.sleep(0.02)


async def settled(count: int, state: DeliveryState = DeliveryState.DELIVERED) -> None:
    """Wait until so many deliveries are in a state."""

    async def holds() -> bool:
        return await Delivery.filter(state=state.value).count() == count

    await until(holds)
