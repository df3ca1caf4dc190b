"""The loop that holds a lease: begun again after a fault, over when it should be."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable

import pytest

from appliance.models import worker
from appliance.models.database import Database
from appliance.models.runner import Lease, find_place
from appliance.models.worker import Worker


def worker_of(database: Database, work: Callable[[], Awaitable[None]]) -> Worker:
    """Return a worker that has one thing to do."""

    async def begin() -> Iterable[Awaitable[None]]:
        return [work()]

    return Worker("test", Lease(database, "test"), begin, patience=0.1)


async def test_work_that_fails_is_begun_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.01)
    begun = asyncio.Semaphore(0)

    async def fail() -> None:
        begun.release()
        raise OSError("no such luck")

    async with worker_of(database, fail).working(), asyncio.timeout(20):
        for _ in range(3):
            await begun.acquire()


async def test_lease_is_given_back_when_nothing_can_begin(database: Database) -> None:
    tried = asyncio.Event()

    async def begin() -> Iterable[Awaitable[None]]:
        tried.set()
        raise OSError("no such luck")

    lease = Lease(database, "test")
    lease._alone = False  # noqa: SLF001 - SQLite stands in for the others here
    async with Worker("test", lease, begin, patience=0.1).working():
        await asyncio.wait_for(tried.wait(), 20)
        for _ in range(500):
            if not (await find_place(database, "test")).holder:
                return
            await asyncio.sleep(0.01)
        pytest.fail("the lease is still held")


@pytest.mark.alone
async def test_work_that_forgets_its_end_is_told_again(database: Database) -> None:
    begun, deaf = asyncio.Event(), asyncio.Event()

    async def forget() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            deaf.set()
        await asyncio.Event().wait()

    begin = time.monotonic()
    async with worker_of(database, forget).working(), asyncio.timeout(20):
        await begun.wait()
    assert deaf.is_set()
    assert time.monotonic() - begin < 5
