"""Deliveries of webhooks to messages."""

from appliance.api import converters
from appliance.api.gen.appliance.v1 import webhook_service_pb as pb
from appliance.models.webhook import Delivery, DeliveryState

NAME = "users/ann/webhooks/00"


def delivery(**changes: object) -> Delivery:
    columns = {
        "uid": "u-1",
        "activity": "memos.memo.created",
        "body": "sesame",
        "state": DeliveryState.PENDING.value,
        "attempts": 2,
        "status": 503,
        "reason": "busy",
        "create_time": 100,
        "next_time": 110,
        "finish_time": None,
    }
    return Delivery(webhook_id=1, sequence=1, **(columns | changes))


def test_pending_delivery_has_a_next_attempt() -> None:
    assert converters.webhook_delivery(delivery(), NAME) == pb.WebhookDelivery(
        name=f"{NAME}/deliveries/u-1",
        activity_type="memos.memo.created",
        state=pb.WebhookDelivery.State.PENDING,
        attempts=2,
        status=503,
        reason="busy",
        create_time=converters.time(100),
        next_attempt_time=converters.time(110),
    )


def test_finished_delivery_has_an_end_and_no_next_attempt() -> None:
    row = delivery(state=DeliveryState.FAILED.value, finish_time=120)
    message = converters.webhook_delivery(row, NAME)
    assert message.state == pb.WebhookDelivery.State.FAILED
    assert message.finish_time == converters.time(120)
    assert message.next_attempt_time is None
    assert "sesame" not in str(message)
