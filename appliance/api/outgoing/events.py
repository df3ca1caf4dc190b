"""What the change log means for webhooks: which event goes to whom, with which body."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appliance.api.fragments import Fragment, Fragments
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.outgoing.struct_json import dumps, plain
from appliance.api.outgoing.trashed import trashed_message
from appliance.models import reads
from appliance.models.access import Credential, Guarded, Principal
from appliance.models.aggregate import Aggregate
from appliance.models.base import Role, Visibility
from appliance.models.change import ChangeKind
from appliance.models.database import Database, Row
from appliance.models.trash import TrashedMemo
from appliance.models.user import Accounts
from appliance.models.webhook import Delivery, Webhook, hooks_of

CREATED = "memos.memo.created"
UPDATED = "memos.memo.updated"
DELETED = "memos.memo.deleted"
COMMENTED = "memos.memo.comment.created"
# A memo that comes back from the trash is new to whoever was told of its deletion.
ACTIVITIES = {
    ChangeKind.MEMO_CREATED: CREATED,
    ChangeKind.MEMO_RESTORED: CREATED,
    ChangeKind.MEMO_UPDATED: UPDATED,
    ChangeKind.MEMO_DELETED: DELETED,
}
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class _Subject:
    """The memo of an event as it is by now, or as the trash keeps it."""

    fragment: Fragment | None = None
    message: pb.Memo | None = None
    guarded: Guarded | None = None
    parent_id: int | None = None


class Events:
    """Turns changes into deliveries, each body complete."""

    def __init__(
        self, *, database: Database, accounts: Accounts, fragments: Fragments
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._fragments = fragments

    async def deliveries(self, changes: Sequence[Row]) -> list[Delivery]:
        """Return what webhooks are to be told of rows of the change log, in order."""
        mine = [change for change in changes if change["kind"] in ACTIVITIES]
        if not mine or not await Webhook.all().limit(1).only("id"):
            return []
        found: list[Delivery] = []
        for change in mine:
            found += await self._of(change)
        return found

    async def _of(self, change: Row) -> list[Delivery]:
        owner = change["owner_id"]
        hooks = await self._hooks(owner)
        created = change["kind"] == ChangeKind.MEMO_CREATED
        if not hooks and not created:
            return []
        subject = await self._subject(change)
        found: list[Delivery] = []
        if hooks:
            message = await self._message(change, subject, owner)
            activity = ACTIVITIES[change["kind"]]
            found += _deliveries(hooks, change, activity, message)
        above = await self._owner_above(owner, subject) if created else None
        if above is not None and (hooks := await self._hooks(above)):
            message = await self._message(change, subject, above)
            found += _deliveries(hooks, change, COMMENTED, message)
        return found

    async def _hooks(self, user_id: int) -> Sequence[Row]:
        return (await hooks_of(self._database, [user_id])).get(user_id, ())

    async def _owner_above(self, owner: int, subject: _Subject) -> int | None:
        """Return whose memo is commented, if that user may read the comment."""
        if subject.parent_id is None or subject.guarded is None:
            return None
        parent = await reads.find_memo(self._database, memo_id=subject.parent_id)
        if parent is None:
            return None
        hidden = subject.guarded.visibility == Visibility.PRIVATE
        return None if hidden and parent.creator_id != owner else parent.creator_id

    async def _subject(self, change: Row) -> _Subject:
        uid = change["name"].partition("/")[2]
        if change["kind"] != ChangeKind.MEMO_DELETED:
            place = await reads.find_memo(self._database, uid=uid)
            fragment = await self._fragments.load_one(place) if place else None
            if place and fragment:
                return _Subject(
                    fragment=fragment, guarded=place.guarded, parent_id=place.parent_id
                )
        trashed = await TrashedMemo.filter(uid=uid).order_by("-id").first()
        if trashed is None:
            return _Subject()
        aggregate = Aggregate.from_json(trashed.aggregate)
        memo = aggregate.memos[0]
        return _Subject(
            message=await trashed_message(self._accounts, aggregate),
            guarded=memo.guarded,
            parent_id=memo.parent_id,
        )

    async def _message(self, change: Row, subject: _Subject, viewer_id: int) -> pb.Memo:
        """Return the memo as the owner of a webhook sees it."""
        if subject.message:
            return subject.message
        account = await self._accounts.find(viewer_id)
        if subject.fragment and account:
            viewer = Principal(
                account.id,
                account.username,
                Role(account.role),
                Credential.ACCESS_TOKEN,
            )
            return (await self._fragments.shown_alone(subject.fragment, viewer)).memo
        # Gone with the memo above it, or for good: its name is all there is to tell.
        creator = await self._accounts.find(change["owner_id"])
        return pb.Memo(name=change["name"], creator=creator.name if creator else "")


def _deliveries(
    hooks: Sequence[Row], change: Row, activity: str, memo: pb.Memo
) -> Iterator[Delivery]:
    """Make the rows; no webhook is told of what happened before it was there."""
    now = int(time.time())
    content = plain(memo)
    for hook in hooks:
        if change["create_time"] // SECOND < hook["create_time"]:
            continue
        body = {
            "url": hook["url"],
            "activityType": activity,
            "creator": memo.creator,
            "memo": content,
        }
        yield Delivery(
            webhook_id=hook["id"],
            uid=str(uuid.uuid4()),
            sequence=change["sequence"],
            activity=activity,
            body=dumps(body),
            next_time=now,
            create_time=now,
        )
