"""People with an account, and the look-ups of them that every request makes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from tortoise import fields

from appliance.errors import InvalidArgumentError
from appliance.models.base import Role, Row, State
from appliance.models.cache import Cache
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database

# How the text of a picture begins that is kept here.
STORED_PICTURE = "data:"
# Imported names may be longer than those that can be chosen here.
NAME_LENGTH = 255
ACCOUNT_KINDS = frozenset(
    {ChangeKind.USER_CREATED, ChangeKind.USER_UPDATED, ChangeKind.USER_DELETED}
)
USERNAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,34}[a-zA-Z0-9])?")


class User(Row):
    """An account. `username` is its public name and compares byte for byte."""

    username = fields.CharField(max_length=NAME_LENGTH, unique=True)
    role = fields.SmallIntField()
    state = fields.SmallIntField(default=State.NORMAL.value)
    email = fields.TextField(default="")
    display_name = fields.TextField(default="")
    avatar_url = fields.TextField(default="")
    description = fields.TextField(default="")
    password_hash = fields.TextField(default="")
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()

    class Meta:
        table = "appliance_user"
        indexes = (("role", "id"),)


@dataclass(frozen=True, slots=True)
class Account:
    """A user as requests see it; without the password's hash.

    Of a picture that is stored here `avatar_url` is only the mark `data:`, because
    accounts are kept in memory; `load_avatar` reads the picture.
    """

    id: int
    username: str
    role: int
    state: int
    email: str
    display_name: str
    avatar_url: str
    description: str
    create_time: int
    update_time: int

    @classmethod
    def of(cls, user: User) -> Self:
        """Return a row as requests see it, without reading it again."""
        columns = {name: getattr(user, name) for name in cls.__slots__}
        if user.avatar_url.startswith(STORED_PICTURE):
            columns["avatar_url"] = STORED_PICTURE
        return cls(**columns)

    @property
    def name(self) -> str:
        """The resource name."""
        return f"users/{self.username}"

    @property
    def is_admin(self) -> bool:
        """Whether the user administers the instance."""
        return self.role == Role.ADMIN


_ACCOUNT = (
    "SELECT id, username, role, state, email, display_name,"
    " CASE WHEN SUBSTR(avatar_url, 1, 5) = 'data:' THEN 'data:' ELSE avatar_url END"
    " AS avatar_url, description, create_time, update_time FROM appliance_user WHERE "
)


def validated_username(username: str) -> str:
    """Return a name that a new account may carry, or raise InvalidArgumentError."""
    if not USERNAME.fullmatch(username) or username.isdigit():
        raise InvalidArgumentError(f'invalid username "{username}"')
    return username


async def find_user(username: str) -> User | None:
    """Return the row of this name, with the hash of the password."""
    # Tortoise raises for what is too long, PostgreSQL for NUL, and MariaDB takes
    # spaces at the end for nothing.
    if len(username) > NAME_LENGTH or "\0" in username:
        return None
    user = await User.get_or_none(username=username)
    return user if user and user.username == username else None


async def load_avatar(database: Database, username: str) -> str | None:
    """Return the picture as it is stored; None if there is no such user.

    That is a data URI, an address elsewhere, or "" for none.
    """
    columns = "SELECT username, avatar_url FROM appliance_user WHERE "
    rows = await database.read(f"{columns}username = ?", (username,))
    # MariaDB takes spaces at the end for nothing.
    if not rows or rows[0]["username"] != username:
        user_id = id_of(username)
        if user_id is None:
            return None
        rows = await database.read(f"{columns}id = ?", (user_id,))
    return str(rows[0]["avatar_url"]) if rows else None


def id_of(username: str) -> int | None:
    """Return the id that a name of digits means; old clients still send ids."""
    # Ids have at most 18 digits here, so that the comparison fits the column.
    if username.isascii() and username.isdigit() and len(username) < 19:  # noqa: PLR2004 - see above
        return int(username)
    return None


class Accounts:
    """Finds accounts by id, by name, and the administrator shown to visitors."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id = Cache(self._load_by_id)
        self._admin = Cache(self._load_admin, size=1)
        database.listeners.append(self.on_changes)

    @property
    def caches(self) -> dict[str, Cache[Any, Any]]:
        """What is remembered, by names for metrics."""
        return {"accounts": self._by_id, "first_admin": self._admin}

    async def find(self, user_id: int) -> Account | None:
        """Return the account with this id."""
        return await self._by_id.get(user_id)

    async def find_by_username(self, username: str) -> Account | None:
        """Return the account with this name, or with this id if nobody has the name.

        Old clients still send database ids.
        """
        found = await self._first("username = ?", username)
        # MariaDB takes spaces at the end for nothing.
        if found and found.username == username:
            return found
        user_id = id_of(username)
        return None if user_id is None else await self.find(user_id)

    async def load(self, ids: Sequence[int]) -> list[Account]:
        """Return these accounts in the order of the ids; gone ones are left out."""
        if not ids:
            return []
        marks = ", ".join("?" * len(ids))
        rows = await self._database.read(f"{_ACCOUNT}id IN ({marks})", ids)
        found = {row["id"]: Account(**dict(row)) for row in rows}
        return [found[user_id] for user_id in ids if user_id in found]

    async def first_admin(self) -> Account | None:
        """Return the oldest administrator; None while the instance is not set up."""
        return await self._admin.get("")

    def on_changes(self, changes: Sequence[Change]) -> None:
        """Forget what changes of accounts have made old."""
        for change in changes:
            if change.kind in ACCOUNT_KINDS:
                self._admin.clear()
                if change.owner_id is not None:
                    self._by_id.drop(change.owner_id)

    async def _first(self, condition: str, *values: object) -> Account | None:
        rows = await self._database.read(
            f"{_ACCOUNT}{condition} ORDER BY id LIMIT 1", values
        )
        return Account(**dict(rows[0])) if rows else None

    async def _load_by_id(self, user_id: int) -> Account | None:
        return await self._first("id = ?", user_id)

    async def _load_admin(self, _key: str) -> Account | None:
        return await self._first("role = ?", int(Role.ADMIN))
