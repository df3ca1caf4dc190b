"""How a migration's statements are run, whatever they make."""

from collections.abc import Iterable, Mapping

from tortoise.backends.base.client import BaseDBAsyncClient


async def collation(db: BaseDBAsyncClient) -> str:
    """Return the collation that compares byte for byte on this MySQL or MariaDB.

    utf8mb4_bin takes "a " for "a"; newer servers have one each that does not.
    """
    _, rows = await db.execute_query(
        "SELECT collation_name AS name FROM information_schema.collations"
        " WHERE collation_name IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')"
    )
    return str(rows[0]["name"]) if rows else "utf8mb4_bin"


def repeatable(statement: str) -> str:
    """Pass over what is there: MySQL keeps the half that a cut-off start has made."""
    made = statement.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ", 1)
    return made.replace("INSERT INTO ", "INSERT IGNORE INTO ", 1)


async def run(db: BaseDBAsyncClient, statements: Mapping[str, Iterable[str]]) -> str:
    """Run the statements of the dialect one by one; return what aerich runs after.

    As one script SQLite would commit half-way. `utf8mb4_bin` stands for the exact
    collation of the server.
    """
    dialect = db.capabilities.dialect
    exact = await collation(db) if dialect == "mysql" else ""
    for statement in statements[dialect]:
        wanted = repeatable(statement) if dialect == "mysql" else statement
        await db.execute_query(wanted.replace("utf8mb4_bin", exact))
    return "SELECT 1"
