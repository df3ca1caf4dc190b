"""Sessions: listed and ended, by whose they are and by administrators."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.auth import AdminOnlyError, require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import session_service_pb as pb
from appliance.api.resources import number_of, uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
)
from appliance.models.database import Database
from appliance.models.identity import Session, revoke, revoke_sessions
from appliance.models.user import Account, Accounts


class SessionService:
    """appliance.v1.SessionService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    async def list_sessions(
        self, request: pb.ListSessionsRequest, _ctx: RequestContext
    ) -> pb.ListSessionsResponse:
        """List the sessions of an account, the last seen first."""
        account = await self._owner(request.parent)
        mine = require_principal().session_id
        rows = await Session.filter(user_id=account.id).order_by(
            "-last_seen_time", "-id"
        )
        return pb.ListSessionsResponse(
            sessions=[
                converters.session(row, account.name, current=row.id == mine)
                for row in rows
            ]
        )

    async def end_session(
        self, request: pb.EndSessionRequest, _ctx: RequestContext
    ) -> Empty:
        """End one session, also the caller's own."""
        parent, _, text = request.name.rpartition("/sessions/")
        if not parent:
            raise InvalidArgumentError("invalid session name")
        account = await self._owner(parent)
        number = number_of(text)
        async with self._database.write() as transaction:
            session = (
                None
                if number is None
                else await Session.get_or_none(
                    id=number, user_id=account.id, using_db=transaction.connection
                )
            )
            if session is None:
                raise NotFoundError("session not found")
            await revoke(transaction, session, require_principal().user_id)
        return Empty()

    async def end_other_sessions(
        self, request: pb.EndOtherSessionsRequest, _ctx: RequestContext
    ) -> pb.EndOtherSessionsResponse:
        """End all sessions of an account but the caller's own."""
        principal = require_principal()
        account = await self._owner(request.parent)
        async with self._database.write() as transaction:
            ended = await revoke_sessions(
                transaction,
                account.id,
                principal.user_id,
                spared=principal.session_id,
            )
        return pb.EndOtherSessionsResponse(ended_count=ended)

    async def _owner(self, name: str) -> Account:
        """Return the account, which must be the caller's unless that administers.

        To others it does not matter whether there is one.
        """
        principal = require_principal()
        account = await self._accounts.find_by_username(uid_of(name, "users", "user"))
        if principal.is_admin and account is None:
            raise NotFoundError("user not found")
        if account is None or (
            account.id != principal.user_id and not principal.is_admin
        ):
            raise AdminOnlyError
        return account
