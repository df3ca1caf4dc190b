"""Identity providers: shown to everybody who may sign in, kept by administrators."""

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.api.masks import copy_paths
from appliance.api.providers import (
    provider_of,
    shown_message,
    whole_message,
    with_kept_secret,
)
from appliance.api.resources import new_uid, uid_of
from appliance.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
)
from appliance.models.database import Transaction

COLLECTION, NOUN = "identity-providers", "identity provider"


class IdentityProviderService:
    """memos.api.v1.IdentityProviderService."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._settings = core.settings
        self._providers = core.providers

    async def list_identity_providers(
        self, _request: pb.ListIdentityProvidersRequest, _ctx: RequestContext
    ) -> pb.ListIdentityProvidersResponse:
        """List all of them: the page in front of signing in needs them."""
        providers = await self._providers.all()
        return pb.ListIdentityProvidersResponse(
            identity_providers=[shown_message(provider) for provider in providers]
        )

    async def get_identity_provider(
        self, request: pb.GetIdentityProviderRequest, _ctx: RequestContext
    ) -> pb.IdentityProvider:
        """Answer one."""
        provider = await self._providers.find(_uid(request.name))
        if provider is None:
            raise NotFoundError(f"{NOUN} not found")
        return shown_message(provider)

    async def create_identity_provider(
        self, request: pb.CreateIdentityProviderRequest, _ctx: RequestContext
    ) -> pb.IdentityProvider:
        """Store a new one, under the uid that is asked for."""
        sent = request.identity_provider
        if sent is None:
            raise InvalidArgumentError("identity_provider is required")
        provider = provider_of(new_uid(request.identity_provider_id), sent)
        async with self._database.write() as transaction:
            await self._providers.create(
                transaction, provider, require_principal().user_id
            )
        return shown_message(provider)

    async def update_identity_provider(
        self, request: pb.UpdateIdentityProviderRequest, _ctx: RequestContext
    ) -> pb.IdentityProvider:
        """Change what the mask names; a blank secret keeps the stored one."""
        sent = request.identity_provider
        if sent is None:
            raise InvalidArgumentError("identity_provider is required")
        if request.update_mask is None:
            raise InvalidArgumentError("update_mask is required")
        uid = _uid(sent.name)
        paths = set(request.update_mask.paths) - {"name"}
        async with self._database.write() as transaction:
            stored = await self._providers.load(transaction, uid)
            if not paths:
                return shown_message(stored)
            message = whole_message(stored)
            copy_paths(message, sent, paths)
            provider = with_kept_secret(provider_of(uid, message), stored)
            await self._providers.save(
                transaction, provider, require_principal().user_id
            )
        return shown_message(provider)

    async def delete_identity_provider(
        self, request: pb.DeleteIdentityProviderRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget one, unless it is the last way in."""
        uid = _uid(request.name)
        async with self._database.write() as transaction:
            await self._providers.delete(transaction, uid, require_principal().user_id)
            await self._require_way_in(transaction)
        return Empty()

    async def _require_way_in(self, transaction: Transaction) -> None:
        """Take the deletion back where passwords do not sign people in."""
        general = await self._settings.load(transaction, "GENERAL") or {}
        if not general.get("disallowPasswordAuth"):
            return
        if not await self._providers.load_all(transaction):
            raise FailedPreconditionError(
                "the last identity provider cannot be deleted while password "
                "authentication is disabled"
            )


def _uid(name: str) -> str:
    return uid_of(name, COLLECTION, NOUN)
