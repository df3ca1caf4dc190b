"""References between memos."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.fragments import Fragments
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import uid_of
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import current_second
from appliance.errors import NotFoundError
from appliance.models import reads
from appliance.models.database import Database


class Relations:
    """The RPCs of MemoService about relations."""

    def __init__(self, *, database: Database, fragments: Fragments) -> None:
        self._database = database
        self._fragments = fragments

    async def set_memo_relations(
        self, request: pb.SetMemoRelationsRequest, _ctx: RequestContext
    ) -> Empty:
        """Replace what a memo refers to."""
        principal = require_principal()
        async with self._database.write() as transaction:
            memo = await writing.load_writable(transaction, request.name, principal)
            await writing.set_references(transaction, memo, request.relations)
            await writing.touch(transaction, memo, principal, current_second())
        return Empty()

    async def list_memo_relations(
        self, request: pb.ListMemoRelationsRequest, _ctx: RequestContext
    ) -> pb.ListMemoRelationsResponse:
        """List references in both directions and the conversation around a memo.

        The contract knows no pages here, whatever size a client asks for.
        """
        viewer = require_principal()
        uid = uid_of(request.name, "memos", "memo")
        place = await reads.find_readable(self._database, viewer, uid=uid)
        piece = await self._fragments.load_one(place)
        if piece is None:
            raise NotFoundError("memo not found")
        shown = await self._fragments.shown_alone(piece, viewer)
        return pb.ListMemoRelationsResponse(relations=shown.memo.relations)
