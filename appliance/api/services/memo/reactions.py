"""Reactions to memos."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.resources import number_of, uid_of
from appliance.api.services.memo import writing
from appliance.api.services.memo.drafts import current_second
from appliance.errors import InvalidArgumentError, PermissionDeniedError
from appliance.models import reads
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.memo import Memo, raise_revisions
from appliance.models.reaction import TYPE_LENGTH, Reaction, load_reactions


class Reactions:
    """The RPCs of MemoService about reactions."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def list_memo_reactions(
        self, request: pb.ListMemoReactionsRequest, _ctx: RequestContext
    ) -> pb.ListMemoReactionsResponse:
        """List all reactions to a memo, the oldest first: the contract has no pages."""
        principal = require_principal()
        uid = uid_of(request.name, "memos", "memo")
        place = await reads.find_with_parts(self._database, principal, uid)
        found = await load_reactions(self._database.read, [place.id])
        return pb.ListMemoReactionsResponse(
            reactions=[converters.reaction(row) for row in found.get(place.id, ())]
        )

    async def upsert_memo_reaction(
        self, request: pb.UpsertMemoReactionRequest, _ctx: RequestContext
    ) -> pb.Reaction:
        """Store a reaction of the caller's, or answer the one that is there already.

        Clients name the memo in the reaction; those that do not mean the one of the
        request.
        """
        principal = require_principal()
        if request.reaction is None:
            raise InvalidArgumentError("reaction is required")
        name = request.reaction.content_id or request.name
        kind = _checked(request.reaction.reaction_type)
        uid = uid_of(name, "memos", "memo")
        async with self._database.write() as transaction:
            place = await reads.find_answerable(self._database, principal, uid)
            key = {
                "memo_id": place.id,
                "creator_id": principal.user_id,
                "reaction_type": kind,
            }
            row = await Reaction.get_or_none(**key, using_db=transaction.connection)
            if row is None:
                row = Reaction(**key, create_time=current_second())
                await row.save(using_db=transaction.connection)
                await raise_revisions(transaction, [place.id])
                memo = await writing.load_memo(transaction, name)
                await writing.announce(
                    transaction, memo, ChangeKind.REACTION_UPSERTED, principal
                )
        return converters.reaction(
            row.columns() | {"username": principal.username, "memo_uid": uid}
        )

    async def delete_memo_reaction(
        self, request: pb.DeleteMemoReactionRequest, _ctx: RequestContext
    ) -> Empty:
        """Take a reaction back; its creator may, and administrators.

        One that does not exist is refused like somebody else's.
        """
        principal = require_principal()
        number = _number(request.name)
        async with self._database.write() as transaction:
            connection = transaction.connection
            row = await Reaction.get_or_none(id=number, using_db=connection)
            own = row is not None and row.creator_id == principal.user_id
            if row is None or not (own or principal.is_admin):
                raise PermissionDeniedError("permission denied")
            memo = await Memo.get(id=row.memo_id, using_db=connection)
            await row.delete(using_db=connection)
            await raise_revisions(transaction, [memo.id])
            await writing.announce(
                transaction, memo, ChangeKind.REACTION_DELETED, principal
            )
        return Empty()


def _checked(kind: str) -> str:
    """Return a reaction's type: mostly an emoji, but old data holds other words."""
    if not kind.strip() or "\0" in kind:
        raise InvalidArgumentError("reaction type is required")
    if len(kind) > TYPE_LENGTH:
        raise InvalidArgumentError(f"reaction type too long (max {TYPE_LENGTH})")
    return kind


def _number(name: str) -> int:
    """Return the id in `memos/x/reactions/id`; the memo's name is not looked at."""
    parts = name.split("/")
    if len(parts) != 4 or parts[::2] != ["memos", "reactions"] or not all(parts):  # noqa: PLR2004 - two collections, two ids
        raise InvalidArgumentError(f'invalid reaction name: invalid request "{name}"')
    number = number_of(parts[3])
    if number is None:
        raise InvalidArgumentError(
            f'invalid reaction name: invalid reaction ID "{parts[3]}"'
        )
    return number
