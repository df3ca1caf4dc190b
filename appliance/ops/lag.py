"""How late the event loop is: what blocks it makes every request wait."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

SECONDS = 0.5


async def watch(observe: Callable[[float], None]) -> None:
    """Tell by how many seconds each short sleep was too long, until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        start = loop.time()
        await asyncio.sleep(SECONDS)
        observe(max(0.0, loop.time() - start - SECONDS))


@asynccontextmanager
async def watching(observe: Callable[[float], None]) -> AsyncIterator[None]:
    """Watch for as long as the block runs."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(watch(observe))
        yield
        task.cancel()
