"""Which account at an identity provider signs in as which user."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from appliance.errors import AlreadyExistsError, NotFoundError
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database, Transaction
from appliance.models.provider import UserIdentity


class Link(NamedTuple):
    """A provider's uid, and who somebody is there."""

    provider: str
    extern_uid: str


async def links_of(database: Database, user_id: int) -> Sequence[Link]:
    """Return the accounts that a user has linked, the oldest first."""
    rows = await database.read(
        "SELECT provider, extern_uid FROM appliance_user_identity"
        " WHERE user_id = ? ORDER BY id",
        (user_id,),
    )
    return [Link(row["provider"], row["extern_uid"]) for row in rows]


async def find_linked(transaction: Transaction, link: Link) -> int | None:
    """Return the id of the user whom the account signs in."""
    row = await _holder(transaction, link)
    return row.user_id if row and _link(row) == link else None


async def link_account(
    transaction: Transaction, user_id: int, link: Link, actor_id: int | None
) -> None:
    """Let the account sign in as the user; linking the same again changes nothing."""
    connection = transaction.connection
    own = await UserIdentity.get_or_none(
        user_id=user_id, provider=link.provider, using_db=connection
    )
    if own and _link(own) == link:
        return
    # MariaDB takes spaces at the end for nothing: another account may be in the way.
    if await _holder(transaction, link):
        raise AlreadyExistsError(
            "identity provider account is already linked to another user"
        )
    if own:
        raise AlreadyExistsError(
            "identity provider is already linked to another external account"
            " for this user"
        )
    now = int(time.time())
    row = UserIdentity(
        user_id=user_id,
        provider=link.provider,
        extern_uid=link.extern_uid,
        create_time=now,
        update_time=now,
    )
    await row.save(using_db=connection)
    transaction.record(_change(user_id, link.provider, actor_id))


async def unlink_account(
    transaction: Transaction, user_id: int, provider: str, actor_id: int | None
) -> None:
    """End the link of a user with a provider."""
    row = await UserIdentity.get_or_none(
        user_id=user_id, provider=provider, using_db=transaction.connection
    )
    if row is None or row.provider != provider:
        raise NotFoundError("linked identity not found")
    await row.delete(using_db=transaction.connection)
    transaction.record(_change(user_id, provider, actor_id))


async def _holder(transaction: Transaction, link: Link) -> UserIdentity | None:
    return await UserIdentity.get_or_none(
        provider=link.provider,
        extern_uid=link.extern_uid,
        using_db=transaction.connection,
    )


def _link(row: UserIdentity) -> Link:
    return Link(row.provider, row.extern_uid)


def _change(user_id: int, provider: str, actor_id: int | None) -> Change:
    return Change(
        kind=ChangeKind.IDENTITY_UPDATED,
        name=f"identity-providers/{provider}",
        owner_id=user_id,
        actor_id=actor_id,
    )
