"""What operators may change, by name: the server and the commands do the same."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from appliance.errors import InvalidArgumentError
from appliance.models.audit import COMMAND, Origin, coming_from
from appliance.ops.acts import (
    accounts,
    audit,
    database,
    log,
    memos,
    server,
    settings,
    storage,
    tokens,
    trash,
)
from appliance.ops.acts.ground import Ground

Act = Callable[..., Awaitable[Any]]

ACTS: Mapping[str, Act] = {
    "audit.record": audit.record,
    "user.create": accounts.create,
    "user.set-role": accounts.set_role,
    "user.set-state": accounts.set_state,
    "user.reset-password": accounts.reset_password,
    "user.sign-out": accounts.sign_out,
    "user.delete": accounts.delete,
    "token.create": tokens.create,
    "token.revoke": tokens.revoke,
    "db.analyze": database.analyze,
    "db.vacuum": database.vacuum,
    "log.level": log.level,
    "memo.reindex": memos.reindex,
    "storage.gc": storage.clean,
    "storage.move": storage.move,
    "server.describe": server.describe,
    "settings.set": settings.change,
    "trash.restore": trash.restore,
    "trash.empty": trash.empty,
}


async def perform(ground: Ground, name: str, arguments: Mapping[str, Any]) -> Any:
    """Do what an operator asks and return facts that JSON can hold."""
    act = ACTS.get(name)
    if act is None:
        raise InvalidArgumentError(
            f"The server does not know {name}: is it another version than this command?"
        )
    try:
        inspect.signature(act).bind(ground, **arguments)
    except TypeError as error:
        raise InvalidArgumentError(f"{name}: {error}") from error
    with coming_from(Origin(COMMAND)):
        return await act(ground, **arguments)
