"""Identity providers, and which of their accounts belong to which user."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tortoise import fields

from appliance.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    NotFoundError,
)
from appliance.models.base import UID_LENGTH, Row
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.user import User

EXTERN_LENGTH = 255
PREFIX = "identity-providers/"


class IdentityProvider(Row):
    """Where people may sign in instead; `config` is JSON and holds a secret."""

    uid = fields.CharField(max_length=UID_LENGTH, unique=True)
    type = fields.SmallIntField()
    title = fields.TextField()
    identifier_filter = fields.TextField()
    config = fields.TextField()

    class Meta:
        table = "appliance_identity_provider"


class UserIdentity(Row):
    """An account at a provider that signs in as a user; times are epoch seconds."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    user_id: int
    # The provider's uid: one of a deployment file has no row.
    provider = fields.CharField(max_length=UID_LENGTH)
    extern_uid = fields.CharField(max_length=EXTERN_LENGTH)
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()

    class Meta:
        table = "appliance_user_identity"
        unique_together = (("provider", "extern_uid"), ("user_id", "provider"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider in use, whether a row or a deployment file describes it.

    `config` is the wire's OAuth2 configuration as JSON, with the secret.
    """

    uid: str
    type: int
    title: str
    identifier_filter: str
    config: Mapping[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """The resource name."""
        return PREFIX + self.uid


class Providers:
    """All identity providers, few and read at once; files stand before rows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stored = Cache(self._load, size=1)
        self._provided: Mapping[str, Provider] = {}
        database.listeners.append(self.on_changes)

    def provide(self, providers: Sequence[Provider]) -> None:
        """Let these stand before stored ones, for as long as we run."""
        self._provided = {provider.uid: provider for provider in providers}

    async def all(self) -> Sequence[Provider]:
        """Return every provider, those of files first, then in order of creation."""
        return self._together(await self._stored.get(""))

    async def find(self, uid: str) -> Provider | None:
        """Return the provider with this uid."""
        found = (provider for provider in await self.all() if provider.uid == uid)
        return next(found, None)

    async def load_all(self, transaction: Transaction) -> Sequence[Provider]:
        """Return what `all` does, as no other writer can change it meanwhile."""
        rows = IdentityProvider.all().using_db(transaction.connection)
        return self._together([_provider(row) for row in await rows.order_by("id")])

    async def create(
        self, transaction: Transaction, provider: Provider, actor_id: int | None
    ) -> None:
        """Store a new one, under a uid that nobody has."""
        self._require_stored(provider.uid)
        rows = IdentityProvider.filter(uid=provider.uid)
        if await rows.using_db(transaction.connection).exists():
            raise AlreadyExistsError(
                f'identity provider "{provider.uid}" already exists'
            )
        row = IdentityProvider(uid=provider.uid)
        await self._write(transaction, row, provider, actor_id)

    async def load(self, transaction: Transaction, uid: str) -> Provider:
        """Return a stored one that is to be changed."""
        return _provider(await self._row(transaction, uid))

    async def save(
        self, transaction: Transaction, provider: Provider, actor_id: int | None
    ) -> None:
        """Store a changed one."""
        row = await self._row(transaction, provider.uid)
        await self._write(transaction, row, provider, actor_id)

    async def delete(
        self, transaction: Transaction, uid: str, actor_id: int | None
    ) -> None:
        """Forget one; the accounts that it vouched for stay linked."""
        row = await self._row(transaction, uid)
        await row.delete(using_db=transaction.connection)
        transaction.record(_change(uid, actor_id))

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget the providers when any was written."""
        if any(change.kind is ChangeKind.PROVIDER_UPDATED for change in changes):
            self._stored.clear()

    async def _row(self, transaction: Transaction, uid: str) -> IdentityProvider:
        self._require_stored(uid)
        row = await IdentityProvider.get_or_none(
            uid=uid, using_db=transaction.connection
        )
        # MariaDB takes spaces at the end for nothing.
        if row is None or row.uid != uid:
            raise NotFoundError("identity provider not found")
        return row

    def _require_stored(self, uid: str) -> None:
        if uid in self._provided:
            raise FailedPreconditionError(
                f'identity provider "{uid}" is provided by a deployment file '
                "and cannot be changed here"
            )

    def _together(self, stored: Sequence[Provider]) -> Sequence[Provider]:
        shown = [each for each in stored if each.uid not in self._provided]
        return [*self._provided.values(), *shown]

    @staticmethod
    async def _write(
        transaction: Transaction,
        row: IdentityProvider,
        provider: Provider,
        actor_id: int | None,
    ) -> None:
        row.type = provider.type
        row.title = provider.title
        row.identifier_filter = provider.identifier_filter
        row.config = json.dumps(provider.config, ensure_ascii=False)
        await row.save(using_db=transaction.connection)
        transaction.record(_change(provider.uid, actor_id))

    async def _load(self, _key: str) -> Sequence[Provider]:
        rows = await self._database.read(
            "SELECT uid, type, title, identifier_filter, config"
            " FROM appliance_identity_provider ORDER BY id"
        )
        return [
            Provider(**{**dict(row), "config": json.loads(row["config"])})
            for row in rows
        ]


def _provider(row: IdentityProvider) -> Provider:
    return Provider(
        uid=row.uid,
        type=row.type,
        title=row.title,
        identifier_filter=row.identifier_filter,
        config=json.loads(row.config),
    )


def _change(uid: str, actor_id: int | None) -> Change:
    return Change(
        kind=ChangeKind.PROVIDER_UPDATED, name=PREFIX + uid, actor_id=actor_id
    )
