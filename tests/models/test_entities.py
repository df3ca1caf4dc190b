"""Every table is in a backup, or there is a reason."""

import re

from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.entities import DERIVED, LEFT_OUT, all_entities
from appliance.models.migrate import MIGRATIONS

TABLES = {
    Dialect.SQLITE: "SELECT name FROM sqlite_master WHERE type = 'table'",
    Dialect.POSTGRES: "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = ANY (current_schemas(false))",
    Dialect.MYSQL: "SELECT table_name AS name FROM information_schema.tables"
    " WHERE table_schema = DATABASE()",
}


async def test_every_table_is_an_entity_or_left_out(database: Database) -> None:
    rows = await database.scan(TABLES[database.dialect])
    tables = {re.sub("^appliance_", "", str(row["name"])) for row in rows}
    tables -= {"aerich", "sqlite_sequence"}
    entities = {entity.name for entity in all_entities()}
    assert tables == entities | LEFT_OUT.keys()
    assert MIGRATIONS.is_dir()


async def test_entities_come_behind_those_they_point_at(database: Database) -> None:
    seen: set[str] = set()
    for entity in all_entities():
        assert set(entity.references.values()) - {entity.name} <= seen
        seen.add(entity.name)
    assert database.dialect


async def test_the_key_is_the_first_column(database: Database) -> None:
    for entity in all_entities():
        assert entity.columns[0] == entity.key
        assert entity.numbered == (entity.key == "id")
        assert not DERIVED.get(entity.name, frozenset()) & set(entity.columns)
        sql = f"SELECT {entity.key} FROM {entity.table}"  # noqa: S608 - names of ours
        assert await database.scan(sql) is not None


async def test_a_row_has_the_types_of_json(database: Database) -> None:
    memo = next(entity for entity in all_entities() if entity.name == "memo")
    assert memo.booleans == {"pinned"}
    assert memo.references == {"creator_id": "user", "parent_id": "memo"}
    values = [1 if column == "pinned" else None for column in memo.columns]
    assert memo.plain(values)["pinned"] is True
    assert database.dialect
