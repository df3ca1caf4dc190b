"""From the change log to receivers, with the process ending at any moment between."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from appliance.api.jobs import Jobs
from appliance.api.outgoing import outbox as module
from appliance.api.outgoing.events import Events
from appliance.api.outgoing.lanes import Lanes
from appliance.api.outgoing.targets import PUBLIC_ONLY
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Row
from appliance.models.runner import Lease, LostLeaseError, find_place
from appliance.models.webhook import Delivery, DeliveryState
from tests.api.house import House
from tests.api.outgoing.receiver import Receiver, Say, receiving
from tests.api.outgoing.workshop import (
    jobs_of,
    make_webhook,
    settled,
    until,
)


def contents(receiver: Receiver) -> list[str]:
    return [got.json()["memo"]["content"] for got in receiver.got]


async def ready(house: House) -> None:
    """Wait until the work has begun: what happened before it is none of its."""

    async def holds() -> bool:
        rows = await house.database.read("SELECT name FROM appliance_runner")
        return module.PLACE in {row["name"] for row in rows}

    await until(holds)


async def test_every_event_arrives_once_and_in_order(
    house: House, receiver: Receiver
) -> None:
    ann = await house.user("ann")
    await make_webhook(ann.user, receiver.url)
    async with jobs_of(house).working():
        await ready(house)
        for number in range(20):
            await ann.write(f"m{number}", f"{number}")
        await settled(20)
    assert contents(receiver) == [str(number) for number in range(20)]


async def test_receiver_that_was_down_over_a_restart_gets_all_once(
    house: House, receiver: Receiver
) -> None:
    ann = await house.user("ann")
    await make_webhook(ann.user, receiver.url)
    await receiver.close()
    async with jobs_of(house).working():
        await ready(house)
        await ann.write("a", "before")
        await settled(1, DeliveryState.PENDING)
    # Nobody works now, and the log goes on.
    await ann.write("b", "between")
    await receiver.open()
    async with jobs_of(house).working():
        await ann.write("c", "after")
        await settled(3)
    assert contents(receiver) == ["before", "between", "after"]


async def killed(jobs: Jobs) -> None:
    """End the work without any of its good manners."""
    task = jobs._worker._run()  # noqa: SLF001 - what `working` runs
    with suppress(TimeoutError):
        await asyncio.wait_for(task, 0.5)


async def test_end_between_events_and_deliveries_loses_nothing(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await house.user("ann")
    await make_webhook(ann.user, receiver.url)
    async with jobs_of(house).working():
        await ready(house)
    await ann.write("a", "a")
    await ann.write("b", "b")

    async def die(*_: object) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr(module, "advance", die)
        await killed(jobs_of(house))
    assert not await Delivery.exists()

    async with jobs_of(house).working():
        await settled(2)
    assert contents(receiver) == ["a", "b"]


async def test_events_without_webhooks_are_passed_over(house: House) -> None:
    ann = await house.user("ann")
    async with jobs_of(house).working():
        await ready(house)
        await ann.write("a", "nobody hears")
        await ann.ok(
            "UserService/CreateUserWebhook",
            parent="users/ann",
            webhook={"url": "http://93.184.215.14/"},
        )
        newest = await house.database.sequence()

        async def noted() -> bool:
            place = await find_place(house.database, module.PLACE)
            return bool(place.sequence >= newest)

        # Noted with the webhook, so that no restart tells it of what was before.
        await until(noted)
    assert not await Delivery.exists()


async def test_another_holder_writes_nothing(house: House) -> None:
    ann = await house.user("ann")
    await make_webhook(ann.user, "http://x/")
    core = house.core
    lease, other = (Lease(core.database, "outgoing") for _ in range(2))
    outbox = module.Outbox(
        database=core.database,
        events=Events(
            database=core.database, accounts=core.accounts, fragments=core.fragments
        ),
        lanes=Lanes(core.database, PUBLIC_ONLY),
        lease=lease,
    )
    assert await lease.acquire()
    await lease.release()
    assert await other.acquire()
    await find_place(core.database, module.PLACE)
    await ann.write("a", "a")
    with pytest.raises(LostLeaseError):
        await asyncio.wait_for(outbox.run(), 10)
    assert not await Delivery.exists()


async def test_redelivery_sends_the_same_again(
    house: House, receiver: Receiver
) -> None:
    ann = await house.user("ann")
    hook = await make_webhook(ann.user, receiver.url)
    async with jobs_of(house).working():
        await ready(house)
        await ann.write("a", "a")
        await settled(1)
        row = await Delivery.get()
        name = f"users/ann/webhooks/{hook.uid}/deliveries/{row.uid}"
        again = await ann.ok("WebhookService/RedeliverWebhook", name=name)
        assert again["state"] == "PENDING"
        await receiver.received(2)
    one, two = receiver.got
    assert one.headers["webhook-id"] == two.headers["webhook-id"]
    assert one.body == two.body


async def test_faults_are_outlived(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.05)
    ann = await house.user("ann")
    await make_webhook(ann.user, receiver.url)
    deliveries, faults = Events.deliveries, iter([1, 2])

    async def shaky(self: Events, changes: Sequence[Row]) -> list[Delivery]:
        if next(faults, None):
            raise OSError("the database is away")
        return await deliveries(self, changes)

    monkeypatch.setattr(Events, "deliveries", shaky)
    async with jobs_of(house).working():
        await ready(house)
        await ann.write("a", "a")
        await settled(1)
    assert contents(receiver) == ["a"]


async def test_many_owners_and_webhooks(house: House) -> None:
    people = [await house.user(name) for name in ("ann", "bob", "cat")]
    async with receiving() as one, receiving() as two:
        two.answer = lambda _: Say(200, b'{"code": 0}')
        for number, person in enumerate(people):
            await make_webhook(person.user, one.url, f"{number}a")
            await make_webhook(person.user, two.url, f"{number}b")
        async with jobs_of(house).working():
            await ready(house)
            for number, person in enumerate(people * 3):
                await person.write(f"m{number}", str(number))
            await settled(18)
        for receiver in (one, two):
            found = contents(receiver)
            assert sorted(found) == [str(number) for number in range(9)]
            for start in range(3):
                mine = [text for text in found if int(text) % 3 == start]
                assert mine == sorted(mine)
    kinds = [row.kind for row in await ChangeRow.all()]
    assert kinds.count(ChangeKind.MEMO_CREATED) == 9
