"""Memos: create, read, list, update, delete."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.auth import current_principal, require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragment, Fragments, MemoList
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.gen.memos.api.v1.common_pb import State as WireState
from appliance.api.remembered import Remembered
from appliance.api.resources import (
    Page,
    digest,
    mask_paths,
    new_uid,
    parse_order,
    uid_of,
)
from appliance.api.services.memo import writing
from appliance.api.services.memo.changes import Changes
from appliance.api.services.memo.drafts import Drafts, current_second
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models import access, reads
from appliance.models.base import State
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.filter import CreatorIs, compile_filter
from appliance.models.instance import InstanceSettings
from appliance.models.listing import Listing, list_page
from appliance.models.trash import move_to_trash
from appliance.models.user import Accounts


class Memos:
    """The RPCs of MemoService that are about memos themselves."""

    def __init__(
        self,
        *,
        database: Database,
        accounts: Accounts,
        settings: InstanceSettings,
        fragments: Fragments,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._drafts = Drafts(settings)
        self._changes = Changes(database, self._drafts)
        self._fragments = fragments
        self._pages: Remembered[Page, MemoList] = Remembered(
            database, lambda answer: answer.weight
        )

    async def get_memo(
        self, request: pb.GetMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Answer one memo or comment; a comment also needs its parent's leave."""
        principal = current_principal()
        uid = uid_of(request.name, "memos", "memo")
        place = await reads.find_readable(self._database, principal, uid=uid)
        fragment = await self._fragments.load_one(place)
        if fragment is None:
            raise NotFoundError("memo not found")
        # A write may have hidden it since it was found.
        access.require_readable(principal, fragment.guarded)
        return await self._fragments.shown_alone(fragment, principal)

    async def list_memos(
        self, request: pb.ListMemosRequest, _ctx: RequestContext
    ) -> MemoList:
        """Answer a page of what the caller may see; comments are not listed."""
        listing = await self._listing(request)
        page = Page.parse(
            request.page_token, request.page_size, _digest(listing, request)
        )
        if listing.filter:
            # A filter may speak of the time, which passes without any change.
            return await self._list(listing, page)
        return await self._pages.get(page, lambda: self._list(listing, page))

    async def _list(self, listing: Listing, page: Page) -> MemoList:
        rows = await list_page(
            self._database,
            listing,
            cursor=page.cursor,
            offset=page.skip,
            limit=page.limit + 1,
        )
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        pieces = await self._fragments.load(shown)
        viewer = listing.principal
        # A write may have hidden one since the page was cut.
        seen = [piece for piece in pieces if access.can_read(viewer, piece.guarded)]
        return MemoList(
            fragments=await self._fragments.shown(seen, viewer),
            next_page_token=page.next_token(shown[-1].cursor) if more else "",
        )

    async def create_memo(
        self, request: pb.CreateMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Store a new memo of the caller's, with its files and references."""
        principal = require_principal()
        if request.memo is None:
            raise InvalidArgumentError("memo is required")
        uid = new_uid(request.memo_id)
        memo = await self._drafts.memo(request.memo, uid, principal.user_id)
        now = current_second()
        async with self._database.write() as transaction:
            await writing.require_free(transaction, uid)
            await memo.insert(transaction)
            await writing.add_parts(
                transaction, memo, request.memo, principal=principal, now=now
            )
            transaction.record(memo.change(ChangeKind.MEMO_CREATED, principal.user_id))
            await writing.tell_mentioned(transaction, memo, now)
            return await self._fragments.written(transaction, memo, principal)

    async def update_memo(
        self, request: pb.UpdateMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Change the fields that the mask names, and nothing else."""
        principal = require_principal()
        if request.memo is None or request.update_mask is None:
            raise InvalidArgumentError("update mask is required")
        paths = mask_paths(request.update_mask.paths)
        async with self._database.write() as transaction:
            memo = await writing.load_writable(
                transaction, request.memo.name, principal
            )
            await self._changes.apply(transaction, memo, request.memo, paths, principal)
            return await self._fragments.written(transaction, memo, principal)

    async def delete_memo(
        self, request: pb.DeleteMemoRequest, _ctx: RequestContext
    ) -> Empty:
        """Move a memo with all that belongs to it to the trash."""
        principal = require_principal()
        async with self._database.write() as transaction:
            memo = await writing.load_writable(transaction, request.name, principal)
            await move_to_trash(
                transaction, memo, deleter_id=principal.user_id, now=current_second()
            )
        return Empty()

    async def _listing(self, request: pb.ListMemosRequest) -> Listing:
        order = parse_order(request.order_by)
        state = State.ARCHIVED if request.state == WireState.ARCHIVED else State.NORMAL
        principal = current_principal()
        if not request.filter:
            return Listing(principal, state, order)
        compiled = compile_filter(
            request.filter, self._database.dialect, current_second()
        )
        creator_id = await self._creator_id(compiled.creator)
        return Listing(principal, state, order, compiled, creator_id)

    async def _creator_id(self, creator: CreatorIs | None) -> int | None:
        """Resolve the user that a filter requires; -1 is nobody's id."""
        if creator is None:
            return None
        if creator.username is None:
            return creator.user_id
        account = await self._accounts.find_by_username(creator.username)
        return account.id if account else -1


def _digest(listing: Listing, request: pb.ListMemosRequest) -> bytes:
    caller = listing.principal.user_id if listing.principal else 0
    return digest(caller, int(listing.state), listing.order, request.filter)
