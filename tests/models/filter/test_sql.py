"""SQL: what each database is told, and that it means what the filter says."""

import json
import time
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from appliance.models import regexp
from appliance.models.base import Visibility
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.filter import compile_filter
from appliance.models.sqlite_library import library
from appliance.models.tag import tag_keys
from appliance.models.user import User
from tests.factories import make_memo, make_user
from tests.models.filter.questions import (
    FLAGS,
    QUESTIONS,
    USERS,
    Memo,
    Question,
    memos,
    patterns,
)

Drawn = TypeVar("Drawn")
NOW = 1_700_000_000
SHIFT = 25

MOMENT = "to_timestamp(m.create_time)"
USER_ID = "SELECT u.id FROM appliance_user u WHERE u.username"
TAG_ROWS = "SELECT 1 FROM appliance_memo_tag t WHERE t.memo_id = m.id AND t.kind = ?"
TABLE = [
    (
        "content.contains('A')",
        "instr(m.content_folded, ?) > 0",
        "strpos(m.content_folded, ?) > 0",
        "LOCATE(?, m.content_folded) > 0",
        ["a"],
    ),
    (
        "content == 'a'",
        "m.content = ?",
        'm.content COLLATE "C" = ?',
        "CAST(m.content AS BINARY) = CAST(? AS BINARY)",
        ["a"],
    ),
    (
        "content in ['a', 'b']",
        "m.content IN (?, ?)",
        'm.content COLLATE "C" IN (?, ?)',
        "CAST(m.content AS BINARY) IN (CAST(? AS BINARY), CAST(? AS BINARY))",
        ["a", "b"],
    ),
    (
        "size(content) < 3",
        "LENGTH(m.content) < ?",
        "CHAR_LENGTH(m.content) < ?",
        "CHAR_LENGTH(m.content) < ?",
        [3],
    ),
    (
        "created_ts.getMonth() == 3",
        "(CAST(strftime('%m', m.create_time, 'unixepoch') AS INTEGER) - 1) = ?",
        f"(CAST(EXTRACT(MONTH FROM {MOMENT} AT TIME ZONE 'UTC') AS int) - 1) = ?",
        "(MONTH(TIMESTAMPADD(SECOND, m.create_time, '1970-01-01 00:00:00')) - 1) = ?",
        [3],
    ),
    (
        "created_ts.getHours() == 3",
        "((((m.create_time + 0) % 86400 + 86400) % 86400) / 3600) = ?",
        "((((m.create_time + 0) % 86400 + 86400) % 86400) / 3600) = ?",
        "(MOD(MOD(m.create_time + 0, 86400) + 86400, 86400) DIV 3600) = ?",
        [3],
    ),
]
SAME = [
    ("true", "1 = 1", []),
    ("1 == 2", "1 = 0", []),
    ("pinned && !has_link", "(m.pinned AND NOT (m.has_link))", []),
    ("has_location", "m.location_latitude IS NOT NULL", []),
    ("!has_location", "m.location_latitude IS NULL", []),
    (
        "visibility in ['PUBLIC', 'PRIVATE']",
        "m.visibility IN (?, ?)",
        [1, 3],
    ),
    ("creator_id in [1, 2]", "m.creator_id IN (?, ?)", [1, 2]),
    (
        "creator == 'users/7'",
        f"m.creator_id IN (COALESCE(({USER_ID} = ?), ?))",
        ["7", 7],
    ),
    (
        "tag in ['A', 'b']",
        f"EXISTS ({TAG_ROWS} AND t.tag IN (?, ?))",
        [2, "a", "b"],
    ),
    (
        "!('A' in tags)",
        f"(EXISTS ({TAG_ROWS}) AND NOT EXISTS ({TAG_ROWS} AND t.tag = ?))",
        [1, 1, "A"],
    ),
]


@pytest.mark.parametrize(("source", "sqlite", "postgres", "mysql", "values"), TABLE)
def test_each_database_is_asked_in_its_words(
    source: str, sqlite: str, postgres: str, mysql: str, values: list[object]
) -> None:
    asked = [compile_filter(source, dialect, NOW) for dialect in Dialect]
    assert [one.sql for one in asked] == [sqlite, postgres, mysql]
    assert all(list(one.params) == values for one in asked)


@pytest.mark.parametrize(("source", "sql", "values"), SAME)
@pytest.mark.parametrize("dialect", Dialect)
def test_most_is_the_same_for_all(
    source: str, sql: str, values: list[object], dialect: Dialect
) -> None:
    asked = compile_filter(source, dialect, NOW)
    assert (asked.sql, list(asked.params)) == (sql, values)


@pytest.mark.parametrize("dialect", Dialect)
def test_no_value_reaches_the_sql(dialect: Dialect) -> None:
    source = (
        "content.contains('VALUE%s?') && content != 'VALUE%s?'"
        " && content.startsWith('VALUE%s?') && content.endsWith('VALUE%s?')"
        " && creator == 'users/VALUE%s?' && tag in ['VALUE%s?', 'x']"
        " && !('VALUE%s?' in tags) && content in ['VALUE%s?']"
    )
    asked = compile_filter(source, dialect, NOW)
    assert "value" not in asked.sql.casefold()
    assert asked.sql.count("?") == len(asked.params)


@pytest.mark.parametrize("accessor", ["FullYear", "DayOfWeek", "Hours", "Seconds"])
def test_mysql_sees_no_percent_sign(accessor: str) -> None:
    # Its driver formats statements with %.
    sql = compile_filter(f"created_ts.get{accessor}() == 1", Dialect.MYSQL, NOW).sql
    assert "%" not in sql


@pytest.fixture(scope="module")
def scratch() -> Iterator[Any]:
    """Open a database with the columns that filters read."""
    connection = library.connect(":memory:")
    regexp.register(connection)
    connection.executescript(
        "CREATE TABLE appliance_user (id, username);"
        "CREATE TABLE appliance_memo_tag (memo_id, kind, tag);"
        f"CREATE TABLE appliance_memo (id, {', '.join(FLAGS)}, content, content_folded,"
        " creator_id, visibility, create_time, update_time, location_latitude,"
        " order_key, update_key);"
    )
    connection.executemany("INSERT INTO appliance_user VALUES (?, ?)", USERS.items())
    yield connection
    connection.close()


def store(connection: Any, rows: list[Memo]) -> None:
    """Store the memos in place of all others."""
    connection.execute("DELETE FROM appliance_memo")
    connection.execute("DELETE FROM appliance_memo_tag")
    for number, memo in enumerate(rows):
        values = [
            number,
            *(memo[flag] for flag in FLAGS),
            memo["content"],
            memo["content"].casefold(),
            memo["creator_id"],
            memo["visibility"],
            memo["create_time"],
            memo["update_time"],
            memo["latitude"],
            memo["create_time"] << SHIFT | number,
            memo["update_time"] << SHIFT | number,
        ]
        marks = ", ".join("?" * len(values))
        insert = f"INSERT INTO appliance_memo VALUES ({marks})"  # noqa: S608 - marks
        connection.execute(insert, values)
        for kind, tag in tag_keys(memo["tags"]):
            connection.execute(
                "INSERT INTO appliance_memo_tag VALUES (?, ?, ?)", (number, kind, tag)
            )


@given(st.lists(memos(), min_size=1, max_size=6), QUESTIONS)
def test_filters_find_what_python_finds(
    scratch: Any, rows: list[Memo], question: Question
) -> None:
    source, ask = question
    store(scratch, rows)
    asked = compile_filter(source, Dialect.SQLITE, NOW)
    found = scratch.execute(
        f"SELECT m.id FROM appliance_memo m WHERE {asked.sql} ORDER BY m.id",  # noqa: S608 - all values are bound
        asked.params,
    )
    expected = [number for number, memo in enumerate(rows) if ask(memo) is True]
    assert [row[0] for row in found] == expected


def drawn(strategy: st.SearchStrategy[Drawn], count: int) -> list[Drawn]:
    """Draw examples, the same ones each time."""
    kept: list[Drawn] = []

    @settings(max_examples=count, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def keep(example: Drawn) -> None:
        kept.append(example)

    keep()
    return kept


async def insert(database: Database, users: dict[int, User], memo: Memo) -> str:
    """Store a random memo and return its uid."""
    row = await make_memo(
        database,
        users[memo["creator_id"]],
        memo["content"],
        visibility=Visibility(memo["visibility"]),
        create_time=memo["create_time"],
        pinned=memo["pinned"],
    )
    flags = {flag: memo[flag] for flag in FLAGS}
    update_key = memo["update_time"] << SHIFT | row.id
    changed = flags | {
        "update_time": memo["update_time"],
        "update_key": update_key,
        "location_latitude": memo["latitude"],
    }
    columns = ", ".join(f"{column} = ?" for column in changed)
    async with database.write() as transaction:
        await transaction.execute(
            f"UPDATE appliance_memo SET {columns} WHERE id = ?",  # noqa: S608 - names
            [*changed.values(), row.id],
        )
    return row.uid


async def test_the_database_under_test_finds_the_same(database: Database) -> None:
    users = {number: await make_user(database, name) for number, name in USERS.items()}
    stored = {await insert(database, users, memo): memo for memo in drawn(memos(), 25)}
    for source, ask in drawn(QUESTIONS, 150):
        asked = compile_filter(source, database.dialect, NOW)
        found = await database.read(
            f"SELECT m.uid FROM appliance_memo m WHERE {asked.sql}",  # noqa: S608 - all values are bound
            asked.params,
        )
        expected = {uid for uid, memo in stored.items() if ask(memo) is True}
        assert {row["uid"] for row in found} == expected, source


async def test_the_database_under_test_finds_what_re2_finds(database: Database) -> None:
    texts = ["", "a", "aB\n", "é É", "work 50%", "AB\nab", "日本#_-", "x\ta#\\{", "aa"]
    user = await make_user(database)
    stored = {(await make_memo(database, user, text)).uid: text for text in texts}
    for pattern in drawn(patterns(), 200):
        source = f"content.matches({json.dumps(pattern)})"
        asked = compile_filter(source, database.dialect, NOW)
        found = await database.scan(
            f"SELECT m.uid FROM appliance_memo m WHERE {asked.sql}",  # noqa: S608 - all values are bound
            asked.params,
        )
        expected = {
            uid
            for uid, text in stored.items()
            if regexp.matches(pattern, text.encode())
        }
        assert {row["uid"] for row in found} == expected, pattern


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(a?){200}a{200}c", "(.*a){20}c"]
)
async def test_no_pattern_keeps_the_database_busy(
    database: Database, pattern: str
) -> None:
    user = await make_user(database)
    for _ in range(10):
        await make_memo(database, user, "a" * 6000 + "b")
    asked = compile_filter(
        f"content.matches({json.dumps(pattern)})", database.dialect, NOW
    )
    begin = time.monotonic()
    found = await database.scan(
        f"SELECT m.uid FROM appliance_memo m WHERE {asked.sql}",  # noqa: S608 - all values are bound
        asked.params,
    )
    assert list(found) == []
    assert time.monotonic() - begin < 5
