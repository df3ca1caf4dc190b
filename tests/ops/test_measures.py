"""What is looked up for a scrape: rows, sizes, caches, room on the disk."""

import asyncio
import time
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from appliance.models.cache import Cache
from appliance.models.census import take_census
from appliance.models.database import Database
from appliance.ops import measures as module
from appliance.ops.backup import records
from appliance.ops.measures import Measures
from tests.factories import make_attachment, make_memo, make_user


class Scraped:
    """A registry around measures, read by the names in the output."""

    def __init__(self, measures: Measures) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(measures)

    def value(self, name: str, **labels: str) -> float | None:
        """Return a number, None for one that is not there."""
        return self.registry.get_sample_value(f"appliance_{name}", labels)


async def test_rows_are_numbers_of_few_labels(
    database: Database, tmp_path: Path
) -> None:
    ann = await make_user(database, "ann")
    memo = await make_memo(database, ann)
    await make_attachment(database, ann, memo, "a.txt")
    measures = Measures(database, tmp_path, streams=lambda: 3)
    scraped = Scraped(measures)
    assert scraped.value("users", state="normal") is None

    await measures.refresh()
    assert scraped.value("users", state="normal") == 1
    assert scraped.value("memos", state="normal") == 1
    assert scraped.value("memos", state="archived") == 0
    assert scraped.value("stored_files", storage="local") == 1
    assert scraped.value("stored_files_bytes", storage="local") == 3
    assert scraped.value("trash_entries", kind="memo") == 0
    assert scraped.value("uploads_bytes") == 0
    assert scraped.value("event_streams") == 3
    assert scraped.value("census_timestamp_seconds")
    assert scraped.value("database_size_bytes")
    free, size = scraped.value("disk_free_bytes"), scraped.value("disk_size_bytes")
    assert free is not None
    assert size is not None
    assert 0 < free <= size


async def test_rooms_are_told_as_facts(database: Database, tmp_path: Path) -> None:
    measures = Measures(database, tmp_path)
    assert measures.rooms() is None
    ann = await make_user(database, "ann")
    await make_attachment(database, ann, None, "a.txt")
    await measures.refresh()
    rooms = measures.rooms()
    assert rooms
    assert rooms["files"] == [{"storage": "local", "number": 1, "bytes": 3}]
    assert rooms["trash"] == {"memos": 0, "attachments": 0}
    assert rooms["database"]["bytes"] > 10_000
    assert rooms["time"].endswith("Z")


async def test_rows_are_counted_seldom(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = Measures(database, tmp_path)
    scraped = Scraped(measures)
    await measures.refresh()
    await make_user(database, "ann")
    await measures.refresh()
    assert scraped.value("users", state="normal") == 0

    monkeypatch.setattr(module, "SECONDS", -1.0)
    late = Measures(database, tmp_path)
    await late.refresh()
    await make_user(database, "bob")
    await late.refresh()
    assert Scraped(late).value("users", state="normal") == 2


async def test_a_count_that_takes_long_keeps_nobody_waiting(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = asyncio.Event()

    async def slowly(of: Database) -> object:
        await going_on.wait()
        return await take_census(of)

    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(module, "take_census", slowly)
    measures = Measures(database, tmp_path)
    scraped = Scraped(measures)
    await measures.refresh()
    assert scraped.value("sessions") is None
    assert scraped.value("event_streams") == 0

    going_on.set()
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 5.0)
    await measures.refresh()
    assert scraped.value("sessions") == 0


async def test_without_a_database_the_rest_is_there(tmp_path: Path) -> None:
    measures = Measures(Database.sqlite(str(tmp_path / "none")), tmp_path)
    scraped = Scraped(measures)
    await measures.refresh()
    assert scraped.value("sessions") is None
    assert scraped.value("disk_free_bytes")


async def test_a_count_under_way_ends_with_the_server(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = asyncio.Event()

    async def for_ever(_of: Database) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(module, "take_census", for_ever)
    measures = Measures(database, tmp_path)
    async with measures.stopping():
        await measures.refresh()
        assert not ended.is_set()
    assert ended.is_set()


async def test_caches_tell_how_often_they_helped(
    database: Database, tmp_path: Path
) -> None:
    async def load(key: int) -> int:
        return key

    cache = Cache(load)
    scraped = Scraped(Measures(database, tmp_path, caches={"numbers": cache}))
    for key in (1, 1, 1, 2):
        await cache.get(key)
    lookups = "cache_lookups_total"
    assert scraped.value(lookups, cache="numbers", outcome="hit") == 2
    assert scraped.value(lookups, cache="numbers", outcome="miss") == 2
    assert scraped.value("cache_entries", cache="numbers") == 2


async def test_the_write_ahead_log_has_a_size(tmp_path: Path) -> None:
    (tmp_path / "x.db-wal").write_bytes(b"12345")
    measures = Measures(Database.sqlite(str(tmp_path / "x.db")), tmp_path)
    assert Scraped(measures).value("database_wal_bytes") == 5


def test_backups_and_drills_have_an_age(tmp_path: Path) -> None:
    measures = Measures(Database.sqlite(str(tmp_path / "x.db")), tmp_path)
    scraped = Scraped(measures)
    last, good = "backup_last_timestamp_seconds", "backup_last_good_timestamp_seconds"
    assert scraped.value(last, kind="create") is None
    before = time.time() - 1
    records.keep(tmp_path, records.CREATE, {}, good=True)
    records.keep(tmp_path, records.DRILL, {}, good=False)
    for name, kind in ((last, "create"), (good, "create"), (last, "drill")):
        seconds = scraped.value(name, kind=kind)
        assert seconds
        assert seconds >= before
    assert scraped.value("backup_last_good", kind="create") == 1
    assert scraped.value("backup_last_good", kind="drill") == 0
    assert scraped.value(good, kind="drill") is None
