"""The database that a restore fills: whole in one moment, or as it was.

SQLite's file is built beside its place and moved there. The other databases take
everything in one transaction.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from appliance.config import Settings
from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.loading import OWNED, is_empty
from appliance.models.sqlite_library import library
from appliance.ops.backup import files


class UnconfirmedError(UnavailableError):
    """Everything is in its place, and might not be after a power cut."""


@dataclass(slots=True)
class Fate:
    """What became of a database that was built."""

    # Whether it is, or may be, in the place of the old one.
    moved: bool = False


@asynccontextmanager
async def opened(
    settings: Settings, *, replace: bool, fate: Fate | None = None
) -> AsyncIterator[Database]:
    """Give a migrated database to fill, and keep it if the block ends well.

    FailedPreconditionError if it belongs to somebody and is not to be replaced. `fate`
    tells of SQLite's file, however the block ended.
    """
    if settings.dsn.path:
        if not replace:
            refuse_owned_file(settings.dsn.path)
        async with _built_beside(settings.dsn.path, fate or Fate()) as database:
            yield database
        return
    database = describe_database(settings)
    await migrate.migrate(database)
    await database.open()
    try:
        if not replace and not await is_empty(database):
            raise FailedPreconditionError(_owned("The database"))
        yield database
    finally:
        await database.close()


def _owned(what: str) -> str:
    return (
        f"{what} is not empty. Nothing was changed: choose an empty place, or replace "
        "all that is there with --replace."
    )


def refuse_owned_file(path: Path) -> None:
    """Raise FailedPreconditionError if a file holds anybody's rows, or is foreign."""
    if not path.exists() or not path.stat().st_size:
        return
    with closing(library.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for (name,) in rows}
        if tables and "appliance_aerich" not in tables:
            raise FailedPreconditionError(f"{path} is a database of another program.")
        for table in tables.intersection(OWNED):
            if connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608 - a table of ours
                raise FailedPreconditionError(_owned(str(path)))


@asynccontextmanager
async def _built_beside(path: Path, fate: Fate) -> AsyncIterator[Database]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for abandoned in path.parent.glob(f"{files.RESTORING}*"):
        shutil.rmtree(abandoned)
    building = Path(tempfile.mkdtemp(prefix=files.RESTORING, dir=path.parent))
    try:
        made = building / path.name
        # A power cut during the work is a failure like any other: synced at the end.
        database = Database.sqlite(str(made), "OFF")
        await migrate.migrate(database)
        await database.open()
        try:
            yield database
        finally:
            await database.close()
        await _made_ready(made, path)
        _move(made, path, fate)
        with suppress(asyncio.CancelledError):
            # Who interrupted only now came too late: told is what is.
            await asyncio.sleep(0)
    finally:
        # What stays goes with the next restore. It may not fail one that is in its
        # place: the files that the rows name would be taken back.
        shutil.rmtree(building, ignore_errors=True)


def _check(path: Path) -> None:
    with closing(library.connect(path)) as connection:
        # Only the file is moved. SQLite keeps it to itself when closing could not
        # bring everything into it, for instance because the disk was full.
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise UnavailableError(f"{path}: its journal cannot be ended")
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if verdict != "ok" or dangling:
        raise FailedPreconditionError(
            f"What was built is not sound ({verdict}); nothing was changed."
        )


def _make_ready(made: Path, path: Path) -> None:
    """Do all that takes time before the new file takes the place of the old one."""
    _check(made)
    descriptor = os.open(made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if path.exists():
        # The old file's WAL must not be taken for the new one's.
        with closing(library.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()


async def _made_ready(made: Path, path: Path) -> None:
    # In a thread, so that whoever interrupts is heard before the old file goes.
    work = asyncio.create_task(asyncio.to_thread(_make_ready, made, path))
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        # A thread goes on all the same: it may not meet the removal of what it reads.
        await asyncio.gather(work, return_exceptions=True)
        raise


def _move(made: Path, path: Path, fate: Fate) -> None:
    """Put the new file in the place of the old one in one step."""
    # Said before: an interruption may come right behind the step.
    fate.moved = True
    try:
        made.replace(path)
    except OSError:
        fate.moved = False
        raise
    try:
        files.sync_directory(path.parent)
    except OSError as error:
        raise UnconfirmedError(
            f"{path} is restored, but the disk did not confirm it: {error.strerror}. "
            "Look after the disk, and restore again with --replace."
        ) from error
