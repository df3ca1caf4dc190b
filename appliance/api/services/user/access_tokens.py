"""Personal access tokens: made, listed, revoked."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import converters
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.services.user.owners import Owners
from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken
from appliance.models.personal_token import draft_token, keep_token, revoke_token
from appliance.models.user import Accounts


class PersonalAccessTokens:
    """The RPCs of UserService that are about personal access tokens."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._owners = Owners(accounts)

    async def create_personal_access_token(
        self, request: pb.CreatePersonalAccessTokenRequest, _ctx: RequestContext
    ) -> pb.CreatePersonalAccessTokenResponse:
        """Make a token for scripts; its text is answered this once."""
        account = await self._owners.require_self(request.parent)
        row, text = draft_token(
            account.id, request.description, request.expires_in_days
        )
        async with self._database.write() as transaction:
            await keep_token(transaction, row, account.username, account.id)
        return pb.CreatePersonalAccessTokenResponse(
            personal_access_token=converters.personal_access_token(
                row, account.username
            ),
            token=text,
        )

    async def list_personal_access_tokens(
        self, request: pb.ListPersonalAccessTokensRequest, _ctx: RequestContext
    ) -> pb.ListPersonalAccessTokensResponse:
        """List a user's tokens, for the user and administrators."""
        account = await self._owners.require_self_or_admin(request.parent)
        rows = await PersonalAccessToken.filter(user_id=account.id).order_by(
            "description", "id"
        )
        return pb.ListPersonalAccessTokensResponse(
            personal_access_tokens=[
                converters.personal_access_token(row, account.username) for row in rows
            ]
        )

    async def delete_personal_access_token(
        self, request: pb.DeletePersonalAccessTokenRequest, _ctx: RequestContext
    ) -> Empty:
        """Revoke a token; one that is gone already is no error."""
        parent, _, uid = request.name.rpartition("/personalAccessTokens/")
        if not parent or not uid or "/" in uid:
            raise InvalidArgumentError("invalid personal access token name")
        account = await self._owners.require_self(parent)
        async with self._database.write() as transaction:
            await revoke_token(
                transaction, account.id, account.username, uid, account.id
            )
        return Empty()
