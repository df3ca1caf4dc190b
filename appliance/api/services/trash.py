"""The trash: list, restore, remove for good. Creators and administrators may."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragment, Fragments
from appliance.api.gen.appliance.v1 import trash_service_pb as pb
from appliance.api.resources import Page, digest, uid_of
from appliance.errors import NotFoundError
from appliance.models.access import Principal
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.listing import Cursor
from appliance.models.trash import TrashedMemo, restore
from appliance.models.user import Accounts

MAX_ID_DIGITS = 18


class TrashService:
    """appliance.v1.TrashService."""

    def __init__(
        self, *, database: Database, accounts: Accounts, fragments: Fragments
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._fragments = fragments

    async def list_trashed_memos(
        self, request: pb.ListTrashedMemosRequest, _ctx: RequestContext
    ) -> pb.ListTrashedMemosResponse:
        """List the caller's own deleted memos, the newest deletion first."""
        principal = require_principal()
        asked = digest("trash", principal.user_id, request.memo)
        page = Page.parse(request.page_token, request.page_size, asked)
        rows = TrashedMemo.filter(creator_id=principal.user_id)
        if request.memo:
            rows = rows.filter(uid=uid_of(request.memo, "memos", "memo"))
        if page.cursor:
            rows = rows.filter(id__lt=page.cursor.key)
        found = await rows.order_by("-id").offset(page.skip).limit(page.limit + 1)
        shown = found[: page.limit]
        more = len(found) > page.limit
        return pb.ListTrashedMemosResponse(
            trashed_memos=[await self._entry(row) for row in shown],
            next_page_token=(
                page.next_token(Cursor(pinned=False, key=shown[-1].id)) if more else ""
            ),
        )

    async def restore_trashed_memo(
        self, request: pb.RestoreTrashedMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Put a memo back with everything that was deleted with it."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(transaction, request.name, principal)
            memo = await restore(transaction, trashed, actor_id=principal.user_id)
        return await self._fragments.written(memo)

    async def delete_trashed_memo(
        self, request: pb.DeleteTrashedMemoRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a deleted memo for good."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(transaction, request.name, principal)
            await trashed.delete(using_db=transaction.connection)
            transaction.record(
                Change(
                    kind=ChangeKind.TRASH_PURGED,
                    name=request.name,
                    owner_id=trashed.creator_id,
                    actor_id=principal.user_id,
                )
            )
        return Empty()

    async def _entry(self, row: TrashedMemo) -> pb.TrashedMemo:
        creator = await self._accounts.find(row.creator_id)
        deleter = await self._accounts.find(row.deleter_id)
        return converters.trashed_memo(
            row, creator.name if creator else "", deleter.name if deleter else ""
        )


async def _load(
    transaction: Transaction, name: str, principal: Principal
) -> TrashedMemo:
    """Load an entry; what a caller may not restore does not exist for them."""
    number = uid_of(name, "trash", "trashed memo")
    known = number.isascii() and number.isdigit() and len(number) <= MAX_ID_DIGITS
    row = (
        await TrashedMemo.get_or_none(id=int(number), using_db=transaction.connection)
        if known
        else None
    )
    if row is None or (row.creator_id != principal.user_id and not principal.is_admin):
        raise NotFoundError("trashed memo not found")
    return row
