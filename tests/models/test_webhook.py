"""Rows of webhooks and deliveries: what is next, what is kept."""

import pytest

from appliance.models.database import Database
from appliance.models.user import User
from appliance.models.webhook import (
    Attempt,
    Delivery,
    DeliveryState,
    Webhook,
    give_up,
    hooks_of,
    list_webhooks,
    next_pending,
    note_attempt,
    prune_log,
    prune_old,
    retry_pending,
    waiting_webhooks,
)
from tests.factories import make_user

PENDING, DELIVERED = DeliveryState.PENDING, DeliveryState.DELIVERED
FAILED = DeliveryState.FAILED


async def make_hook(user: User, uid: str) -> Webhook:
    row = Webhook(
        uid=uid,
        user_id=user.id,
        display_name="",
        url=f"http://{uid}/",
        signing_secret="s",
        create_time=5,
        update_time=5,
    )
    await row.save()
    return row


async def make_rows(hook: Webhook, *states: DeliveryState) -> list[Delivery]:
    """Store deliveries, each a second younger than the one before."""
    rows = [
        Delivery(
            webhook_id=hook.id,
            uid=f"{hook.uid}-{number}",
            sequence=number,
            activity="a",
            body=f"body {number}",
            state=state.value,
            next_time=100 + number,
            create_time=100 + number,
        )
        for number, state in enumerate(states)
    ]
    for row in rows:
        await row.save()
    return rows


async def states(hook: Webhook) -> list[int]:
    rows = await Delivery.filter(webhook_id=hook.id).order_by("id")
    return [row.state for row in rows]


@pytest.fixture
async def hooks(database: Database) -> list[Webhook]:
    """Store two webhooks of one user and one of another."""
    ann, bob = await make_user(database, "ann"), await make_user(database, "bob")
    return [
        await make_hook(ann, "a"),
        await make_hook(ann, "b"),
        await make_hook(bob, "c"),
    ]


async def test_webhooks_by_user(database: Database, hooks: list[Webhook]) -> None:
    a, b, c = hooks
    assert [row.uid for row in await list_webhooks(a.user_id)] == ["a", "b"]
    found = await hooks_of(database, [a.user_id, c.user_id, 99])
    uids = {user: [row["uid"] for row in rows] for user, rows in found.items()}
    assert uids == {a.user_id: ["a", "b"], c.user_id: ["c"]}
    assert await hooks_of(database, []) == {}
    assert b.id


async def test_first_pending_delivery_is_next(
    database: Database, hooks: list[Webhook]
) -> None:
    a, b, c = hooks
    rows = await make_rows(a, DELIVERED, FAILED, PENDING, PENDING)
    await make_rows(b, PENDING)
    await make_rows(c, DELIVERED)
    found = await next_pending(database, a.id)
    assert found is not None
    assert (found["id"], found["body"]) == (rows[2].id, "body 2")
    assert (found["url"], found["signing_secret"]) == ("http://a/", "s")
    assert await next_pending(database, c.id) is None
    assert sorted(await waiting_webhooks(database)) == [a.id, b.id]


async def test_attempts_are_noted(database: Database, hooks: list[Webhook]) -> None:
    (row,) = await make_rows(hooks[0], PENDING)

    def attempt(state: DeliveryState, status: int) -> Attempt:
        return Attempt(
            delivery_id=row.id,
            state=state,
            status=status,
            reason=f"said {status}",
            now=200,
            next_time=210,
        )

    await note_attempt(database, attempt(PENDING, 500))
    await row.refresh_from_db()
    assert (row.attempts, row.status, row.reason) == (1, 500, "said 500")
    assert (row.next_time, row.finish_time) == (210, None)
    await note_attempt(database, attempt(DELIVERED, 204))
    # It is finished: a late word of another process changes nothing.
    await note_attempt(database, attempt(PENDING, 500))
    await row.refresh_from_db()
    assert (row.state, row.attempts, row.status) == (DELIVERED, 2, 204)
    assert row.finish_time == 200


async def test_what_waits_too_long_is_given_up(
    database: Database, hooks: list[Webhook]
) -> None:
    a, b, _ = hooks
    await make_rows(a, DELIVERED, PENDING, PENDING, PENDING)
    await make_rows(b, PENDING)
    await give_up(database, a.id, 300, 103, "dead")
    assert await states(a) == [DELIVERED, FAILED, FAILED, PENDING]
    assert await states(b) == [PENDING]
    failed = await Delivery.filter(state=FAILED.value).first()
    assert failed is not None
    assert (failed.reason, failed.finish_time) == ("dead", 300)


async def test_only_the_newest_finished_are_kept(
    database: Database, hooks: list[Webhook]
) -> None:
    a, b, _ = hooks
    await make_rows(a, DELIVERED, PENDING, FAILED, DELIVERED, DELIVERED)
    await make_rows(b, DELIVERED)
    await prune_log(database, a.id, 5)
    assert len(await states(a)) == 5
    await prune_log(database, a.id, 2)
    assert await states(a) == [PENDING, DELIVERED, DELIVERED]
    assert await states(b) == [DELIVERED]


async def test_old_finished_are_forgotten(
    database: Database, hooks: list[Webhook]
) -> None:
    await make_rows(hooks[0], DELIVERED, FAILED, PENDING, DELIVERED)
    await prune_old(database, 103)
    assert await states(hooks[0]) == [PENDING, DELIVERED]


async def test_what_is_pending_can_be_hurried(
    database: Database, hooks: list[Webhook]
) -> None:
    a, b, _ = hooks
    await make_rows(a, DELIVERED, PENDING)
    await make_rows(b, PENDING)
    async with database.write() as transaction:
        await retry_pending(transaction, a.id, 50)
    times = [row.next_time for row in await Delivery.all().order_by("id")]
    assert times == [100, 50, 100]


async def test_deliveries_go_with_their_webhook(hooks: list[Webhook]) -> None:
    await make_rows(hooks[0], PENDING)
    await hooks[0].delete()
    assert not await Delivery.exists()
