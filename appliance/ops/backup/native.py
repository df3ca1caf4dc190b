"""A quick copy of SQLite's file while the server runs: for this database only.

Files in the data directory are not in it, and no other database reads it.
"""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from appliance.errors import FailedPreconditionError
from appliance.models.sqlite_library import library
from appliance.ops.backup import files, layout

FOLDER = "native"


def copy_database(source: Path, root: Path) -> Path:
    """Copy a file as it is at one moment; return where the proved copy is."""
    folder = root / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.remove_abandoned(folder)
    snapshot_id = layout.new_id(datetime.now(UTC))
    partial = folder / f"{files.PARTIAL}{snapshot_id}"
    try:
        _copy(source, partial)
        place = partial.replace(folder / f"{snapshot_id}.db")
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    files.sync_directory(folder)
    return place


def _copy(source: Path, partial: Path) -> None:
    # Made here so that nobody else may read it.
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, files.FILE_MODE))
    with closing(library.connect(source)) as origin:
        origin.execute("PRAGMA query_only = ON")
        with closing(library.connect(partial)) as copy:
            # All pages in one step: one moment, and writers need not wait.
            origin.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise FailedPreconditionError(f"{source} is not sound: {verdict}")
    descriptor = os.open(partial, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
