"""SQL: what each database is told, and that it means what the filter says."""

import json
import operator
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.markdown import analyze
from appliance.models.dialect import Dialect
from appliance.models.filter import compile_filter
from appliance.models.filter.meaning import part_of
from appliance.models.sqlite_library import library
from appliance.models.tag import tag_keys

NOW = 1_700_000_000
SHIFT = 25
USERS = {1: "admin", 2: "Bob", 3: "7"}
VISIBILITIES = {1: "PRIVATE", 2: "PROTECTED", 3: "PUBLIC"}
FLAGS = ("pinned", "has_link", "has_code", "has_task_list", "has_incomplete_tasks")

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


# From here on: random filters over random memos, against plain Python.

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Memo = dict[str, Any]
Question = tuple[str, Callable[[Memo], bool | None]]
WORDS = st.sampled_from(
    ["", "a", "B", "Straße", "STRASSE", "é", "É", "50%", "_", "a b ", "#Work", "日本"]
)
TAGS = st.sampled_from(["work", "Work", "work/a", "Work/a/B", "straße", "é/x", "a"])
ACCESSORS = [
    *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek"),
    *("getDayOfYear", "getHours", "getMinutes", "getSeconds"),
]
TIMES = st.integers(-62_135_596_800, 253_402_300_799) | st.integers(-90_000, 90_000)


@st.composite
def memos(draw: st.DrawFn) -> Memo:
    """Make a memo as the store has it."""
    tags = draw(st.lists(TAGS, max_size=3))
    content = " ".join(
        [draw(WORDS), *(f"#{tag}" for tag in tags), draw(WORDS)],
    )
    flags = {flag: draw(st.booleans()) for flag in FLAGS}
    return flags | {
        "content": content,
        "tags": analyze(content).tags,
        "creator_id": draw(st.sampled_from(sorted(USERS))),
        "visibility": draw(st.sampled_from(sorted(VISIBILITIES))),
        "create_time": draw(TIMES),
        "update_time": draw(TIMES),
        "latitude": draw(st.none() | st.just(1.5)),
    }


def compare(sign: str, left: Any, right: Any) -> bool:
    """Compare as Python does."""
    return bool(SIGNS[sign](left, right))


def utf8(text: str) -> bytes:
    """Order texts as the databases are told to."""
    return text.encode()


OPERATORS = st.sampled_from(sorted(SIGNS))
EQUALITIES = st.sampled_from(["==", "!="])


@st.composite
def on_content(draw: st.DrawFn) -> Question:
    """Ask about the text."""
    word, sign = draw(WORDS), draw(OPERATORS)
    quoted, folded = json.dumps(word), word.casefold()
    questions: list[Question] = [
        (f"content.contains({quoted})", lambda m: folded in m["content"].casefold()),
        (
            f"content.startsWith({quoted})",
            lambda m: m["content"].casefold().startswith(folded),
        ),
        (
            f"content.endsWith({quoted})",
            lambda m: m["content"].casefold().endswith(folded),
        ),
        (
            f"content {sign} {quoted}",
            lambda m: compare(sign, utf8(m["content"]), utf8(word)),
        ),
        (f"content in [{quoted}, 'x']", lambda m: m["content"] in {word, "x"}),
        (
            f"size(content) {sign} {len(word)}",
            lambda m: compare(sign, len(m["content"]), len(word)),
        ),
    ]
    return draw(st.sampled_from(questions))


@st.composite
def on_tags(draw: st.DrawFn) -> Question:
    """Ask about tags; `in` has no answer for a memo without any."""
    some, sign = draw(st.lists(TAGS, min_size=1, max_size=2)), draw(OPERATORS)
    listed, keys = json.dumps(some), {tag.casefold() for tag in some}

    def is_in(memo: Memo) -> bool | None:
        return some[0] in memo["tags"] if memo["tags"] else None

    def is_below(memo: Memo) -> bool | None:
        folded = [tag.casefold() for tag in memo["tags"]]
        found = (t == k or t.startswith(k + "/") for t in folded for k in keys)
        return any(found) if folded else None

    questions: list[Question] = [
        (f"{json.dumps(some[0])} in tags", is_in),
        (f"tag in {listed}", is_below),
        (f"sets.contains(tags, {listed})", lambda m: set(some) <= set(m["tags"])),
        (f"sets.intersects(tags, {listed})", lambda m: bool(set(some) & {*m["tags"]})),
        (f"sets.equivalent(tags, {listed})", lambda m: set(some) == set(m["tags"])),
        (
            f"size(tags) {sign} {len(some)}",
            lambda m: compare(sign, len(m["tags"]), len(some)),
        ),
    ]
    return draw(st.sampled_from(questions))


@st.composite
def on_times(draw: st.DrawFn) -> Question:
    """Ask about times and their parts."""
    field, column = draw(
        st.sampled_from([("created_ts", "create_time"), ("updated_ts", "update_time")])
    )
    sign, accessor = draw(OPERATORS), draw(st.sampled_from(ACCESSORS))
    seconds, part = draw(TIMES), draw(st.integers(0, 60) | st.just(1970))
    questions: list[Question] = [
        (
            f"{field} {sign} {seconds}",
            lambda m: compare(sign, m[column], seconds),
        ),
        (
            f"timestamp({seconds}) {sign} {field}",
            lambda m: compare(sign, seconds, m[column]),
        ),
        (
            f"{field}.{accessor}() {sign} {part}",
            lambda m: compare(sign, part_of(m[column], accessor), part),
        ),
    ]
    return draw(st.sampled_from(questions))


@st.composite
def on_others(draw: st.DrawFn) -> Question:
    """Ask about creators, visibilities and flags."""
    flag, equality = draw(st.sampled_from(FLAGS)), draw(EQUALITIES)
    name = draw(st.sampled_from(["users/Bob", "users/bob", "users/7", "users/1", "x"]))
    ids = {"users/Bob": 2, "users/7": 3, "users/1": 1}
    shown = draw(st.sampled_from([*VISIBILITIES.values(), "public"]))
    questions: list[Question] = [
        (flag, lambda m: m[flag]),
        (f"{flag} {equality} true", lambda m: m[flag] == (equality == "==")),
        (
            f"creator {equality} {json.dumps(name)}",
            lambda m: compare(equality, ids.get(name), m["creator_id"]),
        ),
        (
            f"creator_id in [2, {len(name)}]",
            lambda m: m["creator_id"] in {2, len(name)},
        ),
        (
            f"visibility {equality} '{shown}'",
            lambda m: compare(equality, VISIBILITIES[m["visibility"]], shown),
        ),
        (
            "size(creator) > 8",
            lambda m: len("users/" + USERS[m["creator_id"]]) > 8,
        ),
        (
            "size(visibility) == 9",
            lambda m: VISIBILITIES[m["visibility"]] == "PROTECTED",
        ),
        ("has_location", lambda m: m["latitude"] is not None),
    ]
    return draw(st.sampled_from(questions))


def inverse(question: Question) -> Question:
    """Negate, keeping what has no answer without one."""
    source, ask = question

    def asked(memo: Memo) -> bool | None:
        answer = ask(memo)
        return None if answer is None else not answer

    return f"!({source})", asked


def joined(sign: str, questions: list[Question]) -> Question:
    """Join by `&&` or `||` as three-valued logic has it."""
    settling = sign == "||"

    def asked(memo: Memo) -> bool | None:
        answers = [ask(memo) for _, ask in questions]
        if settling in answers:
            return settling
        return None if None in answers else not settling

    return f" {sign} ".join(f"({source})" for source, _ in questions), asked


def nested(questions: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    """Make larger questions of smaller ones."""
    several = st.lists(questions, min_size=2, max_size=3)
    return questions.map(inverse) | st.builds(
        joined, st.sampled_from(["&&", "||"]), several
    )


QUESTIONS = st.recursive(
    on_content() | on_tags() | on_times() | on_others(), nested, max_leaves=6
)


@pytest.fixture(scope="module")
def scratch() -> Iterator[Any]:
    """Open a database with the columns that filters read."""
    connection = library.connect(":memory:")
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
