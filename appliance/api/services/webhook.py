"""The log of what webhooks were told: listed, and told again."""

import re
import time

from appliance.api import converters
from appliance.api.auth import require_principal, require_self_or_admin
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import webhook_service_pb as pb
from appliance.api.resources import Page, digest
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
)
from appliance.models.base import UID_LENGTH
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.listing import Cursor
from appliance.models.user import Accounts
from appliance.models.webhook import Delivery, DeliveryState, Webhook

PARENT = re.compile(r"(?P<owner>users/[^/\0]{1,255})/webhooks/(?P<uid>[0-9a-f]{1,36})")
DELIVERY = re.compile(r"(?P<parent>.+)/deliveries/(?P<uid>[0-9a-f-]+)")


class WebhookService:
    """appliance.v1.WebhookService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    async def list_webhook_deliveries(
        self, request: pb.ListWebhookDeliveriesRequest, _ctx: RequestContext
    ) -> pb.ListWebhookDeliveriesResponse:
        """List what a webhook was told or is to be told, newest first."""
        webhook = await self._webhook(request.parent)
        asked = digest("deliveries", webhook.id)
        page = Page.parse(request.page_token, request.page_size, asked)
        rows = Delivery.filter(webhook_id=webhook.id)
        if page.cursor:
            rows = rows.filter(id__lt=page.cursor.key)
        found = await rows.order_by("-id").offset(page.skip).limit(page.limit + 1)
        shown = found[: page.limit]
        more = len(found) > page.limit
        return pb.ListWebhookDeliveriesResponse(
            deliveries=[
                converters.webhook_delivery(row, request.parent) for row in shown
            ],
            next_page_token=(
                page.next_token(Cursor(pinned=False, key=shown[-1].id)) if more else ""
            ),
        )

    async def redeliver_webhook(
        self, request: pb.RedeliverWebhookRequest, _ctx: RequestContext
    ) -> pb.WebhookDelivery:
        """Have an event sent once more; the receiver can tell that it is the same."""
        match = DELIVERY.fullmatch(request.name)
        if match is None:
            raise InvalidArgumentError("invalid delivery name")
        webhook = await self._webhook(match["parent"])
        if len(match["uid"]) > UID_LENGTH:
            raise NotFoundError("delivery not found")
        async with self._database.write() as transaction:
            row = await Delivery.get_or_none(
                uid=match["uid"],
                webhook_id=webhook.id,
                using_db=transaction.connection,
            )
            if row is None:
                raise NotFoundError("delivery not found")
            row.state, row.finish_time = DeliveryState.PENDING.value, None
            # It has the whole patience of the sender again.
            row.attempts, row.create_time = 0, int(time.time())
            row.next_time = row.create_time
            await row.save(using_db=transaction.connection)
            # The sender looks again when a webhook has changed.
            transaction.record(
                Change(
                    kind=ChangeKind.WEBHOOK_UPDATED,
                    name=match["parent"],
                    owner_id=webhook.user_id,
                    actor_id=require_principal().user_id,
                )
            )
        return converters.webhook_delivery(row, match["parent"])

    async def _webhook(self, name: str) -> Webhook:
        """Return the webhook, which must be the caller's unless that administers."""
        principal = require_principal()
        match = PARENT.fullmatch(name)
        if match is None:
            raise InvalidArgumentError("invalid webhook name")
        owner = await self._accounts.find_by_username(match["owner"].partition("/")[2])
        if owner is None:
            raise NotFoundError("webhook not found")
        require_self_or_admin(principal, owner.id)
        webhook = await Webhook.get_or_none(uid=match["uid"], user_id=owner.id)
        if webhook is None:
            raise NotFoundError("webhook not found")
        return webhook
