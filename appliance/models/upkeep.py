"""What a database needs now and then, and how large it is."""

from typing import Any

from appliance.models.database import Database, values_of
from appliance.models.dialect import Dialect

PREFIX = "appliance_"

_TABLES = {
    Dialect.SQLITE: "SELECT name, NULL AS size FROM sqlite_master WHERE type = 'table'",
    Dialect.POSTGRES: "SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size"
    " FROM pg_class c WHERE c.relkind = 'r' AND pg_table_is_visible(c.oid)",
    Dialect.MYSQL: "SELECT table_name AS name, data_length + index_length AS size"
    " FROM information_schema.tables WHERE table_schema = DATABASE()",
}


async def tables(database: Database) -> list[dict[str, Any]]:
    """Return the tables with their rows and, where the database knows, their bytes."""
    found = []
    for row in await database.scan(_TABLES[database.dialect]):
        name = str(row["name"])
        if not name.startswith(PREFIX):
            continue
        # The name is the database's own, and begins as ours do.
        counted = await database.scan(f"SELECT COUNT(*) AS n FROM {name}")  # noqa: S608 - see above
        size = None if row["size"] is None else int(row["size"])
        found.append({"table": name, "rows": int(counted[0]["n"]), "bytes": size})
    return sorted(found, key=lambda each: each["table"])


async def size(database: Database) -> dict[str, int]:
    """Return the bytes of the whole database, and those that are free inside it."""
    if database.dialect is not Dialect.SQLITE:
        known = await tables(database)
        return {"bytes": sum(each["bytes"] or 0 for each in known)}
    pages, page, free = [
        int(next(iter(values_of((await database.scan(f"PRAGMA {name}"))[0]))))
        for name in ("page_count", "page_size", "freelist_count")
    ]
    return {"bytes": pages * page, "free": free * page}


async def vacuum(database: Database) -> None:
    """Give back the space of what was deleted. Writers wait on SQLite and MariaDB."""
    if database.dialect is Dialect.SQLITE:
        await database.execute("VACUUM")
        await database.scan("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    command = "VACUUM" if database.dialect is Dialect.POSTGRES else "OPTIMIZE TABLE"
    for each in await tables(database):
        await database.scan(f"{command} {each['table']}")


async def analyze(database: Database) -> None:
    """Let the database look at its tables, to plan queries by what is in them."""
    if database.dialect is Dialect.SQLITE:
        await database.execute("ANALYZE")
        return
    command = "ANALYZE" if database.dialect is Dialect.POSTGRES else "ANALYZE TABLE"
    for each in await tables(database):
        await database.scan(f"{command} {each['table']}")
