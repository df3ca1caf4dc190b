"""Personal access tokens, as operators make and revoke them."""

from typing import Any

from appliance.errors import NotFoundError
from appliance.models.personal_token import draft_token, keep_token, revoke_token
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground, load_user


async def create(
    ground: Ground, *, username: str, description: str = "", days: int = 0
) -> dict[str, Any]:
    """Make a token that acts as the account; its text is told this once."""
    async with ground.database.write() as transaction:
        user = await load_user(transaction, username)
        row, text = draft_token(user.id, description, days)
        await keep_token(transaction, row, user.username, None)
    shown = facts.token({**row.columns(), "username": user.username})
    return {**shown, "token": text}


async def revoke(ground: Ground, *, username: str, token: str) -> dict[str, Any]:
    """End a token at once."""
    async with ground.database.write() as transaction:
        user = await load_user(transaction, username)
        found = await revoke_token(transaction, user.id, user.username, token, None)
    if not found:
        raise NotFoundError(f"{username} has no token {token}.")
    return {"username": user.username, "id": token}
