"""The trash: list, restore, remove for good. Creators and administrators may."""

import time
from collections.abc import Mapping, Sequence
from typing import TypeVar

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragment, Fragments
from appliance.api.gen.appliance.v1 import trash_service_pb as pb
from appliance.api.gen.memos.api.v1 import attachment_service_pb as attachment_pb
from appliance.api.resources import Page, digest, number_of, uid_of
from appliance.errors import NotFoundError
from appliance.models.access import Principal
from appliance.models.audit import note
from appliance.models.base import Row
from appliance.models.database import Database, Transaction
from appliance.models.listing import Cursor
from appliance.models.trash import TrashedAttachment, TrashedMemo, purge, restore
from appliance.models.trashed_file import purge_attachment, restore_attachment
from appliance.models.user import Accounts

Entry = TypeVar("Entry", TrashedMemo, TrashedAttachment)
PURGED = "trash.purged"
# How entries are named, and what they are called where there is none.
NAMES: Mapping[type[Row], tuple[str, str]] = {
    TrashedMemo: ("trash", "trashed memo"),
    TrashedAttachment: ("trashed-attachments", "trashed attachment"),
}


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
        wanted: dict[str, object] = {"creator_id": principal.user_id}
        if request.memo:
            wanted["uid"] = uid_of(request.memo, "memos", "memo")
        shown, token = await _newest(TrashedMemo, wanted, page)
        return pb.ListTrashedMemosResponse(
            trashed_memos=[
                converters.trashed_memo(row, *await self._people(row)) for row in shown
            ],
            next_page_token=token,
        )

    async def restore_trashed_memo(
        self, request: pb.RestoreTrashedMemoRequest, _ctx: RequestContext
    ) -> Fragment:
        """Put a memo back with everything that was deleted with it."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(transaction, TrashedMemo, request.name, principal)
            memo = await restore(
                transaction, trashed, actor_id=principal.user_id, now=_now()
            )
            return await self._fragments.written(transaction, memo, principal)

    async def delete_trashed_memo(
        self, request: pb.DeleteTrashedMemoRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a deleted memo for good."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(transaction, TrashedMemo, request.name, principal)
            await purge(transaction, trashed, actor_id=principal.user_id, now=_now())
            await note(transaction, PURGED, target=request.name)
        return Empty()

    async def list_trashed_attachments(
        self, request: pb.ListTrashedAttachmentsRequest, _ctx: RequestContext
    ) -> pb.ListTrashedAttachmentsResponse:
        """List the caller's own deleted files, the newest deletion first."""
        principal = require_principal()
        asked = digest("trashed files", principal.user_id, request.attachment)
        page = Page.parse(request.page_token, request.page_size, asked)
        wanted: dict[str, object] = {"creator_id": principal.user_id}
        if request.attachment:
            wanted["uid"] = uid_of(request.attachment, "attachments", "attachment")
        shown, token = await _newest(TrashedAttachment, wanted, page)
        return pb.ListTrashedAttachmentsResponse(
            trashed_attachments=[
                converters.trashed_attachment(row, *await self._people(row))
                for row in shown
            ],
            next_page_token=token,
        )

    async def restore_trashed_attachment(
        self, request: pb.RestoreTrashedAttachmentRequest, _ctx: RequestContext
    ) -> attachment_pb.Attachment:
        """Put a file back, onto its memo where that may be."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(
                transaction, TrashedAttachment, request.name, principal
            )
            attachment, memo = await restore_attachment(
                transaction, trashed, principal=principal
            )
        return converters.attachment(attachment, memo.uid if memo else None)

    async def delete_trashed_attachment(
        self, request: pb.DeleteTrashedAttachmentRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a deleted file for good."""
        principal = require_principal()
        async with self._database.write() as transaction:
            trashed = await _load(
                transaction, TrashedAttachment, request.name, principal
            )
            await purge_attachment(
                transaction, trashed, actor_id=principal.user_id, now=_now()
            )
            await note(transaction, PURGED, target=request.name)
        return Empty()

    async def _people(self, row: TrashedMemo | TrashedAttachment) -> tuple[str, str]:
        """Name who made it and who deleted it; the latter's account may be gone."""
        creator = await self._accounts.find(row.creator_id)
        deleter = await self._accounts.find(row.deleter_id)
        return creator.name if creator else "", deleter.name if deleter else ""


def _now() -> int:
    return int(time.time())


async def _newest(
    kind: type[Entry], wanted: Mapping[str, object], page: Page
) -> tuple[Sequence[Entry], str]:
    """Return a page of entries, the newest first, and the token of the next one."""
    rows = kind.filter(**wanted)
    if page.cursor:
        rows = rows.filter(id__lt=page.cursor.key)
    found = await rows.order_by("-id").offset(page.skip).limit(page.limit + 1)
    shown = found[: page.limit]
    if len(found) <= page.limit:
        return shown, ""
    return shown, page.next_token(Cursor(pinned=False, key=shown[-1].id))


async def _load(
    transaction: Transaction, kind: type[Entry], name: str, principal: Principal
) -> Entry:
    """Load an entry; what a caller may not restore does not exist for them."""
    collection, noun = NAMES[kind]
    number = number_of(uid_of(name, collection, noun))
    row = (
        None
        if number is None
        else await kind.get_or_none(id=number, using_db=transaction.connection)
    )
    if row is None or (row.creator_id != principal.user_id and not principal.is_admin):
        raise NotFoundError(f"{noun} not found")
    return row
