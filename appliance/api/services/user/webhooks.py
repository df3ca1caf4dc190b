"""Webhooks: the addresses that are told of a user's memos, and their secrets."""

import re
import secrets
import time
from urllib.parse import urlsplit

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal, require_self_or_admin
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.outgoing.fetch import PORTS, SCHEMES, FetchError, parse_url
from appliance.api.outgoing.signing import check_secret, new_secret
from appliance.api.outgoing.targets import (
    ForbiddenTargetError,
    Policy,
    UnresolvedError,
    is_internal,
)
from appliance.api.resources import mask_paths, uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
)
from appliance.models.base import UID_LENGTH
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.user import Account, Accounts
from appliance.models.webhook import Webhook, list_webhooks, retry_pending

UID_BYTES = 8
MAX_URL = 2048
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
MAX_TITLE = 255
# Each event is stored once per webhook before it is sent.
MAX_WEBHOOKS = 100
FIELDS = ("url", "display_name", "signing_secret")


class Webhooks:
    """The RPCs of UserService that are about webhooks."""

    def __init__(
        self, *, database: Database, accounts: Accounts, policy: Policy
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._policy = policy

    async def list_user_webhooks(
        self, request: pb.ListUserWebhooksRequest, _ctx: RequestContext
    ) -> pb.ListUserWebhooksResponse:
        """List a user's webhooks, oldest first; secrets are not among them."""
        account = await self._owner(request.parent)
        return pb.ListUserWebhooksResponse(
            webhooks=[
                converters.user_webhook(row, account.username)
                for row in await list_webhooks(account.id)
            ]
        )

    async def create_user_webhook(
        self, request: pb.CreateUserWebhookRequest, _ctx: RequestContext
    ) -> pb.UserWebhook:
        """Add a webhook; without a secret of the caller's it gets a fresh one."""
        account = await self._owner(request.parent)
        wanted = _required(request.webhook)
        _check_texts(wanted)
        # Names are looked up before the writer's turn begins.
        await self._check_target(wanted.url)
        now = int(time.time())
        row = Webhook(
            uid=secrets.token_hex(UID_BYTES),
            user_id=account.id,
            display_name=wanted.display_name,
            url=wanted.url.strip(" "),
            signing_secret=wanted.signing_secret or new_secret(),
            create_time=now,
            update_time=now,
        )
        async with self._database.write() as transaction:
            connection = transaction.connection
            mine = Webhook.filter(user_id=account.id).using_db(connection)
            if await mine.count() >= MAX_WEBHOOKS:
                raise ResourceExhaustedError(f"at most {MAX_WEBHOOKS} webhooks")
            await row.save(using_db=connection)
            transaction.record(_change(row, account))
        return converters.user_webhook(row, account.username)

    async def update_user_webhook(
        self, request: pb.UpdateUserWebhookRequest, _ctx: RequestContext
    ) -> pb.UserWebhook:
        """Change what the mask names; without a mask, whatever has a value."""
        wanted = _required(request.webhook)
        account, uid = await self._named(wanted.name)
        if request.update_mask is None:
            paths = {field for field in FIELDS if getattr(wanted, field)}
        else:
            paths = mask_paths(request.update_mask.paths) & set(FIELDS)
        await _find(account, uid)
        _check_texts(wanted)
        if "url" in paths:
            await self._check_target(wanted.url)
        async with self._database.write() as transaction:
            row = await _load(transaction, account, uid)
            for field in paths:
                setattr(row, field, getattr(wanted, field))
            row.url = row.url.strip(" ")
            row.update_time = int(time.time())
            await row.save(using_db=transaction.connection)
            # What waited for a receiver at the old place need not wait any longer.
            await retry_pending(transaction, row.id, row.update_time)
            transaction.record(_change(row, account))
        return converters.user_webhook(row, account.username)

    async def delete_user_webhook(
        self, request: pb.DeleteUserWebhookRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a webhook and whatever was still to be delivered to it."""
        account, uid = await self._named(request.name)
        async with self._database.write() as transaction:
            row = await _load(transaction, account, uid)
            await row.delete(using_db=transaction.connection)
            transaction.record(_change(row, account))
        return Empty()

    async def get_user_webhook_signing_secret(
        self, request: pb.GetUserWebhookSigningSecretRequest, _ctx: RequestContext
    ) -> pb.GetUserWebhookSigningSecretResponse:
        """Answer the secret; empty: deliveries are not signed."""
        account, uid = await self._named(request.name)
        row = await _find(account, uid)
        return pb.GetUserWebhookSigningSecretResponse(signing_secret=row.signing_secret)

    async def _owner(self, name: str, what: str = "parent") -> Account:
        """Return the user, who must be the caller unless that is an administrator."""
        principal = require_principal()
        prefix, _, username = name.partition("/")
        if prefix != "users" or not username or "/" in username:
            raise InvalidArgumentError(f'invalid {what}: invalid request "{name}"')
        account = await self._accounts.find_by_username(uid_of(name, "users", "user"))
        if account is None:
            raise InvalidArgumentError(f"invalid {what}: user not found: {name}")
        require_self_or_admin(principal, account.id)
        return account

    async def _named(self, name: str) -> tuple[Account, str]:
        """Return the owner and the uid that a webhook's name holds."""
        parent, _, uid = name.rpartition("/webhooks/")
        if not parent or not uid or "/" in uid or "\0" in uid:
            raise InvalidArgumentError(
                f'invalid webhook name: invalid request "{name}"'
            )
        account = await self._owner(parent, "webhook name")
        if len(uid) > UID_LENGTH:
            raise NotFoundError("webhook not found")
        return account, uid

    async def _check_target(self, text: str) -> None:
        """Raise unless deliveries may go there."""
        url = text.strip(" ")
        if not url:
            raise InvalidArgumentError("webhook URL is required")
        if len(url) > MAX_URL:
            raise InvalidArgumentError(f"webhook URL is too long (max {MAX_URL})")
        malformed = InvalidArgumentError(
            f'invalid webhook URL: parse "{url}": invalid URI for request'
        )
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise malformed from error
        if not parts.scheme and not url.startswith("/"):
            raise malformed
        if STRAY_PERCENT.search(parts.path):
            raise malformed
        if parts.scheme not in SCHEMES:
            raise InvalidArgumentError(
                f'webhook URL must use http or https scheme, got "{parts.scheme}"'
            )
        if not parts.hostname:
            raise InvalidArgumentError("webhook URL must have a hostname")
        try:
            parsed = parse_url(url)
            await self._judge(parsed.host, parsed.port or PORTS[parsed.scheme])
        except FetchError as error:
            raise malformed from error

    async def _judge(self, host: str, port: int) -> None:
        if self._policy.everything:
            return
        try:
            await self._policy.resolve(host, port)
        except ForbiddenTargetError as error:
            if not is_internal(error.address):
                # Clients may store it; the delivery will say that it is not dialled.
                return
            raise InvalidArgumentError(
                "webhook URL must not resolve to a reserved or private IP address"
            ) from error
        except UnresolvedError as error:
            raise InvalidArgumentError(
                f"webhook URL hostname could not be resolved: {error}"
            ) from error


def _required(webhook: pb.UserWebhook | None) -> pb.UserWebhook:
    if webhook is None:
        raise InvalidArgumentError("webhook is required")
    return webhook


def _check_texts(wanted: pb.UserWebhook) -> None:
    check_secret(wanted.signing_secret)
    if "\0" in wanted.display_name or "\0" in wanted.url:
        raise InvalidArgumentError("text must not contain NUL characters")
    if len(wanted.display_name) > MAX_TITLE:
        raise InvalidArgumentError(f"display_name is too long (max {MAX_TITLE})")


async def _find(account: Account, uid: str) -> Webhook:
    row = await Webhook.get_or_none(uid=uid, user_id=account.id)
    if row is None:
        raise NotFoundError("webhook not found")
    return row


async def _load(transaction: Transaction, account: Account, uid: str) -> Webhook:
    row = await Webhook.get_or_none(
        uid=uid, user_id=account.id, using_db=transaction.connection
    )
    if row is None:
        raise NotFoundError("webhook not found")
    return row


def _change(row: Webhook, account: Account) -> Change:
    return Change(
        kind=ChangeKind.WEBHOOK_UPDATED,
        name=f"{account.name}/webhooks/{row.uid}",
        owner_id=account.id,
        actor_id=require_principal().user_id,
    )
