"""Settings of the instance as a whole: one JSON text per name."""

import json
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from appliance.errors import FailedPreconditionError
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction

SECRET_KEY = "secret_key"  # noqa: S105 - the name of a row
ACCESS_MODE = "access_mode"
# What the page may load from elsewhere.
PAGE = "page"


class AccessMode(StrEnum):
    """Whether anonymous visitors may read what is public."""

    PRIVATE = "PRIVATE"
    PUBLIC = "PUBLIC"


class Setting(Model):
    """One setting. Names in capitals are the wire's keys, others are our own."""

    name = fields.CharField(max_length=64, primary_key=True)
    value = fields.TextField()

    class Meta:
        table = "appliance_setting"


class InstanceSettings:
    """Reads settings through a cache, writes them through the change log.

    What deployment files provide stands before what is stored, and cannot be written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache = Cache(self._load)
        self._provided: Mapping[str, Any] = {}
        database.listeners.append(self.on_changes)

    @property
    def caches(self) -> dict[str, Cache[Any, Any]]:
        """What is remembered, by names for metrics."""
        return {"settings": self._cache}

    async def prepare(self, *, public: bool) -> None:
        """Choose, on the first start only, what stays for good: secret and mode."""
        mode = AccessMode.PUBLIC if public else AccessMode.PRIVATE
        defaults = {SECRET_KEY: secrets.token_urlsafe(48), ACCESS_MODE: str(mode)}
        if all([await self.get(name) is not None for name in defaults]):
            return
        async with self._database.write() as transaction:
            for name, value in defaults.items():
                _, made = await Setting.get_or_create(
                    name=name,
                    defaults={"value": json.dumps(value)},
                    using_db=transaction.connection,
                )
                if made:
                    transaction.record(_change(name, None))
        self._cache.clear()

    def provide(self, values: Mapping[str, Any]) -> None:
        """Let these values stand before the stored ones, for as long as we run."""
        self._provided = dict(values)

    async def get(self, name: str) -> Any:
        """Return a setting's JSON value, or None if it was never saved."""
        if name in self._provided:
            return self._provided[name]
        return await self._cache.get(name)

    async def access_mode(self) -> AccessMode:
        """Return the access mode; PRIVATE unless it was chosen otherwise."""
        return AccessMode(await self.get(ACCESS_MODE) or AccessMode.PRIVATE)

    async def set(self, name: str, value: object, actor_id: int | None) -> None:
        """Save a setting."""
        async with self._database.write() as transaction:
            await self.save(transaction, name, value, actor_id)

    async def load(self, transaction: Transaction, name: str) -> Any:
        """Return what `get` does, as no other writer can change it meanwhile."""
        if name in self._provided:
            return self._provided[name]
        row = await Setting.get_or_none(name=name, using_db=transaction.connection)
        return json.loads(row.value) if row else None

    async def save(
        self, transaction: Transaction, name: str, value: object, actor_id: int | None
    ) -> None:
        """Save a setting within a writer's turn; never one that a file provides."""
        if name in self._provided:
            raise FailedPreconditionError(
                f"{name} is provided by a deployment file and cannot be changed here"
            )
        await Setting.update_or_create(
            name=name,
            defaults={"value": json.dumps(value, ensure_ascii=False)},
            using_db=transaction.connection,
        )
        transaction.record(_change(name, actor_id))

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget settings that were written."""
        for change in changes:
            if change.kind is ChangeKind.SETTING_UPDATED:
                self._cache.drop(change.name.rpartition("/")[2])

    async def _load(self, name: str) -> Any:
        rows = await self._database.read(
            "SELECT value FROM appliance_setting WHERE name = ?", (name,)
        )
        return json.loads(rows[0]["value"]) if rows else None


def _change(name: str, actor_id: int | None) -> Change:
    return Change(
        kind=ChangeKind.SETTING_UPDATED,
        name=f"instance/settings/{name}",
        actor_id=actor_id,
    )
