"""Saved filters under their older name."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import shortcut_service_pb as pb
from appliance.api.resources import mask_paths
from appliance.api.saved_filters import Draft, SavedFilters
from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.shortcut import Shortcut
from appliance.models.user import Account, Accounts


class ShortcutService:
    """memos.api.v1.ShortcutService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._filters = SavedFilters(
            database=database,
            accounts=accounts,
            collection="shortcuts",
            noun="shortcut",
        )

    async def list_shortcuts(
        self, request: pb.ListShortcutsRequest, _ctx: RequestContext
    ) -> pb.ListShortcutsResponse:
        """List the caller's, in the order in which they were made."""
        owner = await self._filters.owner(request.parent)
        rows = await self._filters.listed(owner)
        return pb.ListShortcutsResponse(
            shortcuts=[self._answer(owner, row) for row in rows]
        )

    async def get_shortcut(
        self, request: pb.GetShortcutRequest, _ctx: RequestContext
    ) -> pb.Shortcut:
        """Answer one."""
        return self._answer(*await self._filters.find(request.name))

    async def create_shortcut(
        self, request: pb.CreateShortcutRequest, _ctx: RequestContext
    ) -> pb.Shortcut:
        """Keep a filter that compiles, or only see whether it does."""
        owner = await self._filters.owner(request.parent)
        row = await self._filters.create(
            owner,
            _draft(request.shortcut),
            validate_only=request.validate_only,
        )
        return self._answer(owner, row)

    async def update_shortcut(
        self, request: pb.UpdateShortcutRequest, _ctx: RequestContext
    ) -> pb.Shortcut:
        """Change what the mask names; a path of no field changes nothing."""
        if request.shortcut is None:
            raise InvalidArgumentError("shortcut is required")
        if request.update_mask is None:
            raise InvalidArgumentError("update mask is required")
        paths = mask_paths(request.update_mask.paths)
        draft = _draft(request.shortcut)
        return self._answer(
            *await self._filters.change(request.shortcut.name, draft, paths)
        )

    async def delete_shortcut(
        self, request: pb.DeleteShortcutRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget one."""
        await self._filters.delete(request.name)
        return Empty()

    def _answer(self, owner: Account, row: Shortcut) -> pb.Shortcut:
        return pb.Shortcut(
            name=self._filters.name_of(owner, row),
            title=row.title,
            filter=row.expression,
        )


def _draft(shortcut: pb.Shortcut | None) -> Draft:
    if shortcut is None:
        raise InvalidArgumentError("shortcut is required")
    return Draft(shortcut.title, shortcut.filter)
