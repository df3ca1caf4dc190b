"""Attachments that are there: described, listed, renamed, deleted."""

import re
import time

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1.page_token_pb import PageToken
from appliance.api.gen.memos.api.v1 import attachment_service_pb as pb
from appliance.api.resources import (
    MAX_OFFSET,
    digest,
    mask_paths,
    page_size,
    read_token,
    write_token,
)
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models import access, filing, reads
from appliance.models.access import Principal
from appliance.models.attachment import Attachment
from appliance.models.base import UID_LENGTH
from appliance.models.binding import move_attachment_to_trash
from appliance.models.database import Database, Transaction
from appliance.models.filing import FiledAttachment, Place, Start
from appliance.models.filter import compile_attachment_filter
from appliance.models.media import types

COLLECTION = "attachments/"
MAX_BATCH = 100
# Clients of the contract number files, and what stands behind the digits is no matter.
# Ours are longer than that in base64, and no number.
OFFSET = re.compile(r"\s*([+-]?[0-9]{1,18})(?![0-9])")


class Attachments:
    """The RPCs about attachments that exist."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def get_attachment(
        self, request: pb.GetAttachmentRequest, _ctx: RequestContext
    ) -> pb.Attachment:
        """Describe a file to those who may know of it."""
        principal = require_principal()
        filed = await filing.find(self._database, _uid(request.name))
        if filed is None:
            raise NotFoundError("attachment not found")
        await self._require_visible(principal, filed)
        return converters.attachment(filed, filed.memo_uid)

    async def list_attachments(
        self, request: pb.ListAttachmentsRequest, _ctx: RequestContext
    ) -> pb.ListAttachmentsResponse:
        """List the caller's own files, the last changed first."""
        principal = require_principal()
        asked = digest("attachments", principal.user_id, request.filter)
        size = page_size(request.page_size)
        start = _start(request.page_token, asked)
        compiled = (
            compile_attachment_filter(
                request.filter, self._database.dialect, int(time.time())
            )
            if request.filter
            else None
        )
        shown = await filing.list_own(
            self._database,
            principal.user_id,
            compiled=compiled,
            start=start,
            limit=size,
        )
        # The contract's clients are told to ask on behind every full page.
        more = len(shown) == size
        return pb.ListAttachmentsResponse(
            attachments=[converters.attachment(row, row.memo_uid) for row in shown],
            next_page_token=(
                _token(start.offset + size, shown[-1].place, asked) if more else ""
            ),
        )

    async def update_attachment(
        self, request: pb.UpdateAttachmentRequest, _ctx: RequestContext
    ) -> pb.Attachment:
        """Change the filename; nothing else of a file ever changes."""
        principal = require_principal()
        if request.attachment is None:
            raise InvalidArgumentError("attachment is required")
        uid = _uid(request.attachment.name)
        if request.update_mask is None:
            raise InvalidArgumentError("update mask is required")
        renaming = "filename" in mask_paths(request.update_mask.paths)
        async with self._database.write() as transaction:
            attachment = await _load(transaction, uid)
            if principal.user_id != attachment.creator_id and not principal.is_admin:
                raise PermissionDeniedError("permission denied")
            if renaming:
                filename = types.checked_filename(request.attachment.filename)
                await filing.rename(
                    transaction, attachment, filename, actor_id=principal.user_id
                )
        filed = await filing.find(self._database, uid)
        return converters.attachment(attachment, filed.memo_uid if filed else None)

    async def delete_attachment(
        self, request: pb.DeleteAttachmentRequest, _ctx: RequestContext
    ) -> Empty:
        """Delete a file of the caller's; those of others do not exist here."""
        principal = require_principal()
        uid = _uid(request.name)
        async with self._database.write() as transaction:
            attachment = await _load(transaction, uid)
            if attachment.creator_id != principal.user_id:
                raise NotFoundError("attachment not found")
            await _discard(transaction, attachment, principal)
        return Empty()

    async def batch_delete_attachments(
        self, request: pb.BatchDeleteAttachmentsRequest, _ctx: RequestContext
    ) -> Empty:
        """Delete several files, all or none."""
        principal = require_principal()
        if not request.names:
            raise InvalidArgumentError("attachment names are required")
        if len(request.names) > MAX_BATCH:
            raise InvalidArgumentError(f"too many attachment names; max {MAX_BATCH}")
        uids = dict.fromkeys(_uid(name) for name in request.names)
        async with self._database.write() as transaction:
            found = [await _load(transaction, uid) for uid in uids]
            for attachment in found:
                if (
                    principal.user_id != attachment.creator_id
                    and not principal.is_admin
                ):
                    raise PermissionDeniedError("permission denied")
            for attachment in found:
                await _discard(transaction, attachment, principal)
        return Empty()

    async def _require_visible(
        self, principal: Principal, filed: FiledAttachment
    ) -> None:
        """Raise unless the caller may know of the file: its bytes are kept closer."""
        if principal.is_admin or principal.user_id == filed.creator_id:
            return
        if filed.memo is None:
            raise PermissionDeniedError("permission denied")
        above = await reads.ancestors(self._database, filed.memo_parent_id)
        access.require_parts_readable(
            principal, filed.memo, [each.guarded for each in above]
        )


def _uid(name: str) -> str:
    """Return the uid of a name; what no row can be called is not found."""
    uid = name.removeprefix(COLLECTION)
    if not name.startswith(COLLECTION) or not uid or "/" in uid:
        raise InvalidArgumentError(f'invalid attachment id: invalid request "{name}"')
    if len(uid) > UID_LENGTH or "\0" in uid:
        raise NotFoundError("attachment not found")
    return uid


async def _load(transaction: Transaction, uid: str) -> Attachment:
    row = await Attachment.get_or_none(uid=uid, using_db=transaction.connection)
    if row is None or row.uid != uid:
        raise NotFoundError("attachment not found")
    return row


async def _discard(
    transaction: Transaction, attachment: Attachment, principal: Principal
) -> None:
    await move_attachment_to_trash(
        transaction, attachment, deleter_id=principal.user_id, now=int(time.time())
    )


def _start(text: str, asked: bytes) -> Start:
    """Read a page token: ours, or a number of files as clients know them."""
    if not text:
        return Start()
    if number := OFFSET.match(text):
        return Start(offset=_checked(max(int(number[1]), 0)))
    token = read_token(text)
    if token.digest == asked:
        return Start(Place(token.last_key, token.last_id), token.offset)
    return Start(offset=_checked(token.offset))


def _checked(offset: int) -> int:
    if not 0 <= offset <= MAX_OFFSET:
        raise InvalidArgumentError("invalid page token")
    return offset


def _token(offset: int, last: Place, asked: bytes) -> str:
    return write_token(
        PageToken(
            offset=min(offset, MAX_OFFSET),
            last_key=last.update_time,
            last_id=last.id,
            digest=asked,
        )
    )
