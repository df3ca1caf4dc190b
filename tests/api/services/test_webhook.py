"""The log of what webhooks were told, for their owners and administrators."""

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.webhook import Delivery, DeliveryState, Webhook
from tests.api.house import House, Visitor
from tests.api.outgoing.workshop import make_delivery, make_webhook

LIST = "WebhookService/ListWebhookDeliveries"
AGAIN = "WebhookService/RedeliverWebhook"
DENIED = ("permission_denied", "permission denied")
PARENT = "users/ann/webhooks/" + "0" * 16


@pytest.fixture
async def people(house: House) -> tuple[Visitor, Visitor, Visitor]:
    """Sign in an administrator, the owner of a webhook, and another."""
    return await house.user("boss"), await house.user("ann"), await house.user("bob")


@pytest.fixture
async def hook(people: tuple[Visitor, Visitor, Visitor]) -> Webhook:
    """Make Ann's webhook."""
    return await make_webhook(people[1].user, "http://x/")


async def test_deliveries_come_newest_first_in_pages(
    people: tuple[Visitor, Visitor, Visitor], hook: Webhook
) -> None:
    _, ann, _ = people
    for number in range(5):
        await make_delivery(hook, number)
    seen, token = [], ""
    while True:
        page = await ann.ok(LIST, parent=PARENT, pageSize=2, pageToken=token)
        seen += [row["name"].rpartition("-")[2] for row in page["deliveries"]]
        token = page["nextPageToken"]
        if not token:
            break
    assert seen == ["4", "3", "2", "1", "0"]
    (row, *_) = (await ann.ok(LIST, parent=PARENT))["deliveries"]
    assert row["name"].startswith(f"{PARENT}/deliveries/")
    assert (row["state"], row["activityType"]) == ("PENDING", "memos.memo.created")


async def test_finished_delivery_is_sent_again(
    people: tuple[Visitor, Visitor, Visitor], hook: Webhook
) -> None:
    boss, ann, _ = people
    row = await make_delivery(hook, 1)
    row.state, row.attempts, row.finish_time = DeliveryState.FAILED.value, 9, 5
    await row.save()
    name = f"{PARENT}/deliveries/{row.uid}"
    for caller in (ann, boss):
        answer = await caller.ok(AGAIN, name=name)
        assert (answer["state"], answer["attempts"]) == ("PENDING", 0)
    await row.refresh_from_db()
    assert (row.state, row.finish_time) == (DeliveryState.PENDING, None)
    assert await ChangeRow.filter(kind=ChangeKind.WEBHOOK_UPDATED).count() == 2


async def test_others_may_not(
    house: House, people: tuple[Visitor, Visitor, Visitor], hook: Webhook
) -> None:
    boss, _, bob = people
    row = await make_delivery(hook, 1)
    name = f"{PARENT}/deliveries/{row.uid}"
    assert len((await boss.ok(LIST, parent=PARENT))["deliveries"]) == 1
    assert await bob.refused(LIST, parent=PARENT) == DENIED
    assert await bob.refused(AGAIN, name=name) == DENIED
    mine = PARENT.replace("ann", "bob")
    assert (await bob.refused(LIST, parent=mine))[0] == "not_found"
    other = await make_webhook(bob.user, "http://y/", "b" * 16)
    foreign = f"users/bob/webhooks/{other.uid}/deliveries/{row.uid}"
    assert (await bob.refused(AGAIN, name=foreign))[0] == "not_found"
    code, _ = await house.anonymous.refused(LIST, parent=PARENT)
    assert code == "unauthenticated"
    assert (await Delivery.get()).attempts == 0


@pytest.mark.parametrize(
    ("rpc", "name", "code"),
    [
        (LIST, "", "invalid_argument"),
        (LIST, "users/ann", "invalid_argument"),
        (LIST, "users/ann/webhooks/x y", "invalid_argument"),
        (LIST, "users/nobody/webhooks/00", "not_found"),
        (LIST, "users/ann/webhooks/00", "not_found"),
        (AGAIN, PARENT, "invalid_argument"),
        (AGAIN, f"{PARENT}/deliveries/", "invalid_argument"),
        (AGAIN, f"{PARENT}/deliveries/" + "0" * 99, "not_found"),
        (AGAIN, f"{PARENT}/deliveries/0", "not_found"),
    ],
)
async def test_names_of_nothing(
    people: tuple[Visitor, Visitor, Visitor],
    hook: Webhook,
    rpc: str,
    name: str,
    code: str,
) -> None:
    field = "parent" if rpc == LIST else "name"
    assert (await people[1].refused(rpc, **{field: name}))[0] == code
    assert hook.id
