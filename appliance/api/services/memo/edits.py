"""Edits that overwrite nobody: each says what it started from."""

from copy import copy

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragments
from appliance.api.gen.appliance.v1 import memo_edit_service_pb as pb
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.api.resources import mask_paths
from appliance.api.services.memo import writing
from appliance.api.services.memo.changes import Changes
from appliance.api.services.memo.drafts import Drafts
from appliance.errors import InvalidArgumentError
from appliance.models.binding import load_attachments
from appliance.models.database import Database, Transaction
from appliance.models.instance import InstanceSettings
from appliance.models.memo import Memo

# What a row says of itself or of time, and does not count as an edit.
_SILENT = frozenset({"relations", "update_time"})


class Edits:
    """appliance.v1.MemoEditService."""

    def __init__(
        self, *, database: Database, settings: InstanceSettings, fragments: Fragments
    ) -> None:
        self._database = database
        self._drafts = Drafts(settings)
        self._changes = Changes(database, self._drafts)
        self._fragments = fragments

    async def edit_memo(
        self, request: pb.EditMemoRequest, _ctx: RequestContext
    ) -> pb.EditMemoResponse:
        """Change a memo, unless somebody else changed the same fields before."""
        principal = require_principal()
        memo, base = request.memo, request.base
        if memo is None or base is None or request.update_mask is None:
            raise InvalidArgumentError("memo, update_mask and base are required")
        paths = mask_paths(request.update_mask.paths)
        async with self._database.write() as transaction:
            row = await writing.load_writable(transaction, memo.name, principal)
            compared = paths - _SILENT
            fresh = await self._holds(transaction, row, base, compared)
            applied = fresh
            if fresh:
                await self._changes.apply(transaction, row, memo, paths, principal)
            elif compared:
                # The answer to the same request may have been lost.
                applied = await self._holds(transaction, row, memo, compared)
            piece = await self._fragments.written(transaction, row, principal)
        return pb.EditMemoResponse(memo=piece.memo, applied=applied)

    async def _holds(
        self,
        transaction: Transaction,
        row: Memo,
        message: memo_pb.Memo,
        paths: set[str],
    ) -> bool:
        """Whether the row holds just what a message says in these fields."""
        if "content" in paths and row.content != message.content.replace(
            "\0", "\ufffd"
        ):
            return False
        other = copy(row)
        await self._drafts.apply(other, message, paths - {"content"})
        if other.columns() != row.columns():
            return False
        if "attachments" not in paths:
            return True
        bound = (await load_attachments(transaction.fetch, [row.id])).get(row.id, ())
        names = [f"attachments/{file['uid']}" for file in bound]
        return names == [file.name for file in message.attachments]
