"""Before a new program changes the schema, the old state is kept, and leads back."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.user import User
from appliance.ops import upgrade
from appliance.ops.backup import layout, repository
from appliance.ops.backup.verify import verify
from appliance.ops.upgrade import WayBack
from tests.conftest import DRIVER
from tests.factories import make_memo, make_user
from tests.ops.backup.instance import settings_under_test, store_file
from tests.ops.cli.calling import Console, console

__all__ = ["console"]

# A step of the schema that can be undone: it only makes tables.
STEP = next(name for name in migrate.known() if name.endswith("_audit.py"))
TABLES = ("appliance_audit", "appliance_ended_session")


LATER_STEP = next(name for name in migrate.known() if name.endswith("_jobs.py"))
LATER_TABLES = ("appliance_job",)


async def forget(database: Database, step: str, tables: Sequence[str]) -> None:
    """Turn an open database into that of a program without a step."""
    for table in tables:
        await database.execute(f"DROP TABLE {table}")
    await database.execute("DELETE FROM appliance_aerich WHERE version = ?", (step,))


async def take_step(database: Database, step: str) -> None:
    """Do one step of the schema, as a program does that knows no more."""
    name = f"appliance.models.migrations.models.{step.removesuffix('.py')}"
    await database.open()
    try:
        await import_module(name).upgrade(database.connection)
        await database.execute(
            "INSERT INTO appliance_aerich (version, app, content)"
            " VALUES (?, 'models', '{}')",
            (step,),
        )
    finally:
        await database.close()


@pytest.fixture
async def old(database: Database, tmp_path: Path) -> AsyncIterator[Database]:
    """Keep somebody's memo in the database of an older program, closed."""
    await make_memo(database, await make_user(database, "anna"), "kept")
    await forget(database, STEP, TABLES)
    await database.close()
    yield database
    shutil.rmtree(tmp_path / upgrade.FOLDER, ignore_errors=True)
    if DRIVER != "sqlite":
        # The next test finds a whole schema.
        await migrate.migrate(database)
    await database.open()


def kept_files(data: Path) -> list[Path]:
    """Return every file that is kept, of copies and of backups."""
    return sorted(each for each in (data / upgrade.FOLDER).rglob("*") if each.is_file())


async def test_the_old_state_is_kept_and_leads_back(
    old: Database, tmp_path: Path
) -> None:
    settings = settings_under_test(tmp_path)
    kept = WayBack(settings)
    assert await migrate.migrate(old, keep=kept.keep)
    assert Path(kept.place).is_relative_to(tmp_path / upgrade.FOLDER)
    assert kept.place in kept.advice
    if old.dialect is not Dialect.SQLITE:
        verdict = await asyncio.to_thread(verify, repository.locate(Path(kept.place)))
        assert verdict.good
        assert verdict.manifest
        assert verdict.manifest.counts["memo"] == 1
        assert "audit" not in verdict.manifest.counts
        assert STEP not in verdict.manifest.migrations
        return
    shutil.copy(kept.place, tmp_path / "appliance.db")
    again = describe_database(settings)
    await again.open()
    assert STEP in await migrate.pending(again.connection, again.dialect)
    assert await User.filter(username="anna").exists()
    await again.close()


async def test_only_the_last_ones_stay(old: Database, tmp_path: Path) -> None:
    settings = settings_under_test(tmp_path)
    places = []
    for _ in range(upgrade.KEPT + 1):
        kept = WayBack(settings)
        async with kept.keep():
            pass
        places.append(kept.place)
    there = await asyncio.to_thread(lambda: [Path(each).exists() for each in places])
    assert there == [False] + [True] * upgrade.KEPT
    assert old


async def test_the_copy_just_made_stays_where_the_clock_went_back(
    old: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_under_test(tmp_path)
    for _ in range(upgrade.KEPT):
        async with WayBack(settings).keep():
            pass
    named = layout.new_id
    back = timedelta(days=1)
    monkeypatch.setattr(layout, "new_id", lambda moment: named(moment - back))
    kept = WayBack(settings)
    async with kept.keep():
        pass
    assert await asyncio.to_thread(Path(kept.place).exists)
    assert old


async def test_a_full_disk_stops_the_upgrade_in_time(
    old: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = WayBack(settings_under_test(tmp_path))
    monkeypatch.setattr(upgrade, "MARGIN", 1 << 60)
    with pytest.raises(FailedPreconditionError, match="--no-snapshot"):
        await migrate.migrate(old, keep=kept.keep)
    await old.open()
    assert STEP in await migrate.pending(old.connection, old.dialect)
    await old.close()


@pytest.mark.parametrize("done_by_another", [True, False])
async def test_what_another_migrates_meanwhile_need_not_be_kept(
    old: Database, *, done_by_another: bool
) -> None:
    @asynccontextmanager
    async def keep() -> AsyncIterator[None]:
        if done_by_another:
            await migrate.migrate(old)
        raise UnavailableError("a table is being changed")
        yield

    if done_by_another:
        assert await migrate.migrate(old, keep=keep) == []
        return
    with pytest.raises(UnavailableError):
        await migrate.migrate(old, keep=keep)


@pytest.mark.parametrize("before_the_copy", [True, False])
async def test_a_copy_that_another_overtook_is_let_go(
    old: Database, tmp_path: Path, *, before_the_copy: bool
) -> None:
    earlier = WayBack(settings_under_test(tmp_path))
    async with earlier.keep():
        pass
    there = await asyncio.to_thread(kept_files, tmp_path)
    # A file that the earlier one has not.
    await take_step(old, STEP)
    await old.open()
    await store_file(old, tmp_path, await User.get(username="anna"), None, b"later")
    await forget(old, STEP, TABLES)
    await old.close()
    late = WayBack(settings_under_test(tmp_path))

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[None]:
        if before_the_copy:
            await migrate.migrate(old)
        async with late.keep():
            if not before_the_copy:
                await migrate.migrate(old)
            yield

    assert await migrate.migrate(old, keep=overtaken) == []
    assert late.place == ""
    assert await asyncio.to_thread(kept_files, tmp_path) == there


async def test_what_another_left_undone_is_kept_anew(
    old: Database, tmp_path: Path
) -> None:
    await old.open()
    await forget(old, LATER_STEP, LATER_TABLES)
    await old.close()
    kept = WayBack(settings_under_test(tmp_path))
    tries = []

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[None]:
        async with kept.keep():
            tries.append(kept_files(tmp_path))
            if len(tries) == 1:
                await take_step(old, STEP)
            yield

    assert await migrate.migrate(old, keep=overtaken) == [LATER_STEP]
    first, second = tries
    assert not set(first) & set(second)
    assert await asyncio.to_thread(kept_files, tmp_path) == second


async def test_what_is_new_or_up_to_date_is_not_kept(tmp_path: Path) -> None:
    fresh = Database.sqlite(str(tmp_path / "new.db"), "OFF")

    def never() -> AbstractAsyncContextManager[None]:
        raise AssertionError

    assert await migrate.migrate(fresh, keep=never) == migrate.known()
    assert await migrate.migrate(fresh, keep=never) == []


@pytest.mark.skipif(DRIVER != "sqlite", reason="the same for every database")
def test_the_command_says_the_way_back_or_does_without(
    console: Console, tmp_path: Path
) -> None:
    console.place = ["--data", str(tmp_path)]
    console.call("migrate")
    for flags, kept in (([], 1), (["--no-snapshot"], 1)):
        with closing(sqlite3.connect(tmp_path / "appliance.db")) as connection:
            for table in TABLES:
                connection.execute(f"DROP TABLE {table}")
            forget = "DELETE FROM appliance_aerich WHERE version = ?"
            connection.execute(forget, (STEP,))
            connection.commit()
        done = console.call("migrate", *flags)
        assert done.returncode == 0, done.stderr
        assert STEP in done.stdout
        assert ("start the earlier version" in done.stderr) is not bool(flags)
        assert len(list((tmp_path / upgrade.FOLDER).rglob("*.db"))) == kept
