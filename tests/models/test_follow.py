"""What other processes write is heard here."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import structlog

from appliance.models import follow
from appliance.models.base import Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.follow import Follower
from appliance.models.instance import InstanceSettings
from tests.models.writer import add, spawn

TOLD = Change(
    kind=ChangeKind.MEMO_UPDATED,
    name="memos/m",
    parent="memos/p",
    owner_id=1,
    actor_id=2,
    before=Visibility.PRIVATE,
    after=Visibility.PUBLIC,
)


async def started(database: Database) -> Follower:
    follower = Follower(database)
    await follower.start()
    return follower


async def write(database: Database, *changes: Change) -> None:
    async with database.write() as transaction:
        for change in changes:
            transaction.record(change)


async def test_change_comes_back_as_it_was_told(database: Database) -> None:
    follower = await started(database)
    small = Change(kind=ChangeKind.SETTING_UPDATED, name="x")
    await write(database, TOLD, small)

    assert await follower.catch_up() == [TOLD, small]
    assert await follower.catch_up() == []


async def test_what_was_before_the_start_is_old(database: Database) -> None:
    await write(database, TOLD)
    follower = await started(database)

    assert await follower.catch_up() == []


async def test_batches_are_bounded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "BATCH", 2)
    follower = await started(database)
    await write(database, *[TOLD] * 5)

    assert [len(await follower.catch_up()) for _ in range(4)] == [2, 2, 1, 0]


async def test_setting_of_another_process_is_seen(
    database: Database, tmp_path: Path
) -> None:
    settings = InstanceSettings(database)
    await add(database, "shared", 1)
    assert await settings.get("shared") == 1
    follower = await started(database)

    other = await spawn(tmp_path, "shared", 3)
    assert await other.wait() == 0
    assert await settings.get("shared") == 1, "heard too early to prove anything"
    await follower.catch_up()

    assert await settings.get("shared") == 4


@pytest.fixture
def warned() -> Iterator[asyncio.Event]:
    """Return what is set when anything is logged."""
    event = asyncio.Event()

    def listen(_logger: object, _method: str, _entry: object) -> NoReturn:
        event.set()
        raise structlog.DropEvent

    # In place, since a logger that was used before keeps this very list.
    processors = structlog.get_config()["processors"]
    before = list(processors)
    processors[:] = [listen]
    yield event
    processors[:] = before


async def test_follower_survives_a_fault_and_ends_when_told(
    database: Database, warned: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "INTERVAL", 0.001)
    heard: asyncio.Queue[object] = asyncio.Queue()
    task = asyncio.create_task((await started(database)).run())

    await database.execute("ALTER TABLE appliance_change RENAME TO away")
    await asyncio.wait_for(warned.wait(), 10)
    await database.execute("ALTER TABLE away RENAME TO appliance_change")
    database.listeners.append(heard.put_nowait)
    await write(database, TOLD)
    # Once from the writer, once from the follower.
    for _ in range(2):
        await asyncio.wait_for(heard.get(), 10)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_own_writes_are_read_from_the_log_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "INTERVAL", 60)
    heard: asyncio.Queue[list[int]] = asyncio.Queue()
    database.listeners.append(
        lambda changes: heard.put_nowait([change.sequence for change in changes])
    )
    task = asyncio.create_task((await started(database)).run())
    await write(database, TOLD, TOLD)
    number = await database.sequence()

    assert await asyncio.wait_for(heard.get(), 10) == [0, 0]
    assert await asyncio.wait_for(heard.get(), 10) == [number - 1, number]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
