"""Never starts empty beside somebody's memos: data of Memos that lies unimported."""

from pathlib import Path

from appliance.dsn import Dsn
from appliance.errors import FailedPreconditionError

# What Memos calls its SQLite files, by its modes.
MEMOS_FILES = ("memos_prod.db", "memos_demo.db", "memos_dev.db")


def refuse_foreign(data: Path, dsn: Dsn) -> None:
    """Raise FailedPreconditionError where a file of Memos lies and none of ours does.

    Databases on a server are judged by their tables, when they are migrated.
    """
    if dsn.path is None:
        return
    if dsn.path.name in MEMOS_FILES:
        _refuse(dsn.path)
    if dsn.path.exists():
        return
    for directory in {data, dsn.path.parent}:
        for name in MEMOS_FILES:
            if (directory / name).exists():
                _refuse(directory / name)


def _refuse(file: Path) -> None:
    raise FailedPreconditionError(
        f"{file} is a database of Memos, and this version cannot import it yet. "
        "Starting beside it would show an empty server, so nothing was done and "
        "nothing was changed. Choose another directory with --data to start afresh, "
        "or keep running Memos on this one."
    )
