"""A database becomes ours once, completely, and never over somebody else's head."""

import asyncio
import sys
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

from appliance.errors import FailedPreconditionError
from appliance.models import checkup, migrate
from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.instance import Setting
from tests.conftest import describe, drop_everything
from tests.factories import make_memo, make_user

COLUMNS = {
    Dialect.POSTGRES: "SELECT column_name AS name, is_nullable FROM"
    " information_schema.columns WHERE table_schema = current_schema()"
    " AND table_name = ?",
    Dialect.MYSQL: "SELECT column_name AS name, is_nullable AS is_nullable FROM"
    " information_schema.columns WHERE table_schema = DATABASE()"
    " AND table_name = ?",
}
SCHEMA = {
    Dialect.SQLITE: "SELECT name, sql FROM sqlite_master ORDER BY name",
    Dialect.POSTGRES: "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() ORDER BY table_name, column_name",
    Dialect.MYSQL: "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = DATABASE() ORDER BY table_name, column_name",
}
PROGRAM = """
import asyncio, sys
from pathlib import Path
from appliance.models import checkup, migrate
from appliance.models.base import State
from tests.conftest import describe
print(asyncio.run(migrate.migrate(describe(Path(sys.argv[1])))))
"""


@pytest.fixture
async def empty(tmp_path: Path) -> Database:
    """Return a database without anything in it, not opened."""
    described = describe(tmp_path)
    if described.dialect is not Dialect.SQLITE:
        await drop_everything(described)
    return described


@pytest.fixture
async def opened(empty: Database) -> AsyncIterator[Database]:
    """Return the same, open."""
    await empty.open()
    yield empty
    await empty.close()


async def schema(database: Database) -> list[Any]:
    """Return everything that a migration could change, from a closed database."""
    await database.open()
    try:
        rows = await database.read(SCHEMA[database.dialect])
        return [tuple(dict(row).values()) for row in rows]
    finally:
        await database.close()


async def run(database: Database, *statements: str) -> None:
    await database.open()
    try:
        for statement in statements:
            await database.execute(statement)
    finally:
        await database.close()


def test_migrations_are_known_in_order() -> None:
    names = migrate.known()

    assert names[0].startswith("0_")
    assert [int(name.split("_")[0]) for name in names] == list(range(len(names)))


async def test_fresh_database_is_migrated_once(empty: Database) -> None:
    assert await migrate.migrate(empty) == migrate.known()
    after = await schema(empty)
    assert await migrate.migrate(empty) == []

    assert await schema(empty) == after


@pytest.mark.parametrize("made", [1, 5, -1, None])
async def test_what_a_cut_off_start_has_made_is_completed(
    empty: Database, made: int | None
) -> None:
    if empty.dialect is not Dialect.MYSQL:
        pytest.skip("elsewhere a cut-off migration leaves nothing")
    first = migrate.known()[0].removesuffix(".py")
    module = import_module(f"appliance.models.migrations.models.{first}")
    await run(empty, *module.MYSQL[:made])

    assert await migrate.migrate(empty) == migrate.known()
    assert await migrate.migrate(empty) == []


async def test_migration_that_is_cut_off_leaves_nothing(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if empty.dialect is Dialect.MYSQL:
        pytest.skip("there every statement is final: the next start completes it")
    before = await schema(empty)

    async def cut_off(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("aerich.Command._upgrade", cut_off)
    with pytest.raises(RuntimeError):
        await migrate.migrate(empty)

    assert await schema(empty) == before


async def test_migrated_database_is_kept(database: Database) -> None:
    ann = await make_user(database, "ann")
    await database.close()
    assert await migrate.migrate(database) == []
    await database.open()

    rows = await database.read("SELECT id FROM appliance_user")
    assert [row["id"] for row in rows] == [ann.id]
    assert await migrate.pending(database.connection, database.dialect) == []


async def test_all_is_pending_in_an_empty_database(opened: Database) -> None:
    connection = opened.connection

    assert await migrate.applied(connection, opened.dialect) == []
    assert await migrate.pending(connection, opened.dialect) == migrate.known()


async def test_two_programs_that_start_at_once_migrate_once(
    empty: Database, tmp_path: Path
) -> None:
    programs = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, str(tmp_path)),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(2)
    ]
    answers = [(await program.communicate())[0].decode() for program in programs]

    assert [program.returncode for program in programs] == [0, 0]
    assert sorted(answer.strip() for answer in answers) == [
        str(migrate.known()),
        "[]",
    ]
    assert await migrate.migrate(empty) == []


async def test_database_of_a_memos_server_is_refused_untouched(
    empty: Database,
) -> None:
    await run(
        empty,
        "CREATE TABLE memo (id INT)",
        "CREATE TABLE system_setting (name VARCHAR(9))",
        "INSERT INTO memo VALUES (1)",
    )
    before = await schema(empty)

    with pytest.raises(FailedPreconditionError, match="nothing was changed"):
        await migrate.migrate(empty)

    assert await schema(empty) == before


async def test_tables_of_another_program_do_no_harm(empty: Database) -> None:
    await run(empty, "CREATE TABLE memo (id INT)", "CREATE TABLE wiki (id INT)")

    assert await migrate.migrate(empty) == migrate.known()


async def test_our_own_tables_beside_those_of_a_memos_server_are_migrated(
    database: Database,
) -> None:
    await database.execute("CREATE TABLE memo (id INT)")
    await database.execute("CREATE TABLE system_setting (id INT)")

    assert await migrate.pending(database.connection, database.dialect) == []


async def test_schema_of_a_newer_program_is_refused_untouched(
    empty: Database,
) -> None:
    await migrate.migrate(empty)
    await run(
        empty,
        "INSERT INTO appliance_aerich (version, app, content)"
        " VALUES ('99_20990101000000_later.py', 'models', '{}')",
    )
    before = await schema(empty)

    with pytest.raises(FailedPreconditionError, match="99_20990101000000_later"):
        await migrate.migrate(empty)

    assert await schema(empty) == before


async def live_columns(database: Database, table: str) -> dict[str, bool]:
    """Return the columns of a table and whether they may be NULL."""
    if database.dialect is Dialect.SQLITE:
        rows = await database.read(f"PRAGMA table_info({table})")
        return {
            row["name"]: not (row["notnull"] or row["pk"]) for row in map(dict, rows)
        }
    rows = await database.read(COLUMNS[database.dialect], (table,))
    return {row["name"]: row["is_nullable"] == "YES" for row in map(dict, rows)}


async def test_tables_are_those_of_the_models(database: Database) -> None:
    models = Tortoise.apps["models"] if Tortoise.apps else {}
    assert Setting in models.values()
    for model in models.values():
        meta = model._meta  # noqa: SLF001 - Tortoise names its columns only there
        expected = {
            column: bool(meta.fields_map[field].null)
            for field, column in meta.fields_db_projection.items()
        }
        assert await live_columns(database, meta.db_table) == expected, meta.db_table


async def test_every_table_carries_our_prefix(database: Database) -> None:
    await database.close()
    tables = {row[0] for row in await schema(database)}
    await database.open()

    own = {name for name in tables if not name.startswith("sqlite_")}
    assert own
    assert all(name.startswith("appliance_") for name in own)


async def test_indexes_are_those_of_the_models(database: Database) -> None:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("asks SQLite; the statements are the same elsewhere")
    models = Tortoise.apps["models"] if Tortoise.apps else {}
    for model in models.values():
        meta = model._meta  # noqa: SLF001 - Tortoise names its columns only there
        rows = await database.read(f"PRAGMA index_list({meta.db_table})")
        live = set()
        for row in rows:
            parts = await database.read(f"PRAGMA index_info({row['name']})")
            live.add(tuple(part["name"] for part in parts))
        single = {
            (column,)
            for field, column in meta.fields_db_projection.items()
            if (meta.fields_map[field].index or meta.fields_map[field].unique)
            and not (meta.fields_map[field].pk and column == "id")
        }
        groups = {tuple(each) for each in (*meta.indexes, *meta.unique_together)}
        text_keys = {("name",)} if meta.db_table == "appliance_setting" else set()
        number_keys = {("sequence",), ("id",)} if "change" in meta.db_table else set()
        assert live - number_keys == (single | groups | text_keys) - number_keys, (
            meta.db_table
        )


async def test_new_instance_is_not_begun_beside_a_file_of_memos(tmp_path: Path) -> None:
    left = tmp_path / "memos_prod.db"
    left.touch()
    described = describe(tmp_path)
    if described.dialect is not Dialect.SQLITE:
        await drop_everything(described)

    with pytest.raises(FailedPreconditionError, match=r"memos_prod\.db"):
        await migrate.migrate(described, beside=left)

    assert await migrate.migrate(described) == migrate.known()
    # What was begun before the file came is nobody's loss.
    assert await migrate.migrate(described, beside=left) == []


async def test_counters_of_an_older_program_are_made_anew(database: Database) -> None:
    ann = await make_user(database)
    for second in (-62_135_596_800, -1, 0, 899, 900, 253_402_300_799):
        await make_memo(database, ann, "#A/b #c", create_time=second, pinned=True)
    memo = await make_memo(database, ann, "#c", state=State.ARCHIVED)
    await make_memo(database, ann, "#no", parent=memo)
    await database.execute(
        "DELETE FROM appliance_counter WHERE kind > 4 OR name = 'pinned'"
    )
    await database.execute(
        "INSERT INTO appliance_counter"
        " (creator_id, state, visibility, kind, name, value)"
        " VALUES (1, 1, 1, 2, '2024-01-01', 7)"
    )
    step = next(name for name in migrate.known() if "overview_counters" in name)
    module = import_module(
        f"appliance.models.migrations.models.{step.removesuffix('.py')}"
    )

    await module.upgrade(database.connection)

    assert await checkup.miscounted(database, deep=True) == 0
