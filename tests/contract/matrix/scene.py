"""One call of the matrix: what it needs on the stage, and what it says."""

import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

from appliance.models.binding import move_attachment_to_trash
from appliance.models.identity import Device, start_session
from appliance.models.notification import Notification, NotificationKind
from appliance.models.trash import move_to_trash
from appliance.models.webhook import Delivery, DeliveryState, Webhook
from tests.clients import OK, Outcome
from tests.contract.matrix.cast import Cast, Placed
from tests.contract.matrix.rules import Caller
from tests.servers import PASSWORD
from tests.wire import Json

_numbers = count(1)
PROVIDER = {
    "type": "OAUTH2",
    "title": "Provider",
    "config": {
        "oauth2Config": {
            "clientId": "id",
            "clientSecret": "secret",
            "authUrl": "https://example.org/authorize",
            "tokenUrl": "https://example.org/token",
            "userInfoUrl": "https://example.org/me",
            "scopes": ["profile"],
            "fieldMapping": {"identifier": "login"},
        }
    },
}


@dataclass(slots=True)
class Scene:
    """One caller before one subject, over one transport."""

    cast: Cast
    transport: str
    caller: Caller
    placed: Placed
    token: str = ""
    made: list[str] = field(default_factory=list)

    @property
    def memo(self) -> str:
        """The subject's resource name."""
        return self.placed.name

    @property
    def owner(self) -> str:
        """The resource name of the account that everything belongs to."""
        return f"users/{self.cast.people[Caller.OWNER].username}"

    def fresh(self, word: str) -> str:
        """Make a name that nothing has."""
        return f"{word}-{next(_numbers)}"

    async def say(self, rpc: str, request: Json) -> Outcome:
        """Make the call."""
        client = self.cast.clients[self.transport]
        return await client.call(rpc, request, token=self.token)

    async def as_admin(self, rpc: str, **request: object) -> Json:
        """Prepare something that only an administrator may."""
        return await self._prepare(Caller.ADMIN, rpc, request)

    async def as_owner(self, rpc: str, **request: object) -> Json:
        """Prepare something that only the owner may."""
        return await self._prepare(Caller.OWNER, rpc, request)

    async def _prepare(self, caller: Caller, rpc: str, request: Json) -> Json:
        client = self.cast.clients["connect-json"]
        outcome = await client.call(rpc, request, token=self.cast.tokens[caller])
        assert outcome.code == OK, outcome
        return outcome.message

    async def provider(self) -> str:
        """Make an identity provider and return its name."""
        made = await self.as_admin(
            "IdentityProviderService/CreateIdentityProvider",
            identityProvider=PROVIDER,
            identityProviderId=self.fresh("idp"),
        )
        return str(made["name"])

    async def session(self) -> str:
        """Make a session of the owner's, on another device."""
        owner = self.cast.people[Caller.OWNER].id
        now = time.time_ns() // 1000
        made = await start_session(self.cast.database, owner, Device("", ""), now)
        return f"{self.owner}/sessions/{made.session_id}"

    async def notification(self) -> str:
        """Tell the owner something and return its name."""
        people = self.cast.people
        async with self.cast.database.write() as transaction:
            row = await Notification.create(
                using_db=transaction.connection,
                receiver_id=people[Caller.OWNER].id,
                sender_id=people[Caller.OTHER].id,
                memo_id=self.placed.memo.id,
                kind=NotificationKind.MEMO_MENTION,
                create_time=0,
            )
        return f"{self.owner}/notifications/{row.id}"

    async def webhook(self) -> str:
        """Make a webhook of the owner's and return its name."""
        made = await self.as_admin(
            "UserService/CreateUserWebhook",
            parent=self.owner,
            webhook={"url": "https://1.1.1.1/hook", "displayName": "hook"},
        )
        return str(made["name"])

    async def shortcut(self) -> str:
        """Make a shortcut of the owner's and return its name."""
        made = await self.as_owner(
            "ShortcutService/CreateShortcut",
            parent=self.owner,
            shortcut={"title": "a", "filter": "pinned"},
        )
        return str(made["name"])

    async def upload(self) -> str:
        """Begin an upload of the owner's and return its name."""
        made = await self.as_owner(
            "UploadService/CreateUpload", attachment={"filename": "a.txt"}, size="1"
        )
        return str(made["name"])

    async def delivery(self) -> str:
        """Have something to deliver to a webhook of the owner's; return its name."""
        webhook = await self.webhook()
        row = await Webhook.get(uid=webhook.rpartition("/")[2])
        uid = str(uuid.uuid4())
        async with self.cast.database.write() as transaction:
            await Delivery.create(
                using_db=transaction.connection,
                webhook_id=row.id,
                uid=uid,
                sequence=0,
                activity="memos.memo.created",
                body="{}",
                state=DeliveryState.FAILED,
                next_time=0,
                create_time=0,
            )
        return f"{webhook}/deliveries/{uid}"

    async def trashed(self) -> str:
        """Move the subject to the trash and return the entry's name."""
        memo = self.placed.memo
        async with self.cast.database.write() as transaction:
            entry = await move_to_trash(
                transaction, memo, deleter_id=memo.creator_id, now=0
            )
        return f"trash/{entry.id}"

    async def trashed_file(self) -> str:
        """Move the subject's file to the trash and return the entry's name."""
        file = self.placed.attachment
        async with self.cast.database.write() as transaction:
            entry = await move_attachment_to_trash(
                transaction, file, deleter_id=file.creator_id, now=0
            )
        return f"trashed-attachments/{entry.id}"

    async def doomed(self) -> str:
        """Make an account to delete; its owner deletes it in person."""
        username = self.fresh("doomed")
        account = {"username": username, "password": PASSWORD}
        await self.as_admin("UserService/CreateUser", user=account)
        if self.caller is Caller.OWNER:
            client = self.cast.clients["connect-json"]
            credentials = {"username": username, "password": PASSWORD}
            outcome = await client.call(
                "AuthService/SignIn", {"passwordCredentials": credentials}
            )
            self.token = outcome.message["accessToken"]
        return f"users/{username}"


Ask = Callable[[Scene], Json | Awaitable[Json]]
