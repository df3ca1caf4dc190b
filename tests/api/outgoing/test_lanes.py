"""Deliveries on their way to real receivers: in order, repeated, side by side."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from itertools import count

import pytest

from appliance.api.outgoing import lanes as module
from appliance.api.outgoing.lanes import Lanes, pause
from appliance.api.outgoing.targets import ANYWHERE, PUBLIC_ONLY
from appliance.models.database import Database
from appliance.models.user import User
from appliance.models.webhook import Delivery, DeliveryState
from tests.api.outgoing.receiver import Got, Receiver, Say, receiving
from tests.api.outgoing.workshop import (
    SECRET,
    make_delivery,
    make_webhook,
    settled,
    until,
)
from tests.factories import make_user

PENDING, DELIVERED = DeliveryState.PENDING, DeliveryState.DELIVERED
FAILED = DeliveryState.FAILED


@pytest.fixture
async def ann(database: Database) -> User:
    """Make the owner of all webhooks."""
    return await make_user(database, "ann")


@pytest.fixture
async def lanes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Lanes]:
    """Make lanes that do not wait long."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.05)
    made = Lanes(database, ANYWHERE)
    yield made
    await made.stop()


async def test_deliveries_are_signed_and_noted(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, f"{receiver.url}/hook")
    row = await make_delivery(hook, 1, '{"a":"ü"}')
    before = int(time.time())
    lanes.wake([hook.id])
    await settled(1)

    (got,) = receiver.got
    assert (got.method, got.target) == ("POST", "/hook")
    assert got.body.decode() == '{"a":"ü"}'
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == f"msg_{row.uid}"
    stamp = got.headers["webhook-timestamp"]
    assert before <= int(stamp) <= time.time()
    signed = f"msg_{row.uid}.{stamp}.".encode() + got.body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    assert got.headers["webhook-signature"] == expected
    await row.refresh_from_db()
    assert (row.attempts, row.status, row.reason) == (1, 200, "")
    assert row.finish_time is not None


async def test_every_attempt_is_told_by_its_outcome(
    database: Database, ann: User, receiver: Receiver
) -> None:
    outcomes: list[str] = []
    made = Lanes(database, ANYWHERE, outcomes.append)
    hook = await make_webhook(ann, receiver.url)
    await make_delivery(hook, 1)
    made.wake([hook.id])
    await settled(1)
    await made.stop()
    assert outcomes == ["delivered"]


async def test_receiver_that_fails_gets_all_in_order_later(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    numbers = count()

    def answer(_: Got) -> Say:
        return Say(503, b"not  now") if next(numbers) < 3 else Say()

    receiver.answer = answer
    for number in range(4):
        await make_delivery(hook, number, str(number))
    lanes.wake([hook.id])
    await settled(4)
    assert [got.body for got in receiver.got] == [b"0"] * 4 + [b"1", b"2", b"3"]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 4
    first = await Delivery.get(sequence=0)
    assert (first.attempts, first.status) == (4, 200)


@pytest.mark.alone
async def test_slow_receiver_does_not_delay_others(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    async with receiving() as other:
        receiver.answer = lambda _: Say(seconds=2)
        slow = await make_webhook(ann, receiver.url, "a" * 16)
        quick = await make_webhook(ann, other.url, "b" * 16)
        for number in range(5):
            await make_delivery(slow, number)
            await make_delivery(quick, number)
        begin = time.monotonic()
        lanes.wake([slow.id, quick.id])
        await other.received(5)
        assert time.monotonic() - begin < 2
        assert len(receiver.got) == 1


async def test_receiver_that_is_down_is_told_with_its_reason(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    await receiver.close()
    row = await make_delivery(hook, 1)
    lanes.wake([hook.id])

    async def tried() -> bool:
        await row.refresh_from_db()
        return row.attempts >= 2

    await until(tried)
    assert (row.state, row.status) == (PENDING, 0)
    assert row.reason
    assert row.next_time >= row.create_time
    await receiver.open()
    await settled(1)


async def test_refused_event_is_given_up_and_the_next_has_its_turn(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    receiver.answer = lambda got: Say(422, b"no") if got.body == b"bad" else Say()
    bad = await make_delivery(hook, 1, "bad")
    await make_delivery(hook, 2, "good")
    lanes.wake([hook.id])
    await settled(1)
    await bad.refresh_from_db()
    assert (bad.state, bad.attempts) == (FAILED, module.REFUSED_ATTEMPTS)
    assert (bad.status, bad.reason) == (422, "no")


async def test_after_three_days_all_that_is_too_old_is_given_up(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    receiver.answer = lambda _: Say(500)
    for number in range(3):
        old = await make_delivery(hook, number)
        old.create_time -= module.PATIENCE + 5
        await old.save()
    await make_delivery(hook, 9, "fresh")
    lanes.wake([hook.id])
    await settled(3, FAILED)
    receiver.answer = lambda _: Say()
    await settled(1)
    # Only the first of the old ones was still tried.
    assert [got.body for got in receiver.got].count(b"{}") == 1


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_redirect_that_loses_the_body_is_no_success(
    lanes: Lanes, ann: User, receiver: Receiver, status: int
) -> None:
    hook = await make_webhook(ann, receiver.url)
    receiver.answer = lambda _: Say(status, b"", {"location": "/elsewhere"})
    row = await make_delivery(hook, 1)
    lanes.wake([hook.id])

    async def tried() -> bool:
        await row.refresh_from_db()
        return row.attempts > 0

    await until(tried)
    assert row.state == PENDING
    assert "lose the body" in row.reason


async def test_private_target_is_never_dialled(
    database: Database, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    row = await make_delivery(hook, 1)
    lanes = Lanes(database, PUBLIC_ONLY)
    lanes.wake([hook.id])

    async def tried() -> bool:
        await row.refresh_from_db()
        return row.attempts > 0

    await until(tried)
    await lanes.stop()
    assert "internal IP addresses are not allowed" in row.reason
    assert receiver.got == []


async def test_changed_webhook_is_tried_at_once(
    lanes: Lanes,
    ann: User,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 1000.0)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 1000.0)
    receiver.answer = lambda _: Say(500)
    hook = await make_webhook(ann, receiver.url)
    await make_delivery(hook, 1)
    lanes.wake([hook.id])
    await receiver.received(1)
    await asyncio.sleep(0.1)
    hook.url = f"{receiver.url}/new"
    hook.signing_secret = ""
    await hook.save()
    receiver.answer = lambda _: Say()
    lanes.hurry()
    await settled(1)
    assert [got.target for got in receiver.got] == ["/", "/new"]
    assert "webhook-signature" not in receiver.got[1].headers


async def test_what_comes_while_a_lane_ends_is_not_forgotten(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    hook = await make_webhook(ann, receiver.url)
    for number in range(50):
        await make_delivery(hook, number)
        lanes.wake([hook.id])
        await asyncio.sleep(number % 5 / 1000)
    await settled(50)
    bodies = [got.headers["webhook-id"] for got in receiver.got]
    assert bodies == [f"msg_{hook.id}-{number}" for number in range(50)]


async def test_stop_lets_what_is_on_its_way_arrive(
    lanes: Lanes, ann: User, receiver: Receiver
) -> None:
    receiver.answer = lambda _: Say(seconds=0.3)
    hook = await make_webhook(ann, receiver.url)
    for number in range(2):
        await make_delivery(hook, number)
    lanes.wake([hook.id])
    await receiver.received(1)
    await lanes.stop()
    states = [row.state for row in await Delivery.all().order_by("id")]
    assert states == [DELIVERED, PENDING]


async def test_log_is_bounded(
    lanes: Lanes, ann: User, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 3)
    monkeypatch.setattr(module, "PRUNE_INTERVAL", 2)
    hook = await make_webhook(ann, receiver.url)
    for number in range(9):
        await make_delivery(hook, number)
    lanes.wake([hook.id])
    await receiver.received(9)
    await settled(3)
    kept = [row.sequence for row in await Delivery.all().order_by("id")]
    assert kept == [6, 7, 8]


def test_pauses_grow_and_are_bounded() -> None:
    assert 1.6 <= pause(1) <= 2.4
    assert 12.8 <= pause(4) <= 19.2
    assert pause(100) <= module.LONGEST_PAUSE * 1.2
    assert len({pause(5) for _ in range(5)}) > 1
