"""What comes back is what was there: restoring is tested by restoring."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import FailedPreconditionError
from appliance.models.counter import Counter
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.tag import MemoTag
from appliance.ops.backup import files, target
from appliance.ops.backup.create import Made
from appliance.ops.backup.crypt import Recipients, new_identity, read_identities
from appliance.ops.backup.layout import DamagedError
from appliance.ops.backup.restore import Restoration
from tests.conftest import DRIVER
from tests.factories import make_memo, make_user
from tests.ops.backup.instance import (
    back_up,
    emptied,
    essence,
    flip,
    location_of,
    opened,
    rows_of,
    sqlite_settings,
    store_file,
)

KILLS = 3
MANY_KILLS = 20


async def moved(made: Made, data: Path, *, sqlite: bool = False) -> Made:
    """Restore a backup into an empty instance, and back that up."""
    settings = sqlite_settings(data) if sqlite else await emptied(data)
    await Restoration(location_of(made), settings).run()
    async with opened(settings) as database:
        return await back_up(database, data, data / "backups")


async def derived() -> dict[str, Any]:
    """Return what no backup holds but every instance needs."""
    tags = await MemoTag.all().order_by("memo_id", "kind", "tag").values()
    counters = await Counter.filter(value__not=0).values()
    without_ids = [{**row, "id": 0} for row in (*tags, *counters)]
    memos = await Memo.all().order_by("id").values()
    return {"rows": sorted(map(str, without_ids)), "memos": memos}


async def test_everything_comes_back(full: Database, data: Path) -> None:
    before = await derived()
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    restored = await Restoration(location_of(made), settings).run()
    assert restored.facts()["counts"] == made.manifest.counts
    assert restored.facts()["files"] == {"local": 3, "database": 3}
    async with opened(settings) as database:
        assert await derived() == before
        again = await back_up(database, data / "new", data / "again")
    assert essence(again.manifest) == essence(made.manifest)
    # Every entity has a row, or this proves nothing about it.
    assert all(made.manifest.counts.values())


async def test_every_database_gives_the_same(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    on_sqlite = await moved(made, data / "sqlite", sqlite=True)
    back = await moved(on_sqlite, data / "back")
    assert essence(on_sqlite.manifest) == essence(back.manifest)
    assert essence(on_sqlite.manifest) == essence(made.manifest)
    assert back.manifest.dialect == DRIVER


async def test_ids_go_on_behind_the_last_one_given(full: Database, data: Path) -> None:
    last = (await Memo.all().order_by("-id").first()) or Memo(id=0)
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    await Restoration(location_of(made), settings).run()
    async with opened(settings) as database:
        author = await make_user(database, "new")
        memo = await make_memo(database, author, "new")
        # The trashed memo's id is behind the last that is left.
        assert memo.id == last.id + 2


async def test_an_encrypted_backup_comes_back_with_its_key(
    full: Database, data: Path
) -> None:
    text, recipient = new_identity()
    (data / "key").write_text(text)
    identities = read_identities([data / "key"])
    made = await back_up(full, data, data / "backups", Recipients([recipient]))
    plain = await back_up(full, data, data / "plain")
    await full.close()
    settings = await emptied(data / "new")
    await Restoration(location_of(made), settings, identities).run()
    async with opened(settings) as database:
        again = await back_up(database, data / "new", data / "again")
    assert essence(again.manifest) == essence(plain.manifest)


async def test_a_place_that_is_owned_is_left_alone(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    run = Restoration(location_of(made), settings).run
    await run()
    async with opened(settings) as database:
        before = await back_up(database, data / "new", data / "before")
    with pytest.raises(FailedPreconditionError, match="not empty"):
        await run()
    async with opened(settings) as database:
        after = await back_up(database, data / "new", data / "before")
    assert essence(after.manifest) == essence(before.manifest)


async def test_replacing_leaves_nothing_of_what_was_there(
    full: Database, data: Path
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    await Restoration(location_of(made), settings).run()
    async with opened(settings) as database:
        author = await make_user(database, "later")
        memo = await make_memo(database, author, "later", uid="later")
        await make_memo(database, author, "comment", parent=memo)
        await store_file(database, data / "new", author, memo, b"later")
    await Restoration(location_of(made), settings, replace=True).run()
    async with opened(settings) as database:
        again = await back_up(database, data / "new", data / "again")
    found, wanted = essence(again.manifest), essence(made.manifest)
    assert found["parts"] == wanted["parts"]
    assert found["blobs"] == wanted["blobs"]


async def test_a_failure_half_way_leaves_an_empty_place(
    full: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    place = location_of(made)
    reopened = place.destination.open
    (data / "new").mkdir(exist_ok=True)

    def failing(name: str) -> Any:
        # The proof reads each file once; the second time the disk is gone.
        seen.append(name)
        if name.startswith("blobs/") and seen.count(name) > 1:
            raise OSError(5, "input/output error")
        return reopened(name)

    seen: list[str] = []
    monkeypatch.setattr(place.destination, "open", failing)
    with pytest.raises(OSError, match="input/output"):
        await Restoration(place, settings).run()
    left = [path for path in (data / "new").rglob("*") if path.is_file()]
    assert left == []
    monkeypatch.undo()
    await Restoration(place, settings).run()


def kill_restores(path: str, data: Path, count: int) -> None:
    """Kill restores at moments from the first write to the last."""
    appliance = [sys.executable, "-m", "appliance", "backup"]
    start = time.monotonic()
    command = [*appliance, "restore", path, "--data"]
    subprocess.run([*command, data / "timed"], check=True, capture_output=True)
    whole = time.monotonic() - start
    for number in range(count):
        process = subprocess.Popen([*command, data / f"{number}"])
        time.sleep(whole * (0.5 + 0.5 * number / count))
        process.kill()
        process.wait()
        built = data / f"{number}/appliance.db"
        if built.exists():
            with closing(sqlite3.connect(built)) as connection:
                (found,) = connection.execute("SELECT COUNT(*) FROM appliance_memo")
            assert found == (4,)
        else:
            subprocess.run([*command, built.parent], check=True, capture_output=True)
            assert built.exists()
            assert list(built.parent.glob(".restoring-*")) == []


@pytest.mark.skipif(DRIVER != "sqlite", reason="the command is told of a file")
async def test_a_kill_leaves_all_or_nothing(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    await asyncio.to_thread(kill_restores, made.place, data / "killed", KILLS)


@pytest.mark.slow  # twenty processes, one after the other
@pytest.mark.skipif(DRIVER != "sqlite", reason="the command is told of a file")
async def test_many_kills_leave_all_or_nothing(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    await asyncio.to_thread(kill_restores, made.place, data / "killed", MANY_KILLS)


async def test_a_damaged_backup_changes_nothing(full: Database, data: Path) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    place = location_of(made)
    flip(Path(place.place), 500)
    settings = await emptied(data / "new")
    with pytest.raises(DamagedError):
        await Restoration(place, settings).run()
    assert not (data / "new" / "appliance.db").exists()


async def test_a_file_that_was_missing_does_not_stop_the_rest(
    full: Database, data: Path
) -> None:
    for path in (data / "assets").iterdir():
        path.unlink()
    made = await back_up(full, data, data / "backups")
    assert len(made.manifest.damaged) == 3
    await full.close()
    settings = await emptied(data / "new")
    restored = await Restoration(location_of(made), settings).run()
    assert restored.files == {"missing": 3, "database": 3}
    assert len(restored.facts()["missing"]) == 3
    assert rows_of(location_of(made))["attachment"]


@pytest.mark.skipif(DRIVER != "sqlite", reason="about SQLite's file")
async def test_what_the_disk_did_not_confirm_keeps_its_files(
    full: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await back_up(full, data, data / "backups")
    await full.close()
    settings = await emptied(data / "new")
    synced = files.sync_directory

    def failing(path: Path) -> None:
        if path == data / "new" and (path / "appliance.db").exists():
            raise OSError(5, "Input/output error")
        synced(path)

    monkeypatch.setattr(files, "sync_directory", failing)
    with pytest.raises(target.UnconfirmedError, match="did not confirm"):
        await Restoration(location_of(made), settings).run()
    async with opened(settings) as database:
        rows = await database.scan(
            "SELECT reference FROM appliance_blob WHERE storage = 'local'"
        )
    assert rows
    assert all((data / "new" / row["reference"]).is_file() for row in rows)
