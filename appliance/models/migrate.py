"""Brings a database to this program's schema, once, whoever starts first.

aerich applies the files in `migrations/`; each holds statements for every dialect. A
database that a newer program has migrated, or that holds the tables of another
program, is refused before anything is written.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model
from tortoise.transactions import in_transaction

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models.database import Database
from appliance.models.dialect import Dialect

# Keeps a copy when entered; an error inside the block means that it is none.
Keep = Callable[[], AbstractAsyncContextManager[None]]

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_NAME = "appliance_migrate"
LOCK_NUMBER = 7_306_925_437
LOCK_SECONDS = 120

_TABLES = {
    Dialect.SQLITE: "SELECT name FROM sqlite_master WHERE type = 'table'",
    Dialect.POSTGRES: "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = ANY (current_schemas(false))",
    Dialect.MYSQL: "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = DATABASE()",
}
# Tables by which the reference's database is recognised, in any of its versions.
FOREIGN_TABLES = frozenset({"memo", "system_setting"})


def known() -> list[str]:
    """Return the migrations of this program, oldest first."""
    files = (MIGRATIONS / "models").glob("[0-9]*_*.py")
    return sorted((file.name for file in files), key=number)


def number(name: str) -> int:
    """Return the number that a migration begins with: its place among all."""
    return int(name.split("_", maxsplit=1)[0])


async def applied(connection: BaseDBAsyncClient, dialect: Dialect) -> list[str]:
    """Return what the database has seen; refuse tables that are not ours."""
    _, rows = await connection.execute_query(_TABLES[dialect])
    tables = {str(row["name"]) for row in rows}
    if "appliance_aerich" in tables:
        _, rows = await connection.execute_query("SELECT version FROM appliance_aerich")
        return [str(row["version"]) for row in rows]
    if tables >= FOREIGN_TABLES:
        raise FailedPreconditionError(
            "This database holds the tables of a Memos server and none of ours. "
            "Starting would hide its notes behind an empty instance, so nothing was "
            "changed: choose another database, or keep using the server it belongs to."
        )
    return []


async def pending(connection: BaseDBAsyncClient, dialect: Dialect) -> list[str]:
    """Return what is left to do; refuse a schema newer than this program."""
    done = await applied(connection, dialect)
    newer = sorted(set(done) - set(known()))
    if newer:
        raise FailedPreconditionError(
            f"The database was written by a newer version of this program (it knows "
            f"{newer[-1]}, which this one does not). Nothing was changed: start the "
            f"newer program, or restore a backup made before the upgrade."
        )
    return [name for name in known() if name not in done]


async def migrate(
    database: Database, *, beside: Path | None = None, keep: Keep | None = None
) -> list[str]:
    """Apply what is pending to a database that is not open yet; return it.

    `keep` is entered before a database is changed that an older program has made.
    `beside` is a file of Memos that lies where our data goes: next to it no new
    instance is begun.
    """
    todo = await _left(database)
    if beside and todo == known():
        raise FailedPreconditionError(
            f"{beside} is a database of Memos, and this version cannot import it "
            "yet. Starting beside it would show an empty server, so nothing was "
            "changed. Choose another place with --data to start afresh."
        )
    if keep:
        todo = await _keep(database, todo, keep)
    return await _apply(database) if todo else []


async def _keep(database: Database, todo: list[str], keep: Keep) -> list[str]:
    """Keep what an older program has made; return what is left to do then.

    The lock is free meanwhile, for others to find their way: it may take long. So the
    schema is looked at again, and a copy that may be of another one is let go.
    """
    while todo and todo != known():
        try:
            async with keep():
                await _require_unchanged(database, todo)
        except UnavailableError:
            left = await _left(database)
            if left == todo:
                raise
            todo = left
        else:
            return todo
    return todo


async def _require_unchanged(database: Database, todo: list[str]) -> None:
    if await _left(database) != todo:
        raise UnavailableError("Another process is changing this database's schema.")


async def _left(database: Database) -> list[str]:
    """Return what is left to do, on a server once nobody else is at it."""
    await database.open()
    try:
        if database.dialect is Dialect.SQLITE:
            return await pending(database.connection, database.dialect)
        async with _alone(database.dialect) as connection:
            return await pending(connection, database.dialect)
    finally:
        await database.close()


def _table_name(model: type[Model]) -> str:
    return f"appliance_{model.__name__.lower()}"


async def _apply(database: Database) -> list[str]:
    # Only a start that migrates pays for loading aerich.
    from aerich import Command  # noqa: PLC0415 - slow, rarely needed
    from aerich.migrate import Migrate  # noqa: PLC0415 - slow, rarely needed
    from aerich.utils import import_py_file  # noqa: PLC0415 - slow, rarely needed

    config = database.tortoise_config
    context = await Tortoise.init(
        config=config, table_name_generator=_table_name, _enable_global_fallback=True
    )
    try:
        command = Command(config, app="models", location=str(MIGRATIONS))
        Migrate.migrate_location = MIGRATIONS / "models"
        async with _alone(database.dialect) as connection:
            # Somebody may have been quicker while this process waited.
            versions = await pending(connection, database.dialect)
            for version in versions:
                # Not `upgrade`: it begins by asking a table that may not be there yet,
                # which ends the transaction on PostgreSQL. And what it runs as a script
                # ends the one on SQLite: it is only told that this is done.
                step = import_py_file(Migrate.migrate_location / version)
                await step.upgrade(connection)
                await command._upgrade(connection, version, fake=True)  # noqa: SLF001 - see above
            return versions
    finally:
        await context.close_connections()


@asynccontextmanager
async def _alone(dialect: Dialect) -> AsyncIterator[BaseDBAsyncClient]:
    """Hold the migration lock, inside a transaction where DDL can be rolled back."""
    async with in_transaction(str(dialect)) as connection:
        if dialect is Dialect.POSTGRES:
            await connection.execute_query(
                f"SELECT pg_advisory_xact_lock({LOCK_NUMBER})"
            )
        if dialect is not Dialect.MYSQL:
            yield connection
            return
        _, rows = await connection.execute_query(
            f"SELECT GET_LOCK('{LOCK_NAME}', {LOCK_SECONDS}) AS held"
        )
        if rows[0]["held"] != 1:
            raise UnavailableError("Another process is still migrating this database.")
        try:
            yield connection
        finally:
            await connection.execute_query(f"SELECT RELEASE_LOCK('{LOCK_NAME}')")
