"""An instance, a repository with a history, and what must hold whatever happened."""

import asyncio
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from appliance.__main__ import command
from appliance.models import migrate
from appliance.models.database import Database
from appliance.ops.backup import prune, repository
from appliance.ops.backup.directory import Directory
from appliance.ops.backup.retention import Policy
from appliance.ops.backup.verify import verify
from tests.ops.backup.instance import back_up, fill, sqlite_settings

OLD_SECONDS = 3 * 24 * 3600
# What a crash may leave; the next run removes it, or does a day later.
TEMPORARY = (".partial-", ".restoring-")


@dataclass(frozen=True, slots=True)
class Scene:
    """An instance in `data`, three backups in `backups`; `good` is the newest."""

    data: Path
    backups: Path
    good: str
    counts: dict[str, int]

    def copy(self, root: Path) -> "Scene":
        """Return the same elsewhere, to be spoilt."""
        backups = root / "backups"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.backups, backups, copy_function=shutil.copy2)
        return Scene(self.data, backups, self.good, self.counts)


def build(root: Path) -> Scene:
    """Make an instance and a repository that holds what prune may remove."""
    (root / "data").mkdir()
    return asyncio.run(_build(root / "data", root / "backups"))


async def _build(data: Path, backups: Path) -> Scene:
    settings = sqlite_settings(data)
    await migrate.migrate(Database.sqlite(str(settings.dsn.path), "OFF"))
    database = Database.sqlite(str(settings.dsn.path), "OFF")
    await database.open()
    await fill(database, data)
    await back_up(database, data, backups)
    await database.execute("UPDATE appliance_blob SET release_time = 1 WHERE id = 1")
    await database.execute("DELETE FROM appliance_attachment WHERE blob_id = 1")
    await back_up(database, data, backups)
    prune.prune(Directory(backups), Policy({"last": 1}))
    old = time.time() - OLD_SECONDS
    for path in (backups / "blobs").iterdir():
        os.utime(path, (old, old))
    made = await back_up(database, data, backups)
    await database.close()
    return Scene(data, backups, made.receipt.id, made.manifest.counts)


def listed(backups: Path | str) -> list[dict[str, Any]]:
    """Return what `backup list` says."""
    done = CliRunner().invoke(command, ["backup", "list", str(backups), "--json"])
    facts: list[dict[str, Any]] = json.loads(done.stdout)
    return facts


def check_repository(backups: Path | str, must: Iterable[str] = ()) -> int:
    """Prove that whatever is called good is good; return how many those are."""
    good = {facts["id"] for facts in listed(backups) if facts["fault"] is None}
    destination = repository.open_repository(backups)
    for each in good:
        assert verify(repository.find(destination, each)).faults == []
    assert good >= set(must)
    return len(good)


def check_target(target: Path, scene: Scene) -> bool:
    """Prove that a target is untouched or whole; return whether it is whole."""
    path = target / "appliance.db"
    if not path.exists():
        return False
    # A journal may lie beside it, of the entry in the audit log: opening takes it back.
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, count in scene.counts.items():
            query = f"SELECT count(*) FROM appliance_{name}"  # noqa: S608 - tables of ours
            (found,) = connection.execute(query).fetchone()
            # That it was restored is told to the audit log, a moment later.
            assert found - count in ((0, 1) if name == "audit" else (0,)), name
        rows = connection.execute(
            "SELECT reference, size FROM appliance_blob WHERE storage = 'local'"
        ).fetchall()
    assert rows
    for reference, size in rows:
        assert (target / reference).stat().st_size == size
    return True


def leftovers(root: Path) -> list[Path]:
    """Return what was left half-made."""
    return [path for path in root.rglob("*") if path.name.startswith(TEMPORARY)]
