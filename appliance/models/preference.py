"""Settings of one user: one JSON text per key of the wire."""

import json
from collections.abc import Sequence
from typing import Any

from tortoise import fields

from appliance.errors import InvalidArgumentError
from appliance.models.base import Row
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.user import User

# Characters of one setting, which is kept in memory and sent whole.
LONGEST_VALUE = 1 << 18


class UserSetting(Row):
    """One setting of one user; `key` is GENERAL or TAGS."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    user_id: int
    key = fields.CharField(max_length=64)
    value = fields.TextField()

    class Meta:
        table = "appliance_user_setting"
        unique_together = (("user_id", "key"),)


class UserSettings:
    """Reads settings of users through a cache, writes them through the change log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # All of one user's: clients ask for them together.
        self._cache = Cache(self._load)
        database.listeners.append(self.on_changes)

    async def get(self, user_id: int, key: str) -> Any:
        """Return a setting's JSON value, or None if it was never saved."""
        text = (await self._cache.get(user_id)).get(key)
        return None if text is None else json.loads(text)

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget settings that were written, and those of users who went."""
        kinds = (ChangeKind.USER_SETTING_UPDATED, ChangeKind.USER_DELETED)
        for change in changes:
            if change.kind in kinds and change.owner_id is not None:
                self._cache.drop(change.owner_id)

    async def _load(self, user_id: int) -> dict[str, str]:
        rows = await self._database.read(
            # A bare `key` is a word of MariaDB's own.
            "SELECT s.key AS name, s.value FROM appliance_user_setting s"
            " WHERE s.user_id = ?",
            (user_id,),
        )
        return {row["name"]: row["value"] for row in rows}


async def load_setting(transaction: Transaction, user_id: int, key: str) -> Any:
    """Return a setting as a writer must see it, or None if it was never saved."""
    row = await UserSetting.get_or_none(
        user_id=user_id, key=key, using_db=transaction.connection
    )
    return json.loads(row.value) if row else None


async def save_setting(
    transaction: Transaction, user: User, key: str, value: object
) -> None:
    """Store a setting of a user, who alone may do so."""
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST_VALUE:
        raise InvalidArgumentError(
            f"a setting must not exceed {LONGEST_VALUE} characters"
        )
    await UserSetting.update_or_create(
        user_id=user.id,
        key=key,
        defaults={"value": text},
        using_db=transaction.connection,
    )
    transaction.record(
        Change(
            kind=ChangeKind.USER_SETTING_UPDATED,
            name=f"users/{user.username}/settings/{key}",
            owner_id=user.id,
            actor_id=user.id,
        )
    )
