"""E-mail about notifications: each is sent once, after a few tries, in order.

The place in the change log moves behind a notification when its mail is sent or given
up, so a process that dies in between may send one mail twice, under the same identity.
"""

import asyncio
import time
from collections.abc import Sequence

import structlog

from appliance.api.outgoing.mail import Mail, MailError, MailServer, send_mail
from appliance.api.settings.keys import NOTIFICATION
from appliance.errors import ApplianceError, InvalidArgumentError
from appliance.models import reads
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row
from appliance.models.instance import InstanceSettings
from appliance.models.notification import Notification, NotificationKind
from appliance.models.runner import Lease, LostLeaseError, advance, find_place, told
from appliance.models.user import Account, Accounts

PLACE = "mail"
BATCH = 50
STRIDE = 1000
PAUSE = 5.0
# Pauses between tries; behind the last one the mail is given up.
RETRIES = (10.0, 60.0, 300.0)
# Older news is no news: the server was down, or mail was switched off, for long.
MAX_AGE = 24 * 3600
VERBS = {
    NotificationKind.MEMO_COMMENT: "commented on your memo",
    NotificationKind.MEMO_MENTION: "mentioned you in a memo",
}
WATCHED = frozenset({ChangeKind.NOTIFICATION_CREATED, ChangeKind.SETTING_UPDATED})

_LOG = structlog.get_logger()


class Mailer:
    """Tells people by mail what their inbox tells them, while it holds the lease."""

    def __init__(
        self,
        *,
        database: Database,
        accounts: Accounts,
        settings: InstanceSettings,
        instance_url: str,
        lease: Lease,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._settings = settings
        self._url = instance_url.rstrip("/")
        self._lease = lease
        self._news = asyncio.Event()
        self._cursor = self._noted = 0
        database.listeners.append(self.on_changes)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Hear of notifications, made here and in other processes."""
        if any(change.kind in WATCHED for change in changes):
            self._news.set()

    async def run(self) -> None:
        """Work until cancelled, or until another process does the work."""
        self._cursor = self._noted = (await find_place(self._database, PLACE)).sequence
        while True:
            self._news.clear()
            try:
                while await self._take():
                    pass
            except LostLeaseError:
                raise
            except Exception as error:  # noqa: BLE001 - the loop must outlive any fault
                _LOG.warning("mail waits", error=repr(error))
                await asyncio.sleep(PAUSE)
                continue
            await self._news.wait()

    async def _take(self) -> bool:
        """Tell of the next notifications; return whether there may be more."""
        newest = await self._database.sequence()
        changes = await told(self._database, self._cursor, newest, WATCHED, BATCH)
        for change in changes:
            if change["kind"] == ChangeKind.NOTIFICATION_CREATED:
                await self._tell(change)
            # Noted also when settings change: a restart must not mail what happened
            # while mail was switched off.
            await self._note(change["sequence"])
        more = len(changes) == BATCH
        if not more:
            self._cursor = newest
            if newest - self._noted >= STRIDE:
                await self._note(newest)
        return more

    async def _note(self, sequence: int) -> None:
        async with self._database.write() as transaction:
            await self._lease.require(transaction)
            await advance(transaction, PLACE, sequence)
        self._cursor = self._noted = sequence

    async def _tell(self, change: Row) -> None:
        number = change["name"].rpartition("/")[2]
        for pause in (*RETRIES, None):
            server = await self._server()
            mail = await self._mail(int(number)) if server else None
            if server is None or mail is None:
                return
            try:
                await send_mail(server, mail)
            except (MailError, InvalidArgumentError) as error:
                lasting = getattr(error, "lasting", True)
                _LOG.warning("mail not sent", error=str(error), again=not lasting)
                if lasting or pause is None:
                    return
                await asyncio.sleep(pause)
            else:
                return

    async def _server(self) -> MailServer | None:
        """Return the mail server if notifications go by mail at present."""
        setting = NOTIFICATION.parse(await self._settings.get(NOTIFICATION.name))
        if not self._url or setting.email is None or not setting.email.enabled:
            return None
        return MailServer.of(setting.email)

    async def _mail(self, number: int) -> Mail | None:
        """Write the mail; None where it would tell nothing, or too much."""
        row = await Notification.get_or_none(id=number)
        if row is None or row.create_time < time.time() - MAX_AGE:
            return None
        receiver = await self._accounts.find(row.receiver_id)
        sender = await self._accounts.find(row.sender_id)
        if not receiver or not sender or not receiver.email:
            return None
        if receiver.state != State.NORMAL:
            return None
        memo = await self._readable(receiver, row.memo_id)
        if memo is None:
            return None
        name = sender.display_name or sender.username
        happened = f"{name} {VERBS[NotificationKind(row.kind)]}"
        text = (
            f"{happened}:\n\n"
            f"    {memo['snippet'] or '(no text)'}\n\n"
            f"Read it here: {self._url}/memos/{memo['uid']}\n\n"
            f"You get this because {self._url} knows your address "
            f"as that of {receiver.username}.\n"
        )
        return Mail(
            to=receiver.email,
            subject=f"[Memos] {happened}",
            text=text,
            identity=f"notification-{row.id}-{row.create_time}",
        )

    async def _readable(self, receiver: Account, memo_id: int) -> Row | None:
        reader = Principal(
            receiver.id,
            receiver.username,
            Role(receiver.role),
            Credential.ACCESS_TOKEN,
        )
        try:
            await reads.find_readable(self._database, reader, memo_id=memo_id)
        except ApplianceError:
            return None
        return (await reads.load_memos(self._database, [memo_id])).get(memo_id)
