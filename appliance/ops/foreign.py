"""Never starts empty beside somebody's memos: data of Memos that lies unimported."""

from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from appliance.dsn import Dsn
from appliance.errors import FailedPreconditionError
from appliance.models.migrate import FOREIGN_TABLES
from appliance.models.sqlite_library import library

# What Memos calls its SQLite files, by its modes.
MEMOS_FILES = ("memos_prod.db", "memos_demo.db", "memos_dev.db")


def refuse_foreign(data: Path, dsn: Dsn) -> None:
    """Raise FailedPreconditionError where a file of Memos lies and none of ours does.

    Databases on a server are judged when they are migrated: see `migrate.migrate`.
    """
    if dsn.path is None:
        return
    if dsn.path.name in MEMOS_FILES or _tables(dsn.path) >= FOREIGN_TABLES:
        _refuse(dsn.path)
    # An empty file holds nothing yet: a start that was cut off leaves one.
    if dsn.path.exists() and dsn.path.stat().st_size:
        return
    for directory in {data, dsn.path.parent}:
        if file := find_memos_file(directory):
            _refuse(file)


def find_memos_file(directory: Path) -> Path | None:
    """Return the database that Memos left in a directory."""
    files = (directory / name for name in MEMOS_FILES)
    return next((file for file in files if file.exists()), None)


def _tables(file: Path) -> set[str]:
    """Look without a trace: opening the file as usual would already write to it."""
    if not file.is_file():
        return set()
    uri = f"file:{quote(str(file.absolute()))}?immutable=1"
    with closing(library.connect(uri, uri=True)) as connection:
        try:
            rows = connection.execute("SELECT name FROM sqlite_master").fetchall()
        except library.DatabaseError:
            return set()  # whoever opens it for good says what is wrong with it
        return {name for (name,) in rows}


def _refuse(file: Path) -> None:
    raise FailedPreconditionError(
        f"{file} is a database of Memos, and this version cannot import it yet. "
        "Starting beside it would show an empty server, so nothing was done and "
        "nothing was changed. Choose another place with --data (or --dsn) to start "
        "afresh, or keep running Memos on this one."
    )
