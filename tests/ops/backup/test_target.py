"""The place that a restore fills is as it was, or whole."""

import asyncio
import errno
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models.database import Database
from appliance.ops.backup import files, target
from tests.conftest import DRIVER
from tests.factories import make_user
from tests.ops.backup.instance import emptied, opened, sqlite_settings


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path / "new")
    path = tmp_path / "new/appliance.db"
    (tmp_path / "new/.restoring-old").mkdir(parents=True)
    async with target.opened(settings, replace=False) as database:
        await make_user(database, "anna")
        assert not path.exists()
    assert [each.name for each in path.parent.iterdir()] == ["appliance.db"]
    async with opened(settings) as database:
        assert await database.scan("SELECT username FROM appliance_user")


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path)
    async with target.opened(settings, replace=False) as database:
        await make_user(database, "old")
    with pytest.raises(ZeroDivisionError):
        async with target.opened(settings, replace=True) as database:
            raise ZeroDivisionError
    async with opened(settings) as database:
        rows = await database.scan("SELECT username FROM appliance_user")
        assert [row["username"] for row in rows] == ["old"]
    assert list(tmp_path.glob(".restoring-*")) == []  # noqa: ASYNC240 - a test's own directory


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_an_interruption_while_it_is_looked_over_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, go_on, sound = threading.Event(), threading.Event(), threading.Event()
    check = target._check  # noqa: SLF001 - the moment that takes long

    def check_for_long(path: Path) -> None:
        looking.set()
        go_on.wait(20)
        check(path)
        assert path.exists()
        sound.set()

    monkeypatch.setattr(target, "_check", check_for_long)
    fate = target.Fate()

    async def restore() -> None:
        settings = sqlite_settings(tmp_path)
        async with target.opened(settings, replace=False, fate=fate) as database:
            await make_user(database, "anna")

    task = asyncio.create_task(restore())
    assert await asyncio.to_thread(looking.wait, 20)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=0.05)
    assert not done, "it was not waited for"
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sound.is_set()
    assert not fate.moved
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - a test's own directory


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_who_interrupts_too_late_is_told_that_it_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task: asyncio.Task[None]
    synced = files.sync_directory

    def cancelled(directory: Path) -> None:
        task.cancel()
        synced(directory)

    async def restore() -> None:
        settings = sqlite_settings(tmp_path)
        async with target.opened(settings, replace=False) as database:
            await make_user(database, "anna")

    monkeypatch.setattr(files, "sync_directory", cancelled)
    task = asyncio.create_task(restore())
    await task
    assert [each.name for each in tmp_path.iterdir()] == ["appliance.db"]  # noqa: ASYNC240 - a test's own directory


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_an_interruption_behind_the_move_leaves_no_doubt_about_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_directory: Path) -> None:
        raise KeyboardInterrupt

    fate = target.Fate()
    opening = target.opened(sqlite_settings(tmp_path), replace=False, fate=fate)
    with monkeypatch.context() as disk:
        database = await opening.__aenter__()
        await make_user(database, "anna")
        disk.setattr(files, "sync_directory", interrupt)
        with pytest.raises(KeyboardInterrupt):
            await opening.__aexit__(None, None, None)
    assert fate.moved
    assert (tmp_path / "appliance.db").exists()


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_what_cannot_be_removed_does_not_undo_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **_more: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    settings = sqlite_settings(tmp_path / "new")
    with monkeypatch.context() as disk:
        async with target.opened(settings, replace=False) as database:
            await make_user(database, "anna")
            disk.setattr(os, "rmdir", refuse)
    assert list((tmp_path / "new").glob(".restoring-*")) != []
    async with opened(settings) as database:
        assert await database.scan("SELECT username FROM appliance_user")


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_the_old_wal_is_not_taken_for_the_new_ones(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path)
    async with target.opened(settings, replace=False) as database:
        await make_user(database, "old")
    path = tmp_path / "appliance.db"
    # A server that was killed leaves its WAL behind.
    keeping = sqlite3.connect(path)
    keeping.execute("PRAGMA journal_mode = WAL")
    keeping.execute("UPDATE appliance_user SET username = 'newer'")
    keeping.commit()
    assert (tmp_path / "appliance.db-wal").stat().st_size
    saved = (tmp_path / "appliance.db-wal").read_bytes()
    keeping.close()
    (tmp_path / "appliance.db-wal").write_bytes(saved)
    async with target.opened(settings, replace=True) as database:
        await make_user(database, "restored")
    assert not (tmp_path / "appliance.db-wal").exists()
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT username FROM appliance_user").fetchall()
    assert names == [("restored",)]


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE memo (id)")
    with pytest.raises(FailedPreconditionError, match="another program"):
        target.refuse_owned_file(path)
    target.refuse_owned_file(tmp_path / "nothing.db")
    (tmp_path / "empty.db").touch()
    target.refuse_owned_file(tmp_path / "empty.db")


async def test_an_owned_database_is_refused(database: Database, tmp_path: Path) -> None:
    await make_user(database, "owner")
    await database.close()
    settings = await emptied(tmp_path / "new")
    async with target.opened(settings, replace=False) as filled:
        await make_user(filled, "anna")
    with pytest.raises(FailedPreconditionError, match="--replace"):
        async with target.opened(settings, replace=False):
            pass
