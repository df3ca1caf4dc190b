"""What an act stands on: the same things in the server and in a command."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from appliance.config import Settings
from appliance.errors import NotFoundError
from appliance.models.database import Database, Transaction
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.storage import Storages
from appliance.models.user import User, find_user

# Gives a setting of the instance a new value, by the rules that administrators have.
Replace = Callable[[str, Any], Awaitable[Any]]

# Spells the name of a setting or a part as it is stored, and refuses what is none.
Spelled = Callable[[str], str]

# Says what holds of a setting or a part of it, given what is stored of the whole.
InForce = Callable[[str, Any], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """Where an act happens.

    `replace`, `in_force` and `spelled` are there only in what was put together whole,
    as the server is.
    """

    database: Database
    passwords: Passwords
    settings: InstanceSettings
    storages: Storages
    replace: Replace | None = None
    in_force: InForce | None = None
    spelled: Spelled | None = None
    # What the proxies before a server were seen to do; None: no server runs here.
    observed: Callable[[], Mapping[str, Any]] | None = None

    @classmethod
    def around(cls, database: Database, configuration: Settings) -> Self:
        """Make the rest around a database, for a command."""
        settings = InstanceSettings(database)
        return cls(
            database=database,
            passwords=Passwords(),
            settings=settings,
            storages=Storages(database, settings, configuration.data),
        )


async def load_user(transaction: Transaction, username: str) -> User:
    """Return the row that a name means, as no other writer can change it."""
    found = await find_user(username)
    user = found and await User.get_or_none(
        id=found.id, using_db=transaction.connection
    )
    if not user:
        raise NotFoundError(f"There is no account {username}.")
    return user
