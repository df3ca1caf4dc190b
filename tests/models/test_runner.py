"""Who holds the lease, who gets it next, and the place in the change log."""

import pytest

from appliance.models import runner as module
from appliance.models.base import Visibility
from appliance.models.change import ChangeKind
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.runner import (
    Lease,
    LostLeaseError,
    Runner,
    advance,
    changes_after,
    find_place,
    told,
)
from tests.factories import make_memo, make_user


class Clock:
    """Time that tests turn by hand."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time_ns(self) -> int:
        return int(self.now * 1e9)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def lease_of(database: Database, *, alone: bool = False) -> Lease:
    """Make a lease as on a database that several processes share, unless alone."""
    lease = Lease(database, "work")
    lease._alone = alone  # noqa: SLF001 - SQLite stands in for the others here
    return lease


async def test_second_process_waits_until_the_first_lets_go(
    database: Database, clock: Clock
) -> None:
    one, other = lease_of(database), lease_of(database)
    assert await one.acquire()
    assert not await other.acquire()
    clock.now += 1
    await one.release()
    assert await other.acquire()
    with pytest.raises(LostLeaseError):
        await one.renew()


async def test_heartbeat_keeps_the_lease(database: Database, clock: Clock) -> None:
    one, other = lease_of(database), lease_of(database)
    assert await one.acquire()
    for _ in range(20):
        clock.now += module.HEARTBEAT
        await one.renew()
        assert not await other.acquire()


async def test_silent_holder_is_taken_for_dead(
    database: Database, clock: Clock
) -> None:
    one, other = lease_of(database), lease_of(database)
    assert await one.acquire()
    seconds = 0.0
    while not await other.acquire():
        clock.now += 1
        seconds += 1
    assert module.PATIENCE <= seconds <= 10
    with pytest.raises(LostLeaseError):
        await one.renew()
    await one.release()
    async with database.write() as transaction:
        await other.require(transaction)
        with pytest.raises(LostLeaseError):
            await one.require(transaction)


async def test_only_one_of_two_takes_over(database: Database, clock: Clock) -> None:
    dead, one, other = (lease_of(database) for _ in range(3))
    assert await dead.acquire()
    assert not await one.acquire()
    assert not await other.acquire()
    clock.now += module.PATIENCE
    assert [await one.acquire(), await other.acquire()] == [True, False]


async def test_process_alone_with_its_file_takes_over_at_once(
    database: Database,
) -> None:
    one, other = lease_of(database, alone=True), lease_of(database, alone=True)
    assert await one.acquire()
    assert await other.acquire()
    before = await Runner.get(name="work")
    await other.renew()
    assert (await Runner.get(name="work")).lease_time == before.lease_time
    alone = Lease(database, "x")._alone  # noqa: SLF001 - what it was made with
    assert alone is (database.dialect is Dialect.SQLITE)


async def test_new_work_begins_behind_the_newest_change(database: Database) -> None:
    ann = await make_user(database)
    await make_memo(database, ann)
    newest = await database.sequence()
    assert (await find_place(database, "new")).sequence == newest
    await make_memo(database, ann)
    assert (await find_place(database, "new")).sequence == newest
    async with database.write() as transaction:
        await advance(transaction, "new", newest + 1)
    assert (await find_place(database, "new")).sequence == newest + 1


async def test_stretches_of_the_log(database: Database) -> None:
    ann = await make_user(database)
    start = await database.sequence()
    memos = [
        await make_memo(database, ann, visibility=Visibility.PUBLIC) for _ in range(3)
    ]
    rows = await changes_after(database, start, 2)
    assert [row["name"] for row in rows] == [memo.name for memo in memos[:2]]
    assert rows[0]["owner_id"] == ann.id

    kinds = {ChangeKind.MEMO_CREATED}
    found = await told(database, start, start + 2, kinds, 10)
    assert [row["sequence"] for row in found] == [start + 1, start + 2]
    assert await told(database, 0, start + 9, {ChangeKind.MEMO_DELETED}, 10) == []
    assert len(await told(database, start, start + 3, kinds, 1)) == 1
