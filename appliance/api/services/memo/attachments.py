"""The files of a memo."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import uid_of
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import current_second
from appliance.models import reads
from appliance.models.binding import load_attachments
from appliance.models.database import Database


class MemoAttachments:
    """The RPCs of MemoService about attachments."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def set_memo_attachments(
        self, request: pb.SetMemoAttachmentsRequest, _ctx: RequestContext
    ) -> Empty:
        """Replace a memo's files; those that it loses go to the trash."""
        principal = require_principal()
        now = current_second()
        async with self._database.write() as transaction:
            memo = await writing.load_writable(transaction, request.name, principal)
            await writing.set_attachments(
                transaction, memo, request.attachments, principal=principal, now=now
            )
            await writing.touch(transaction, memo, principal, now)
        return Empty()

    async def list_memo_attachments(
        self, request: pb.ListMemoAttachmentsRequest, _ctx: RequestContext
    ) -> pb.ListMemoAttachmentsResponse:
        """List all of a memo's files in their order: the contract has no pages."""
        principal = require_principal()
        uid = uid_of(request.name, "memos", "memo")
        place = await reads.find_with_parts(self._database, principal, uid)
        found = await load_attachments(self._database.read, [place.id])
        return pb.ListMemoAttachmentsResponse(
            attachments=[
                converters.attachment(row, place.uid) for row in found.get(place.id, ())
            ]
        )
