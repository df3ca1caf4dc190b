"""What an account is worth: its role, its state, its password."""

from appliance.models.audit import note
from appliance.models.base import Role, State
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Transaction
from appliance.models.identity import revoke_sessions
from appliance.models.profile import require_another_admin
from appliance.models.user import User


async def set_standing(
    transaction: Transaction, user: User, role: Role, state: State
) -> None:
    """Give an account a role and a state, which the caller stores.

    Refused if nobody could administer the instance any more.
    """
    if (role, state) != (Role.ADMIN, State.NORMAL):
        await require_another_admin(transaction, user)
    name = f"users/{user.username}"
    if role != user.role:
        detail = f"{Role(user.role).name} to {role.name}"
        await note(transaction, "user.role", target=name, detail=detail)
    if state != user.state:
        kind = "user.archived" if state is State.ARCHIVED else "user.unarchived"
        await note(transaction, kind, target=name)
    user.role, user.state = role, state


async def replace_password(
    transaction: Transaction,
    user: User,
    password_hash: str,
    actor_id: int | None,
    *,
    spared: int | None = None,
) -> None:
    """Set a password, which the caller stores, and end the sessions of the old one.

    Only the session `spared` goes on.
    """
    user.password_hash = password_hash
    await note(transaction, "user.password", target=f"users/{user.username}")
    await revoke_sessions(transaction, user.id, actor_id, spared=spared)


def updated(user: User, actor_id: int | None) -> Change:
    """Describe a change of an account for the change log."""
    return Change(
        kind=ChangeKind.USER_UPDATED,
        name=f"users/{user.username}",
        owner_id=user.id,
        actor_id=actor_id,
    )
