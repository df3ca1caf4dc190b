"""How commands reach the data: through the running server, or by the lock."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

from appliance.config import Settings
from appliance.errors import FailedPreconditionError
from appliance.models.connection import check_schema, describe_database
from appliance.ops import acts, asking, lock
from appliance.ops.acts.ground import Ground

T = TypeVar("T")

# A server that starts holds the lock some time before it listens.
STARTING_SECONDS = 5.0


class Whole(Protocol):
    """An application of which acts need more than a database."""

    ground: Ground


# Puts together what a server is, without starting it.
Build = Callable[[Settings], Whole]


def perform(
    settings: Settings, act: str, *, build: Build | None = None, **arguments: Any
) -> Any:
    """Have an act done by the server that holds the data, else do it here.

    `build` is for acts that know the rules of the whole server.
    """
    try:
        return asking.ask(settings.data, act, arguments)
    except asking.NobodyListensError:
        pass
    require_database(settings)
    os.umask(lock.PRIVATE_UMASK)
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            return _by_the_lock(settings, build, act, arguments)
        except lock.TakenError:
            if time.monotonic() > deadline:
                raise
        try:
            return asking.ask(settings.data, act, arguments)
        except asking.NobodyListensError:
            time.sleep(0.1)


def _by_the_lock(
    settings: Settings, build: Build | None, act: str, arguments: dict[str, Any]
) -> Any:
    async def act_here() -> Any:
        whole = build(settings).ground if build else None
        async with opened(settings, whole) as ground:
            return await acts.perform(ground, act, arguments)

    with lock.hold(directories(settings)):
        return asyncio.run(act_here())


def look(settings: Settings, read: Callable[[Ground], Awaitable[T]]) -> T:
    """Read beside whatever runs, and change nothing."""

    async def reading() -> T:
        async with opened(settings) as ground:
            return await read(ground)

    require_database(settings)
    return asyncio.run(reading())


@asynccontextmanager
async def opened(
    settings: Settings, whole: Ground | None = None
) -> AsyncIterator[Ground]:
    """Open the database, which must have this program's schema."""
    ground = whole or Ground.around(describe_database(settings), settings)
    await ground.database.open()
    try:
        await check_schema(ground.database)
        yield ground
        await ground.storages.close()
    finally:
        await ground.database.close()


def require_database(settings: Settings) -> None:
    """Refuse to make a database where a wrong path was meant to hold one."""
    path = settings.dsn.path
    if path and not path.exists():
        raise FailedPreconditionError(
            f"{path}: no database there. Name its directory with --data, "
            "or a database server with --dsn."
        )


def directories(settings: Settings) -> list[Any]:
    """Name what a server of these settings would lock."""
    found = [settings.data]
    return [*found, settings.dsn.path.parent] if settings.dsn.path else found
