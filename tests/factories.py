"""Rows for tests, made the way the server makes them."""

from itertools import count

from appliance.models.access import Credential, Principal
from appliance.models.attachment import Attachment, Blob
from appliance.models.base import Role, State, Visibility
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.registration import NewUser, register
from appliance.models.user import User

_numbers = count(1)


async def make_user(
    database: Database, username: str = "", *, role: Role = Role.USER
) -> User:
    """Store an account; the first of a database is its administrator."""
    new = NewUser(username=username or f"user-{next(_numbers)}", password="", role=role)
    return await User.get(id=await register(database, new, "", None))


async def make_memo(  # noqa: PLR0913 - a memo is made of this much
    database: Database,
    creator: User,
    content: str = "hello",
    *,
    uid: str = "",
    visibility: Visibility = Visibility.PUBLIC,
    state: State = State.NORMAL,
    create_time: int = 1_700_000_000,
    pinned: bool = False,
    parent: Memo | None = None,
) -> Memo:
    """Store a memo."""
    memo = Memo(
        uid=uid or f"memo-{next(_numbers)}",
        creator_id=creator.id,
        parent_id=parent.id if parent else None,
        create_time=create_time,
        update_time=create_time,
        visibility=visibility,
        state=state,
        pinned=pinned,
    ).write(content)
    async with database.write() as transaction:
        await memo.insert(transaction)
        transaction.record(memo.change(ChangeKind.MEMO_CREATED, creator.id))
    return memo


async def make_attachment(
    database: Database,
    creator: User,
    memo: Memo | None,
    filename: str,
    *,
    uid: str = "",
) -> Attachment:
    """Store a file of three bytes that lie elsewhere."""
    async with database.write() as transaction:
        connection = transaction.connection
        blob = Blob(
            storage="local",
            reference=f"{next(_numbers)}",
            size=3,
            sha256="0" * 64,
            create_time=0,
        )
        await blob.save(using_db=connection)
        attachment = Attachment(
            uid=uid or f"file-{next(_numbers)}",
            creator_id=creator.id,
            memo_id=memo.id if memo else None,
            blob_id=blob.id,
            create_time=0,
            update_time=0,
            filename=filename,
            type="text/plain",
            size=blob.size,
            sha256=blob.sha256,
        )
        await attachment.save(using_db=connection)
    return attachment


def principal(user: User) -> Principal:
    """Sign a user in."""
    return Principal(user.id, user.username, Role(user.role), Credential.ACCESS_TOKEN)
