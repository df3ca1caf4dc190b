"""Memos: create, read, list, update, delete."""

import time
from math import isfinite

from protobuf.wkt.google.protobuf.empty_pb import Empty
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

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
from appliance.errors import (
    AlreadyExistsError,
    InvalidArgumentError,
    NotFoundError,
    UnimplementedError,
)
from appliance.models import access, reads
from appliance.models.base import State, Visibility
from appliance.models.change import ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.filter import CreatorIs, compile_filter
from appliance.models.instance import InstanceSettings
from appliance.models.listing import Listing, list_page
from appliance.models.memo import Memo
from appliance.models.trash import move_to_trash
from appliance.models.user import Accounts

MIN_CONTENT_LIMIT = 8192
# What a timestamp of the wire can say: years 1 to 9999.
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799


class MemoService:
    """memos.api.v1.MemoService."""

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
        self._settings = settings
        self._fragments = fragments
        self._pages: Remembered[Page, MemoList] = Remembered(
            database, lambda answer: answer.weight
        )

    async def get_memo(
        self, request: pb.GetMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Answer one memo or comment; a comment also needs its parent's leave."""
        principal = current_principal()
        place = await reads.find_memo(self._database, uid=_uid(request.name))
        if place is None:
            raise NotFoundError("memo not found")
        access.require_readable(principal, place.guarded)
        if place.parent_id is not None:
            parent = await reads.find_memo(self._database, memo_id=place.parent_id)
            if parent is None:
                raise NotFoundError("memo not found")
            access.require_readable(principal, parent.guarded)
        fragment = await self._fragments.load_one(place)
        if fragment is None:
            raise NotFoundError("memo not found")
        # A write may have hidden it since it was found.
        access.require_readable(principal, fragment.guarded)
        return fragment

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
        return MemoList(
            # A write may have hidden one since the page was cut.
            fragments=[
                piece
                for piece in pieces
                if access.can_read(listing.principal, piece.guarded)
            ],
            next_page_token=page.next_token(shown[-1].cursor) if more else "",
        )

    async def create_memo(
        self, request: pb.CreateMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Store a new memo of the caller's."""
        principal = require_principal()
        if request.memo is None:
            raise InvalidArgumentError("memo is required")
        uid = new_uid(request.memo_id)
        memo = await self._drafted(request.memo, uid, principal.user_id)
        async with self._database.write() as transaction:
            taken = Memo.filter(uid=uid).using_db(transaction.connection)
            if await taken.exists():
                raise AlreadyExistsError(f'memo with ID "{uid}" already exists')
            await memo.insert(transaction)
            transaction.record(memo.change(ChangeKind.MEMO_CREATED, principal.user_id))
        return await self._fragments.written(memo)

    async def update_memo(
        self, request: pb.UpdateMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Change the fields that the mask names, and nothing else."""
        principal = require_principal()
        if request.memo is None or request.update_mask is None:
            raise InvalidArgumentError("update mask is required")
        paths = mask_paths(request.update_mask.paths)
        uid = _uid(request.memo.name)
        async with self._database.write() as transaction:
            memo = await _load(transaction, uid)
            access.require_writable(principal, memo.guarded)
            before, visibility = memo.counted(), memo.visibility
            if await self._apply(memo, request.memo, paths):
                await memo.replace(transaction, before)
                transaction.record(
                    memo.change(ChangeKind.MEMO_UPDATED, principal.user_id, visibility)
                )
        return await self._fragments.written(memo)

    async def delete_memo(
        self, request: pb.DeleteMemoRequest, _ctx: RequestContext
    ) -> Empty:
        """Move a memo with all that belongs to it to the trash."""
        principal = require_principal()
        uid = _uid(request.name)
        async with self._database.write() as transaction:
            memo = await _load(transaction, uid)
            access.require_writable(principal, memo.guarded)
            await move_to_trash(
                transaction, memo, deleter_id=principal.user_id, now=_now()
            )
        return Empty()

    async def _listing(self, request: pb.ListMemosRequest) -> Listing:
        order = parse_order(request.order_by)
        state = State.ARCHIVED if request.state == WireState.ARCHIVED else State.NORMAL
        principal = current_principal()
        if not request.filter:
            return Listing(principal, state, order)
        compiled = compile_filter(request.filter, self._database.dialect, _now())
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

    async def _drafted(self, draft: pb.Memo, uid: str, creator_id: int) -> Memo:
        """Make an unsaved memo of what a client may choose at creation."""
        _refuse_unbuilt(draft)
        await self._check_length(draft.content)
        now = _now()
        memo = Memo(
            uid=uid,
            creator_id=creator_id,
            create_time=_given(draft.create_time) or now,
            update_time=_given(draft.update_time) or now,
            visibility=_visibility(draft.visibility),
        )
        _place(memo, draft.location)
        return memo.write(draft.content)

    async def _apply(self, memo: Memo, patch: pb.Memo, paths: set[str]) -> bool:
        """Change the memo by the named fields; return whether any field was known."""
        if "display_time" in paths:
            raise InvalidArgumentError("display_time is not supported")
        _refuse_unbuilt(patch, paths)
        known = paths & _SETTERS.keys()
        if "content" in known:
            await self._check_length(patch.content)
        for path in sorted(known):
            _SETTERS[path](memo, patch)
        return bool(known)

    async def _check_length(self, content: str) -> None:
        stored = await self._settings.get("MEMO_RELATED") or {}
        limit = max(int(stored.get("contentLengthLimit", 0)), MIN_CONTENT_LIMIT)
        if len(content.encode()) > limit:
            raise InvalidArgumentError(f"content too long (max {limit} bytes)")


def _now() -> int:
    return int(time.time())


def _uid(name: str) -> str:
    return uid_of(name, "memos", "memo")


def _digest(listing: Listing, request: pb.ListMemosRequest) -> bytes:
    caller = listing.principal.user_id if listing.principal else 0
    return digest(caller, int(listing.state), listing.order, request.filter)


async def _load(transaction: Transaction, uid: str) -> Memo:
    memo = await Memo.get_or_none(uid=uid, using_db=transaction.connection)
    if memo is None:
        raise NotFoundError("memo not found")
    return memo


def _given(moment: Timestamp | None) -> int | None:
    """Return the second a client chose; the epoch itself counts as not chosen."""
    return _second(moment) if moment and moment.seconds else None


def _second(moment: Timestamp) -> int:
    """Return the second of a moment that JSON can say; binary may hold others."""
    if not FIRST_SECOND <= moment.seconds <= LAST_SECOND:
        raise InvalidArgumentError("times lie in the years 1 to 9999")
    return moment.seconds


def _visibility(value: int) -> Visibility:
    """Return the visibility; what is not one of the three is PRIVATE."""
    return Visibility(value) if value in set(Visibility) else Visibility.PRIVATE


def _refuse_unbuilt(memo: pb.Memo, paths: set[str] | None = None) -> None:
    """Refuse to lose what cannot be stored yet; an empty list loses nothing."""
    for field in ("attachments", "relations"):
        wanted = paths is None or field in paths
        if wanted and getattr(memo, field):
            raise UnimplementedError(f"{field} of memos have no behaviour yet")


def _place(memo: Memo, location: pb.Location | None) -> None:
    if location and "\0" in location.placeholder:
        raise InvalidArgumentError("placeholder must not contain NUL characters")
    if location and not (isfinite(location.latitude) and isfinite(location.longitude)):
        raise InvalidArgumentError("latitude and longitude must be finite numbers")
    memo.location_placeholder = location.placeholder if location else None
    memo.location_latitude = location.latitude if location else None
    memo.location_longitude = location.longitude if location else None


def _set_create_time(memo: Memo, patch: pb.Memo) -> None:
    if patch.create_time is None:
        raise InvalidArgumentError("create_time needs a value")
    memo.create_time = _second(patch.create_time)


def _set_update_time(memo: Memo, patch: pb.Memo) -> None:
    memo.update_time = _second(patch.update_time) if patch.update_time else _now()


def _set_state(memo: Memo, patch: pb.Memo) -> None:
    archived = patch.state == WireState.ARCHIVED
    memo.state = State.ARCHIVED if archived else State.NORMAL


def _set_visibility(memo: Memo, patch: pb.Memo) -> None:
    memo.visibility = _visibility(patch.visibility)


def _set_pinned(memo: Memo, patch: pb.Memo) -> None:
    memo.pinned = patch.pinned


def _set_content(memo: Memo, patch: pb.Memo) -> None:
    memo.write(patch.content)


def _set_location(memo: Memo, patch: pb.Memo) -> None:
    _place(memo, patch.location)


# What a mask may name.
_SETTERS = {
    "content": _set_content,
    "visibility": _set_visibility,
    "pinned": _set_pinned,
    "state": _set_state,
    "create_time": _set_create_time,
    "update_time": _set_update_time,
    "location": _set_location,
}
