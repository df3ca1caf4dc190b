"""How much room the database takes, in the words of each product."""

from appliance.models.database import Database
from appliance.models.dialect import Dialect

QUERIES = {
    Dialect.SQLITE: "SELECT page_count * page_size AS size"
    " FROM pragma_page_count(), pragma_page_size()",
    Dialect.POSTGRES: "SELECT pg_database_size(current_database()) AS size",
    Dialect.MYSQL: "SELECT SUM(data_length + index_length) AS size"
    " FROM information_schema.tables WHERE table_schema = DATABASE()",
}


async def database_size(database: Database) -> int:
    """Return the size of the database in bytes."""
    rows = await database.scan(QUERIES[database.dialect])
    return int(rows[0]["size"] or 0)
