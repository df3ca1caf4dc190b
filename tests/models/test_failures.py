"""Failures are folded, bounded, and written together; none is lost."""

import asyncio

import pytest

from appliance.models import failures
from appliance.models.audit import AuditRow, Origin, Outcome, coming_from
from appliance.models.database import Database
from appliance.models.failures import Failures


async def test_what_is_alike_is_one_entry(database: Database) -> None:
    waiting = Failures(database)
    for address in ("192.0.2.1", "192.0.2.2"):
        with coming_from(Origin("", address, "curl")):
            for _ in range(1000):
                waiting.note("session.refused", target="users/anna", detail="wrong")
    assert await AuditRow.all().count() == 0
    await waiting.flush()
    told = await AuditRow.all().order_by("address")
    assert [(row.address, row.times) for row in told] == [
        ("192.0.2.1", 1000),
        ("192.0.2.2", 1000),
    ]
    assert told[0].last_time >= told[0].create_time
    assert {row.outcome for row in told} == {Outcome.FAILED}
    await waiting.flush()
    assert await AuditRow.all().count() == 2


async def test_a_storm_from_everywhere_is_bounded(database: Database) -> None:
    waiting = Failures(database)
    for number in range(5000):
        with coming_from(Origin("", f"2001:db8::{number:x}")):
            waiting.note("session.refused")
    await waiting.flush()
    told = await AuditRow.all().order_by("id")
    assert len(told) == failures.MOST + 1
    assert sum(row.times for row in told) == 5000
    assert (told[-1].address, told[-1].detail) == ("", failures.ELSEWHERE)


async def test_one_write_takes_all(database: Database) -> None:
    writes = 0

    def count(_seconds: float, refused: bool) -> None:  # noqa: FBT001 - the callback's shape
        nonlocal writes
        writes += not refused

    database.observe_write = count
    waiting = Failures(database)
    for number in range(50):
        waiting.note("session.refused", target=f"users/{number}")
    await waiting.flush()
    assert writes == 1


async def test_what_cannot_be_written_waits_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Failures(database)
    waiting.note("session.refused")
    await database.execute("ALTER TABLE appliance_audit RENAME TO appliance_away")
    with pytest.raises(Exception, match="appliance_audit"):
        await waiting.flush()
    waiting.note("session.refused")
    monkeypatch.setattr(failures, "SECONDS", 0.0)
    await database.execute("ALTER TABLE appliance_away RENAME TO appliance_audit")
    async with waiting.writing():
        async with asyncio.timeout(30):
            while not await AuditRow.all().count():  # noqa: ASYNC110 - another task writes
                await asyncio.sleep(0.01)
        waiting.note("session.refused", target="users/last")
    told = await AuditRow.all().order_by("id")
    assert [(row.times, row.target) for row in told] == [(2, ""), (1, "users/last")]
