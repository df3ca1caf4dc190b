"""Saved filters under their newer name."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_view_service_pb as pb
from appliance.api.resources import mask_paths
from appliance.api.saved_filters import Draft, SavedFilters
from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.shortcut import Shortcut
from appliance.models.user import Account, Accounts

FIELDS = frozenset({"title", "filter"})


class MemoViewService:
    """memos.api.v1.MemoViewService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._filters = SavedFilters(
            database=database,
            accounts=accounts,
            collection="views",
            noun="memo view",
        )

    async def list_memo_views(
        self, request: pb.ListMemoViewsRequest, _ctx: RequestContext
    ) -> pb.ListMemoViewsResponse:
        """List the caller's, in the order in which they were made."""
        owner = await self._filters.owner(request.parent)
        rows = await self._filters.listed(owner)
        return pb.ListMemoViewsResponse(
            memo_views=[self._answer(owner, row) for row in rows]
        )

    async def get_memo_view(
        self, request: pb.GetMemoViewRequest, _ctx: RequestContext
    ) -> pb.MemoView:
        """Answer one."""
        return self._answer(*await self._filters.find(request.name))

    async def create_memo_view(
        self, request: pb.CreateMemoViewRequest, _ctx: RequestContext
    ) -> pb.MemoView:
        """Keep a filter that compiles, or only see whether it does."""
        owner = await self._filters.owner(request.parent)
        row = await self._filters.create(
            owner,
            _draft(request.memo_view),
            validate_only=request.validate_only,
        )
        return self._answer(owner, row)

    async def update_memo_view(
        self, request: pb.UpdateMemoViewRequest, _ctx: RequestContext
    ) -> pb.MemoView:
        """Change what the mask names; a path of no field is refused."""
        if request.memo_view is None:
            raise InvalidArgumentError("memo_view is required")
        if request.update_mask is None:
            raise InvalidArgumentError("update mask is required")
        paths = mask_paths(request.update_mask.paths)
        if unknown := sorted(paths - FIELDS):
            raise InvalidArgumentError(f"invalid update path: {unknown[0]}")
        draft = _draft(request.memo_view)
        return self._answer(
            *await self._filters.change(request.memo_view.name, draft, paths)
        )

    async def delete_memo_view(
        self, request: pb.DeleteMemoViewRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget one."""
        await self._filters.delete(request.name)
        return Empty()

    def _answer(self, owner: Account, row: Shortcut) -> pb.MemoView:
        return pb.MemoView(
            name=self._filters.name_of(owner, row),
            title=row.title,
            filter=row.expression,
        )


def _draft(view: pb.MemoView | None) -> Draft:
    if view is None:
        raise InvalidArgumentError("memo_view is required")
    return Draft(view.title, view.filter)
