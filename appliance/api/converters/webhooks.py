"""Deliveries of webhooks to messages."""

from appliance.api.converters.times import time
from appliance.api.gen.appliance.v1 import webhook_service_pb as pb
from appliance.models.webhook import Delivery, DeliveryState


def webhook_delivery(row: Delivery, webhook: str) -> pb.WebhookDelivery:
    """Convert a delivery; its body stays here, an administrator may not read it."""
    pending = row.state == DeliveryState.PENDING
    return pb.WebhookDelivery(
        name=f"{webhook}/deliveries/{row.uid}",
        activity_type=row.activity,
        state=pb.WebhookDelivery.State(row.state),
        attempts=row.attempts,
        status=row.status,
        reason=row.reason,
        create_time=time(row.create_time),
        next_attempt_time=time(row.next_time) if pending else None,
        finish_time=None if row.finish_time is None else time(row.finish_time),
    )
