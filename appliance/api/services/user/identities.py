"""Linked identities: which accounts at identity providers sign in as a user."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import user_service_pb as pb
from appliance.api.services.user.owners import Owners
from appliance.api.single_sign_on import SingleSignOn
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models.linking import Link, link_account, links_of, unlink_account
from appliance.models.provider import PREFIX
from appliance.models.user import Account

SEGMENT = "/linkedIdentities/"


class LinkedIdentities:
    """The RPCs of UserService that are about linked identities."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._owners = Owners(core.accounts)
        self._single_sign_on = SingleSignOn(core)

    async def list_linked_identities(
        self, request: pb.ListLinkedIdentitiesRequest, _ctx: RequestContext
    ) -> pb.ListLinkedIdentitiesResponse:
        """List them; there is one per provider at most."""
        account = await self._owners.require_self_or_admin(request.parent)
        links = await links_of(self._database, account.id)
        return pb.ListLinkedIdentitiesResponse(
            linked_identities=[_message(account, link) for link in links]
        )

    async def get_linked_identity(
        self, request: pb.GetLinkedIdentityRequest, _ctx: RequestContext
    ) -> pb.LinkedIdentity:
        """Answer the link with one provider."""
        account, provider = await self._named(request.name)
        for link in await links_of(self._database, account.id):
            if link.provider == provider:
                return _message(account, link)
        raise NotFoundError("linked identity not found")

    async def create_linked_identity(
        self, request: pb.CreateLinkedIdentityRequest, _ctx: RequestContext
    ) -> pb.LinkedIdentity:
        """Let the account that the code stands for sign in as the caller."""
        account = await self._owners.require_self(request.parent)
        identity = await self._single_sign_on.identify(request)
        async with self._database.write() as transaction:
            await link_account(transaction, account.id, identity.link, account.id)
        return _message(account, identity.link)

    async def delete_linked_identity(
        self, request: pb.DeleteLinkedIdentityRequest, _ctx: RequestContext
    ) -> Empty:
        """End the link with one provider."""
        account, provider = await self._named(request.name)
        actor_id = require_principal().user_id
        async with self._database.write() as transaction:
            await unlink_account(transaction, account.id, provider, actor_id)
        return Empty()

    async def _named(self, name: str) -> tuple[Account, str]:
        """Return whose link a name means, and with which provider."""
        owner, found, provider = name.partition(SEGMENT)
        if not found or not provider or "/" in provider:
            raise InvalidArgumentError(
                f'invalid linked identity name: invalid request "{name}"'
            )
        account = await self._owners.require_self_or_admin(owner)
        return account, provider


def _message(account: Account, link: Link) -> pb.LinkedIdentity:
    return pb.LinkedIdentity(
        name=f"{account.name}{SEGMENT}{link.provider}",
        idp_name=PREFIX + link.provider,
        extern_uid=link.extern_uid,
    )
