"""Saved filters of a user: the contract's shortcuts, which newer clients call views."""

import uuid

from tortoise import fields

from appliance.errors import NotFoundError, ResourceExhaustedError
from appliance.models.base import UID_LENGTH, Row
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.user import Account, User

# Lists of them are answered whole.
MOST_SHORTCUTS = 1000


class Shortcut(Row):
    """A filter with a title; listed in the order in which they were made."""

    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    user_id: int
    uid = fields.CharField(max_length=UID_LENGTH)
    title = fields.TextField()
    expression = fields.TextField()

    class Meta:
        table = "appliance_shortcut"
        unique_together = (("user_id", "uid"),)

    @classmethod
    def drafted(cls, owner: Account, title: str, expression: str) -> "Shortcut":
        """Make one with a name of its own, not stored yet."""
        return cls(
            user_id=owner.id,
            uid=str(uuid.uuid4()),
            title=title,
            expression=expression,
        )

    async def keep(self, transaction: Transaction, owner: Account) -> None:
        """Store it, new or changed."""
        connection = transaction.connection
        if self.id is None:
            if not await User.filter(id=owner.id).using_db(connection).exists():
                raise NotFoundError("user not found")
            mine = Shortcut.filter(user_id=owner.id).using_db(connection)
            if await mine.count() >= MOST_SHORTCUTS:
                raise ResourceExhaustedError(f"no more than {MOST_SHORTCUTS} are kept")
        await self.save(using_db=connection)
        transaction.record(self._change(owner))

    async def remove(self, transaction: Transaction, owner: Account) -> None:
        """Forget it."""
        await self.delete(using_db=transaction.connection)
        transaction.record(self._change(owner))

    def _change(self, owner: Account) -> Change:
        return Change(
            kind=ChangeKind.SHORTCUT_UPDATED,
            name=f"{owner.name}/shortcuts/{self.uid}",
            owner_id=owner.id,
            actor_id=owner.id,
        )


async def list_shortcuts(user_id: int) -> list[Shortcut]:
    """Return a user's saved filters, the oldest first."""
    return await Shortcut.filter(user_id=user_id).order_by("id")


async def find_shortcut(
    user_id: int, uid: str, transaction: Transaction | None = None
) -> Shortcut | None:
    """Return one of a user's saved filters."""
    if len(uid) > UID_LENGTH or "\0" in uid:
        return None
    row = await Shortcut.get_or_none(
        user_id=user_id,
        uid=uid,
        using_db=transaction.connection if transaction else None,
    )
    # MariaDB takes spaces at the end for nothing.
    return row if row and row.uid == uid else None
