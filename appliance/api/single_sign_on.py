"""Who somebody is in the words of an identity provider, and which account that is."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.api.oauth import Grant, OAuth2
from appliance.api.providers import config_of
from appliance.api.resources import uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models.base import Role
from appliance.models.database import Transaction
from appliance.models.linking import Link, find_linked, link_account
from appliance.models.provider import EXTERN_LENGTH, Provider
from appliance.models.regexp import PatternError, matches
from appliance.models.registration import NewUser, insert, is_taken
from appliance.models.user import USERNAME

# Names that people would take for the house's own.
RESERVED = frozenset(
    {"admin", "administrator", "api", "memos", "root", "support", "system"}
)
MAX_TEXT = 2048


class Credentials(Protocol):
    """What signing in and linking both send."""

    idp_name: str
    code: str
    redirect_uri: str
    code_verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody, as a provider knows them."""

    link: Link
    display_name: str
    email: str
    avatar_url: str


class SingleSignOn:
    """Turns what a browser brought back from a provider into an account."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._settings = core.settings
        self._providers = core.providers
        self._oauth = OAuth2()

    async def identify(self, credentials: Credentials) -> Identity:
        """Ask the provider who this is; refuse whom its filter does not name."""
        provider = await self._provider(credentials.idp_name)
        config = config_of(provider)
        grant = Grant(
            credentials.code, credentials.redirect_uri, credentials.code_verifier
        )
        claims = await self._oauth.claims(config, grant)
        identity = _identity(provider, config.field_mapping, claims)
        _require_named(provider, identity.link.extern_uid)
        return identity

    async def user_id(self, identity: Identity) -> int:
        """Return whom the identity signs in, making an account for somebody new."""
        async with self._database.write() as transaction:
            found = await find_linked(transaction, identity.link)
            if found is not None:
                return found
            await self._require_open_registration(transaction)
            new = NewUser(
                username=await _username(transaction, identity.link.extern_uid),
                password="",
                role=Role.USER,
                email=identity.email,
                display_name=identity.display_name,
                avatar_url=identity.avatar_url,
            )
            user_id = await insert(transaction, new, "", None)
            await link_account(transaction, user_id, identity.link, user_id)
        return user_id

    async def _provider(self, name: str) -> Provider:
        unknown = "identity provider not found"
        try:
            uid = uid_of(name, "identity-providers", "identity provider")
        except NotFoundError as error:
            raise InvalidArgumentError(unknown) from error
        provider = await self._providers.find(uid)
        if provider is None:
            raise InvalidArgumentError(unknown)
        return provider

    async def _require_open_registration(self, transaction: Transaction) -> None:
        general = await self._settings.load(transaction, "GENERAL") or {}
        if general.get("disallowUserRegistration"):
            raise PermissionDeniedError("user registration is not allowed")


async def _username(transaction: Transaction, identifier: str) -> str:
    """Return the identifier if it may be a user name and is free, else a random one."""
    usable = USERNAME.fullmatch(identifier) and not identifier.isdigit()
    reserved = identifier.lower() in RESERVED
    if usable and not reserved and not await is_taken(transaction, identifier):
        return identifier
    return str(uuid.uuid4())


def _identity(
    provider: Provider, mapping: pb.FieldMapping | None, claims: Mapping[str, Any]
) -> Identity:
    mapping = mapping or pb.FieldMapping()
    identifier = claims.get(mapping.identifier)
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not _text(identifier, EXTERN_LENGTH):
        raise InvalidArgumentError(
            f'the field "{mapping.identifier}" is not found in claims or has empty '
            "value"
        )
    avatar_url = _text(claims.get(mapping.avatar_url), MAX_TEXT)
    return Identity(
        link=Link(provider.uid, identifier),
        display_name=_text(claims.get(mapping.display_name), MAX_TEXT),
        email=_text(claims.get(mapping.email), MAX_TEXT),
        avatar_url=avatar_url if avatar_url.startswith(("https:", "http:")) else "",
    )


def _text(value: object, limit: int) -> str:
    """Return a text that every database keeps as it is, else nothing."""
    if not isinstance(value, str) or len(value) > limit or "\0" in value:
        return ""
    # JSON can say halves of characters, which are no text.
    return value if value.encode("utf-8", "replace").decode() == value else ""


def _require_named(provider: Provider, identifier: str) -> None:
    if not provider.identifier_filter:
        return
    try:
        named = matches(provider.identifier_filter, identifier.encode())
    except PatternError as error:
        # Never let somebody in because a filter cannot be read.
        raise PermissionDeniedError(
            f"the identifier filter of {provider.name} is broken"
        ) from error
    if not named:
        raise PermissionDeniedError(f"identifier {identifier} is not allowed")
