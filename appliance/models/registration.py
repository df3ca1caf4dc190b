"""New accounts.

Whether one is the first, and so an administrator, is decided inside the one writer's
turn: two first sign-ups give one administrator.
"""

import time
from dataclasses import dataclass, field

from appliance.errors import AlreadyExistsError
from appliance.models.base import Role
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.password import Passwords
from appliance.models.profile import validated_text
from appliance.models.user import User, validated_username


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """What a new account is made of."""

    username: str
    password: str = field(repr=False)
    role: Role
    email: str = ""
    display_name: str = ""
    avatar_url: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        texts = (self.email, self.display_name, self.avatar_url, self.description)
        for text in texts:
            validated_text(text)


async def register(
    database: Database, new: NewUser, password_hash: str, actor_id: int | None
) -> int:
    """Store the account and return its id; AlreadyExistsError if the name is taken."""
    async with database.write() as transaction:
        return await insert(transaction, new, password_hash, actor_id)


async def insert(
    transaction: Transaction, new: NewUser, password_hash: str, actor_id: int | None
) -> int:
    """Store the account within a writer's turn and return its id."""
    now = int(time.time())
    connection = transaction.connection
    if await is_taken(transaction, new.username):
        raise AlreadyExistsError(f'username "{new.username}" is taken')
    first = not await User.all().using_db(connection).exists()
    user = User(
        username=new.username,
        role=Role.ADMIN if first else new.role,
        email=new.email,
        display_name=new.display_name,
        avatar_url=new.avatar_url,
        description=new.description,
        password_hash=password_hash,
        create_time=now,
        update_time=now,
    )
    await user.save(using_db=connection)
    transaction.record(
        Change(
            kind=ChangeKind.USER_CREATED,
            name=f"users/{user.username}",
            owner_id=user.id,
            actor_id=actor_id or user.id,
        )
    )
    user_id: int = user.id
    return user_id


async def is_taken(transaction: Transaction, username: str) -> bool:
    """Whether an account has this name."""
    named = User.filter(username=username).using_db(transaction.connection)
    return await named.exists()


async def ensure_admin(
    database: Database, passwords: Passwords, username: str, password: str
) -> bool:
    """Create the administrator of an instance that has no account yet."""
    rows = await database.read("SELECT id FROM appliance_user LIMIT 1")
    if rows:
        return False
    new = NewUser(
        username=validated_username(username), password=password, role=Role.ADMIN
    )
    try:
        await register(database, new, await passwords.hash(password), None)
    except AlreadyExistsError:
        # Another process that starts at the same moment was quicker.
        return False
    return True
