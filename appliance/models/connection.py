"""Turns an operator's database settings into what the drivers take.

The options of a connection string were written for other drivers: those that matter
here are translated, those of no consequence are passed over, and those that would
silently weaken the connection are refused.
"""

import ssl
from collections.abc import Mapping
from typing import Any

from tortoise.exceptions import BaseORMException

from appliance.config import Settings
from appliance.dsn import Dsn
from appliance.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    UnavailableError,
)
from appliance.models import migrate
from appliance.models.database import Database
from appliance.models.dialect import Dialect

POOL_SIZE = 10
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def describe_database(settings: Settings) -> Database:
    """Return the database of these settings, not opened yet."""
    dsn = settings.dsn
    match settings.driver:
        case "sqlite":
            return Database.sqlite(str(dsn.path), settings.sqlite_synchronous)
        case "postgres":
            return Database(Dialect.POSTGRES, postgres(dsn))
        case "mysql":
            return Database(Dialect.MYSQL, mysql(dsn))


async def check_schema(database: Database) -> None:
    """Raise UnavailableError or FailedPreconditionError unless all is as it must be."""
    try:
        missing = await migrate.pending(database.connection, database.dialect)
    except (OSError, BaseORMException) as error:
        raise UnavailableError(f"The database does not answer: {error}") from error
    if missing:
        raise FailedPreconditionError("The database is not migrated.")


def postgres(dsn: Dsn) -> Mapping[str, Any]:
    """Return asyncpg's arguments."""
    mode = dsn.options.get("sslmode", "prefer")
    if mode not in SSL_MODES:
        raise InvalidArgumentError(f"sslmode must be one of {', '.join(SSL_MODES)}")
    certificates = dsn.options.get("sslrootcert")
    secured: str | ssl.SSLContext = mode
    if certificates and mode.startswith("verify"):
        secured = ssl.create_default_context(cafile=certificates)
        secured.check_hostname = mode == "verify-full"
    return {
        "host": dsn.unix_socket or dsn.host,
        "port": dsn.port,
        "user": dsn.user or None,
        "password": dsn.password or None,
        "database": dsn.database,
        "ssl": False if dsn.unix_socket else secured,
        "maxsize": POOL_SIZE,
        "application_name": dsn.options.get("application_name", "memos-appliance"),
        **(
            {"schema": dsn.options["search_path"]}
            if "search_path" in dsn.options
            else {}
        ),
    }


def mysql(dsn: Dsn) -> Mapping[str, Any]:
    """Return asyncmy's arguments. Text is utf8mb4, whatever the string says."""
    return {
        "host": dsn.host or "localhost",
        "port": dsn.port,
        "user": dsn.user,
        "password": dsn.password,
        "database": dsn.database,
        "maxsize": POOL_SIZE,
        # A proxy or the server itself may have dropped what stood idle for long.
        "pool_recycle": 300,
        **({"unix_socket": dsn.unix_socket} if dsn.unix_socket else {}),
        **_mysql_tls(dsn.options.get("tls", "false").lower()),
    }


def _mysql_tls(mode: str) -> Mapping[str, Any]:
    match mode:
        case "false" | "0" | "preferred":
            return {}
        case "true" | "1":
            return {"ssl": ssl.create_default_context()}
        case "skip-verify":
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return {"ssl": context}
    raise InvalidArgumentError("tls must be true, false, preferred or skip-verify")
