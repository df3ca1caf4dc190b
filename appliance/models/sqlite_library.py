"""Chooses the one SQLite library of this process, before anyone opens a database.

Systems ship SQLite builds with the WAL-reset fault (two connections that write and
checkpoint may lose a commit), and two SQLite libraries in one process cancel each
other's file locks. So `pysqlite3`, which bundles a fixed SQLite, takes the place of
the standard module for everybody: Tortoise, backups, commands.
"""

import importlib
import sys
from types import ModuleType

# The first release without the fault.
FIXED = (3, 51, 3)


def _install() -> ModuleType:
    try:
        library = importlib.import_module("pysqlite3")
    except ImportError:  # no wheel for this platform: see `is_fixed`
        return importlib.import_module("sqlite3")
    sys.modules["sqlite3"] = library
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    return library


library = _install()


def version() -> tuple[int, ...]:
    """Return the version of SQLite itself, for instance `(3, 53, 4)`."""
    return tuple(int(part) for part in str(library.sqlite_version).split("."))


def is_fixed() -> bool:
    """Whether several connections to one file are safe with this library."""
    return version() >= FIXED
