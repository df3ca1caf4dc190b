"""Notifications: listed, put away, deleted by whom they are for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from protobuf import Oneof
from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.resources import Page, digest
from appliance.api.services.user.owners import Owners
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Row, Transaction
from appliance.models.listing import Cursor
from appliance.models.news import Glimpse, list_news, load_glimpses
from appliance.models.notification import Notification, NotificationKind
from appliance.models.user import Account, Accounts

COLLECTION = "/notifications/"
# The page size that clients name is not heeded: they want all and follow no token.
PAGE_SIZE = 1000
MAX_ID_DIGITS = 18

Message: TypeAlias = pb.UserNotification
CommentValue: TypeAlias = Oneof[Literal["memo_comment"], Message.MemoCommentPayload]
MentionValue: TypeAlias = Oneof[Literal["memo_mention"], Message.MemoMentionPayload]


class Notifications:
    """The RPCs of UserService that are about notifications."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts
        self._owners = Owners(accounts)

    async def list_user_notifications(
        self, request: pb.ListUserNotificationsRequest, _ctx: RequestContext
    ) -> pb.ListUserNotificationsResponse:
        """List the caller's, the newest first; the filter is not heeded."""
        owner = await self._owners.require_self(request.parent)
        asked = digest("notifications", owner.id)
        page = Page.parse(request.page_token, PAGE_SIZE, asked)
        before = page.cursor.key if page.cursor else None
        rows = await list_news(
            self._database, owner.id, before=before, limit=page.limit + 1
        )
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        return pb.ListUserNotificationsResponse(
            notifications=await self._answers(owner, shown),
            next_page_token=(
                page.next_token(Cursor(pinned=False, key=shown[-1]["id"]))
                if more
                else ""
            ),
        )

    async def update_user_notification(
        self, request: pb.UpdateUserNotificationRequest, _ctx: RequestContext
    ) -> pb.UserNotification:
        """Put a notification away, or back among the unread."""
        wanted = request.notification
        if wanted is None:
            raise InvalidArgumentError("notification is required")
        owner, number = await self._parsed(wanted.name)
        paths = request.update_mask.paths if request.update_mask else ()
        async with self._database.write() as transaction:
            row = await _load(transaction, number, owner)
            row.status = _status(wanted, paths)
            await row.save(using_db=transaction.connection, update_fields=["status"])
            transaction.record(_change(row, owner))
        rows = await list_news(self._database, owner.id, before=number + 1, limit=1)
        answers = await self._answers(
            owner, [row for row in rows if row["id"] == number]
        )
        if not answers:
            raise NotFoundError("notification not found")
        return answers[0]

    async def delete_user_notification(
        self, request: pb.DeleteUserNotificationRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a notification."""
        owner, number = await self._parsed(request.name)
        async with self._database.write() as transaction:
            row = await _load(transaction, number, owner)
            await row.delete(using_db=transaction.connection)
            transaction.record(_change(row, owner))
        return Empty()

    async def _parsed(self, name: str) -> tuple[Account, int]:
        """Return whom a notification is for, who must be the caller, and its id."""
        parent, _, number = name.rpartition(COLLECTION)
        place = "invalid notification name: "
        if not parent or "/" in number:
            raise InvalidArgumentError(f'{place}invalid request "{name}"')
        owner = await self._owners.require_self(parent, noun="notification")
        if not (number.isascii() and number.isdigit()):
            raise InvalidArgumentError(f"{place}invalid notification id: {number}")
        if len(number) > MAX_ID_DIGITS:
            raise NotFoundError("notification not found")
        return owner, int(number)

    async def _answers(
        self, owner: Account, rows: Sequence[Row]
    ) -> list[pb.UserNotification]:
        """Convert rows, leaving out those whose sender has just vanished."""
        principal = require_principal()
        glimpses = await load_glimpses(self._database, principal, rows)
        senders = await self._senders(row["sender_id"] for row in rows)
        return [
            pb.UserNotification(
                name=f"{owner.name}{COLLECTION}{row['id']}",
                sender=sender.name,
                sender_user=converters.user(sender, principal),
                status=pb.UserNotification.Status(row["status"]),
                create_time=converters.time(row["create_time"]),
                type=pb.UserNotification.Type(row["kind"]),
                payload=_payload(row, glimpses),
            )
            for row in rows
            if (sender := senders.get(row["sender_id"]))
        ]

    async def _senders(self, ids: Iterable[int]) -> dict[int, Account]:
        return {
            user_id: account
            for user_id in set(ids)
            if (account := await self._accounts.find(user_id))
        }


def _payload(
    row: Row, glimpses: Mapping[int, Glimpse]
) -> CommentValue | MentionValue | None:
    """Return what the news is about; None once that cannot be shown any more."""
    memo, related = glimpses.get(row["memo_id"]), glimpses.get(row["related_memo_id"])
    if memo is None or (related is None and row["related_memo_id"] is not None):
        return None
    name, snippet = f"memos/{memo.uid}", memo.snippet
    above = f"memos/{related.uid}" if related else ""
    above_snippet = related.snippet if related else ""
    if row["kind"] == NotificationKind.MEMO_COMMENT:
        comment: CommentValue = Oneof(
            "memo_comment",
            Message.MemoCommentPayload(
                memo=name,
                related_memo=above,
                memo_snippet=snippet,
                related_memo_snippet=above_snippet,
            ),
        )
        return comment
    mention: MentionValue = Oneof(
        "memo_mention",
        Message.MemoMentionPayload(
            memo=name,
            related_memo=above,
            memo_snippet=snippet,
            related_memo_snippet=above_snippet,
        ),
    )
    return mention


def _status(wanted: pb.UserNotification, paths: Iterable[str]) -> int:
    """Return the status to store, the one thing that a mask may name."""
    named = list(paths)
    if not named:
        raise InvalidArgumentError("update mask is empty")
    for path in named:
        if path != "status":
            raise InvalidArgumentError(f"invalid update path: {path}")
    if wanted.status not in (Message.Status.UNREAD, Message.Status.ARCHIVED):
        raise InvalidArgumentError("invalid status")
    return int(wanted.status)


async def _load(transaction: Transaction, number: int, owner: Account) -> Notification:
    row = await Notification.get_or_none(id=number, using_db=transaction.connection)
    if row is None:
        raise NotFoundError("notification not found")
    if row.receiver_id != owner.id:
        raise PermissionDeniedError("permission denied")
    return row


def _change(row: Notification, owner: Account) -> Change:
    return Change(
        kind=ChangeKind.NOTIFICATION_UPDATED,
        name=f"{owner.name}{COLLECTION}{row.id}",
        owner_id=owner.id,
        actor_id=owner.id,
    )
