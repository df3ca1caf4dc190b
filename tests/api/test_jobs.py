"""The work in the background: one process at a time, and another when it is gone."""

import pytest

from appliance.api import jobs as module
from appliance.api.jobs import Jobs
from appliance.models import runner, worker
from appliance.models.runner import Lease, Runner
from tests.api.house import House
from tests.api.outgoing.receiver import receiving
from tests.api.outgoing.workshop import jobs_of, make_webhook, settled, until


async def holder() -> str:
    row = await Runner.get_or_none(name=module.LEASE)
    return row.holder if row else ""


async def held() -> bool:
    return bool(await holder())


def shared(jobs: Jobs) -> Jobs:
    """Let jobs behave as on a database that several processes share."""
    jobs._worker._lease._alone = False  # noqa: SLF001 - SQLite stands in for the others here
    return jobs


async def test_lease_is_given_back_at_the_end(house: House) -> None:
    async with jobs_of(house).working():
        await until(held)
    assert not await held()


async def test_one_of_two_works_and_the_other_follows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.05)
    ann = await house.user("ann")
    async with receiving() as receiver:
        await make_webhook(ann.user, receiver.url)
        one, other = shared(jobs_of(house)), shared(jobs_of(house))
        async with other.working():
            await until(held)
            first = await holder()
            async with one.working():
                await ann.write("a", "a")
                await settled(1)
                assert await holder() == first
        async with one.working(), other.working():
            await until(held)
            await ann.write("b", "b")
            await settled(2)
        texts = [got.json()["memo"]["content"] for got in receiver.got]
    assert texts == ["a", "b"]


async def test_dead_holder_is_followed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    dead = Lease(house.database, module.LEASE)
    dead._alone = False  # noqa: SLF001 - as above
    assert await dead.acquire()
    first = await holder()
    async with shared(jobs_of(house)).working():

        async def taken() -> bool:
            return await holder() not in ("", first)

        await until(taken)
