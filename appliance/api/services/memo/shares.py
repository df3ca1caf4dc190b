"""Share links: whoever has one reads the memo, signed in or not."""

import shortuuid
from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragment, Fragments
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import uid_of
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import current_second, second
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models import access, reads
from appliance.models.base import State
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.share import MemoShare, find_shared


class Shares:
    """The RPCs of MemoService about share links."""

    def __init__(self, *, database: Database, fragments: Fragments) -> None:
        self._database = database
        self._fragments = fragments

    async def create_memo_share(
        self, request: pb.CreateMemoShareRequest, _ctx: RequestContext
    ) -> pb.MemoShare:
        """Make a link to a memo, for ever or until a time to come."""
        principal = require_principal()
        now = current_second()
        share = MemoShare(
            uid=shortuuid.uuid(),
            creator_id=principal.user_id,
            create_time=now,
            expire_time=_expiry(request.memo_share),
        )
        async with self._database.write() as transaction:
            memo = await writing.load_writable(transaction, request.parent, principal)
            if share.expire_time is not None and share.expire_time <= now:
                raise InvalidArgumentError("expire_time must be in the future")
            share.memo_id = memo.id
            await share.save(using_db=transaction.connection)
            await writing.announce(
                transaction, memo, ChangeKind.SHARE_CREATED, principal
            )
        return converters.memo_share(share, memo.uid)

    async def list_memo_shares(
        self, request: pb.ListMemoSharesRequest, _ctx: RequestContext
    ) -> pb.ListMemoSharesResponse:
        """List the links to a memo, the oldest first, also those that have expired."""
        principal = require_principal()
        uid = uid_of(request.parent, "memos", "memo")
        place = await reads.find_memo(self._database, uid=uid)
        if place is None:
            raise NotFoundError("memo not found")
        access.require_writable(principal, place.guarded)
        rows = await MemoShare.filter(memo_id=place.id).order_by("id")
        return pb.ListMemoSharesResponse(
            memo_shares=[converters.memo_share(row, uid) for row in rows]
        )

    async def delete_memo_share(
        self, request: pb.DeleteMemoShareRequest, _ctx: RequestContext
    ) -> Empty:
        """Make a link lead nowhere."""
        principal = require_principal()
        memo_name, token = _split(request.name)
        async with self._database.write() as transaction:
            connection = transaction.connection
            memo = await writing.load_writable(transaction, memo_name, principal)
            row = await MemoShare.get_or_none(
                uid=token, memo_id=memo.id, using_db=connection
            )
            if row is None:
                raise NotFoundError("memo share not found")
            await row.delete(using_db=connection)
            await writing.announce(
                transaction, memo, ChangeKind.SHARE_DELETED, principal
            )
        return Empty()

    async def get_shared_memo(
        self, request: pb.GetSharedMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Answer the memo that a link leads to, without what surrounds it.

        Nobody learns whether a link expired, was deleted or never existed.
        """
        memo_id = await find_shared(
            self._database, request.share_token, current_second()
        )
        if memo_id is None:
            raise NotFoundError("not found")
        place = await reads.find_memo(self._database, memo_id=memo_id)
        fragment = await self._fragments.load_one(place) if place else None
        if place is None or fragment is None:
            raise NotFoundError("not found")
        line = await reads.ancestors(self._database, place.parent_id)
        guards = [fragment.guarded, *(each.guarded for each in line)]
        if any(each.state == State.ARCHIVED for each in guards):
            raise NotFoundError("not found")
        return fragment.without_parent()


def _expiry(share: pb.MemoShare | None) -> int | None:
    return second(share.expire_time) if share and share.expire_time else None


def _split(name: str) -> tuple[str, str]:
    """Return the memo's name and the token of `memos/x/shares/token`."""
    memo_name, _, token = name.partition("/shares/")
    if not memo_name.startswith("memos/") or not token or "/" in token:
        raise InvalidArgumentError(f'invalid share name: invalid request "{name}"')
    return memo_name, token
