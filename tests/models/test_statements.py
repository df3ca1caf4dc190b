"""A migration's statements run one by one, and again where they were cut off."""

import pytest

from appliance.models import statements
from appliance.models.database import Database
from appliance.models.dialect import Dialect

COLUMNS = "id INT NOT NULL PRIMARY KEY, word VARCHAR(9) NOT NULL UNIQUE"
END = {
    Dialect.SQLITE: "",
    Dialect.POSTGRES: "",
    Dialect.MYSQL: " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
}


def made(dialect: Dialect) -> list[str]:
    """Make a table with a row."""
    return [
        f"CREATE TABLE appliance_sample ({COLUMNS}){END[dialect]}",
        "INSERT INTO appliance_sample VALUES (1, 'a')",
    ]


async def test_each_database_runs_its_own(database: Database) -> None:
    own = {str(database.dialect): made(database.dialect)}

    after = await statements.run(database.connection, own)

    await database.execute("INSERT INTO appliance_sample VALUES (2, 'a ')")
    await database.execute(after)
    rows = await database.read("SELECT word FROM appliance_sample ORDER BY id")
    # Spaces at the end count on all three.
    assert [row["word"] for row in rows] == ["a", "a "]


async def test_mysql_takes_up_where_it_was_cut_off(database: Database) -> None:
    if database.dialect is not Dialect.MYSQL:
        pytest.skip("the others roll back what was begun")
    own = {str(database.dialect): made(database.dialect)}

    await statements.run(database.connection, own)
    await statements.run(database.connection, own)

    rows = await database.read("SELECT word FROM appliance_sample")
    assert [row["word"] for row in rows] == ["a"]


def test_only_what_makes_something_is_made_repeatable() -> None:
    assert statements.repeatable("CREATE TABLE a (b INT)") == (
        "CREATE TABLE IF NOT EXISTS a (b INT)"
    )
    assert statements.repeatable("INSERT INTO a VALUES (1)") == (
        "INSERT IGNORE INTO a VALUES (1)"
    )
    assert statements.repeatable("UPDATE a SET b = 1") == "UPDATE a SET b = 1"
