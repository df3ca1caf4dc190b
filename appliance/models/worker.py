"""Work in the background that one process of the instance does, by a lease."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import structlog

from appliance.models.runner import HEARTBEAT, Lease, LostLeaseError

LOOK_SECONDS = 1.0
_LOG = structlog.get_logger()

# Begins the works; called each time that this process has taken the lease.
Begin = Callable[[], Awaitable[Iterable[Awaitable[None]]]]


class Worker:
    """Takes the lease when it is free, and works as long as it holds.

    `name` is that of the work in the log, `patience` the seconds that it may take to
    stop well.
    """

    def __init__(
        self, name: str, lease: Lease, begin: Begin, *, patience: float
    ) -> None:
        self._name = name
        self._lease = lease
        self._begin = begin
        self._patience = patience

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work for as long as the block runs."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            await end([task], self._patience)

    async def _run(self) -> None:
        away = False
        while True:
            try:
                if await self._lease.acquire():
                    away = False
                    await self._hold()
            except LostLeaseError:
                _LOG.info("another process does this work now", work=self._name)
            except Exception as error:  # noqa: BLE001 - the loop must outlive any fault
                # Once per outage: readiness tells the rest.
                if not away:
                    _LOG.warning("work waits", work=self._name, error=repr(error))
                away = True
            await asyncio.sleep(LOOK_SECONDS)

    async def _hold(self) -> None:
        """Do all works at once until one of them ends."""
        tasks = [asyncio.ensure_future(self._beat())]
        try:
            tasks += map(asyncio.ensure_future, await self._begin())
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await end(tasks, self._patience)
            await self._lease.release()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            await self._lease.renew()


async def end(tasks: Iterable["asyncio.Future[Any]"], patience: float) -> None:
    """Cancel tasks until they are over.

    Once is not enough: up to Python 3.11 `wait_for`, which libraries use, forgets a
    cancellation that comes together with what it waits for.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=patience)
