"""The change log: in commit order, without gaps, or not at all."""

import asyncio
from pathlib import Path

import pytest

from appliance.models.base import Visibility
from appliance.models.change import Change, ChangeKind, ChangeRow, ChangeSequence
from appliance.models.database import Database
from tests.models.writer import add, spawn


def change(name: str) -> Change:
    return Change(kind=ChangeKind.MEMO_UPDATED, name=name)


async def record(database: Database, *names: str) -> None:
    async with database.write() as transaction:
        for name in names:
            transaction.record(change(name))


async def record_and_fail(database: Database, name: str) -> None:
    await record(database, f"{name} before")
    async with database.write() as transaction:
        transaction.record(change(name))
        await transaction.append_changes()
        raise ZeroDivisionError


async def log(database: Database) -> list[tuple[int, str]]:
    rows = await database.read(
        "SELECT sequence, name FROM appliance_change ORDER BY sequence"
    )
    return [(row["sequence"], row["name"]) for row in rows]


async def test_entry_holds_everything_it_was_told(database: Database) -> None:
    told = Change(
        kind=ChangeKind.MEMO_UPDATED,
        name="memos/é🎉",
        parent="memos/p",
        owner_id=1 << 40,
        actor_id=7,
        before=Visibility.PRIVATE,
        after=Visibility.PUBLIC,
    )
    async with database.write() as transaction:
        transaction.record(told)

    row = await ChangeRow.get()
    assert (row.kind, row.name, row.parent) == (told.kind, told.name, told.parent)
    assert (row.owner_id, row.actor_id) == (told.owner_id, told.actor_id)
    assert (row.visibility_before, row.visibility_after) == (1, 3)
    assert row.create_time > 1_700_000_000_000_000


async def test_entry_may_say_little(database: Database) -> None:
    await record(database, "x")

    row = await ChangeRow.get()
    assert row.parent == ""
    assert row.owner_id is row.actor_id is None
    assert row.visibility_before is row.visibility_after is None


async def test_numbers_follow_each_other_within_and_between_writes(
    database: Database,
) -> None:
    await record(database, "a", "b")
    await record(database)
    await record(database, "c")

    assert await log(database) == [(1, "a"), (2, "b"), (3, "c")]
    assert (await ChangeSequence.get()).value == 3


async def test_failed_write_takes_no_number(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await record_and_fail(database, "failed")
    await record(database, "after")

    assert await log(database) == [(1, "failed before"), (2, "after")]


async def test_numbers_are_in_the_order_of_commits(database: Database) -> None:
    # One writer at a time: in the order in which they begin they commit. Listeners
    # are no witness: a server's connection goes back to its pool before they hear.
    begun: list[str] = []

    async def write(number: int) -> None:
        async with database.write() as transaction:
            begun.extend((f"{number}", f"{number} again"))
            transaction.record(change(f"{number}"))
            # Give every other writer the chance to come in between.
            for _ in range(number % 3):
                await transaction.fetch("SELECT 1")
            transaction.record(change(f"{number} again"))

    await asyncio.gather(*(write(number) for number in range(12)))

    assert await log(database) == list(enumerate(begun, 1))


async def test_numbers_are_in_order_also_between_processes(
    database: Database, tmp_path: Path
) -> None:
    seen: list[int] = []
    other = await spawn(tmp_path, "other", 20)
    while other.returncode is None:
        await add(database, "ours", 1)
        # A reader by cursor must never find a number below one it has seen.
        rows = await database.read(
            "SELECT sequence FROM appliance_change WHERE sequence > ?"
            " ORDER BY sequence",
            (seen[-1] if seen else 0,),
        )
        seen += [row["sequence"] for row in rows]
        await asyncio.sleep(0)
    assert await other.wait() == 0
    await add(database, "ours", 1)

    names = [name for _, name in await log(database)]
    assert names.count("instance/settings/other") == 20
    assert [sequence for sequence, _ in await log(database)] == list(
        range(1, len(names) + 1)
    )
    assert seen == list(range(1, len(seen) + 1))
