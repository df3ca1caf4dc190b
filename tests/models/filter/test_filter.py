"""Whole filters: recorded answers on the database under test, and the facts."""

import json
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.base import Visibility
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.filter import CreatorIs, Filter, TagKey, compile_filter
from tests.factories import make_memo, make_user

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "filters.json").read_text("utf-8")
)
NOW: int = VECTORS["now"]


def compiled(source: str) -> Filter:
    """Compile for SQLite."""
    return compile_filter(source, Dialect.SQLITE, NOW)


async def store(database: Database, suite: dict[str, Any]) -> None:
    """Store the users and memos of one recording."""
    users = {name: await make_user(database, name) for name in VECTORS["users"]}
    for memo in suite["memos"]:
        await make_memo(
            database,
            users[memo["creator"]],
            memo["content"],
            uid=memo["id"],
            visibility=Visibility[memo["visibility"]],
            create_time=memo["time"],
            pinned=memo["pinned"],
        )


async def matches(
    database: Database, source: str, reader: str | None
) -> list[str] | None:
    """List what a filter finds for a reader, newest first; None if it is refused."""
    try:
        condition = compile_filter(source, database.dialect, NOW)
    except InvalidArgumentError:
        return None
    readable, values = "m.visibility = 3", [] if reader is None else [reader]
    if reader is not None:
        mine = "SELECT id FROM appliance_user WHERE username = ?"
        readable = f"(m.visibility > 1 OR m.creator_id = ({mine}))"
    sql = (
        f"SELECT m.uid FROM appliance_memo m WHERE {readable} AND {condition.sql}"  # noqa: S608 - all values are bound
        " ORDER BY m.order_key DESC"
    )
    rows = await database.read(sql, [*values, *condition.params])
    return [row["uid"] for row in rows]


@pytest.mark.parametrize("suite", VECTORS["suites"], ids=lambda suite: suite["name"])
async def test_filters_find_what_existing_servers_find(
    database: Database, suite: dict[str, Any]
) -> None:
    await store(database, suite)
    found = {
        (case["filter"], reader): await matches(database, case["filter"], reader)
        for case in suite["cases"]
        for reader in [case.get("reader", VECTORS["reader"])]
    }
    assert found == {
        (case["filter"], case.get("reader", VECTORS["reader"])): case["matches"]
        for case in suite["cases"]
    }


BETTER = {
    "tag in []": [],
    "!(tag in [])": ["time", "tagged", "plain"],
    "created_ts > 1700000000": ["time"],
    "1700000000 >= created_ts": ["tagged", "plain"],
    "has_task_list != true": ["time", "tagged", "plain"],
    "creator == 'users/1'": ["tagged"],
    "creator != 'users/1'": ["time", "plain"],
    "creator == 'users/999'": [],
    "creator != 'users/nobody'": ["time", "tagged", "plain"],
    "creator == 'users/alice '": [],
    "!has_location": ["time", "tagged", "plain"],
    "tag in ['10%']": [],
    "tag in ['10_']": [],
    "'100' in tags": ["tagged"],
    "tag in ['BOOK']": ["tagged"],
    "'book' in tags": [],
    "tag in ['book/ÉTÉ']": ["tagged"],
    "!(tag in ['none'])": ["tagged"],
    "!(!(tag in ['book']))": ["tagged"],
    "!('none' in tags && pinned)": ["time", "tagged"],
    "sets.contains(tags, ['100', 'Book/Été'])": ["tagged"],
    "!sets.contains(tags, ['100', 'other'])": ["time", "tagged", "plain"],
    "sets.contains(tags, [])": ["time", "tagged", "plain"],
    "tags.exists(t, t.startsWith('BOOK/'))": ["tagged"],
    "tags.exists(t, t == 'book/Été')": [],
    "tags.exists(t, t.contains(''))": ["tagged"],
    "tags.exists_one(x, 'Book/Été' == x)": ["tagged"],
    "tags.exists_one(t, t.contains('0'))": ["tagged"],
    "tags.all(t, t.endsWith('0'))": [],
    "!tags.all(t, t.contains(''))": ["time", "plain"],
    "!tags.exists(t, t == '100 ')": ["time", "tagged", "plain"],
    "content.contains('STRASSE')": ["plain"],
    "content.endsWith('ẞE ')": ["plain"],
    "content.endsWith('ße')": [],
    "content.startsWith('die strasse and longer than it')": [],
    "content == 'die Straße'": [],
    "content == 'die Straße '": ["plain"],
    "content in ['x', 'die Straße ']": ["plain"],
    "content >= 'e'": ["time"],
    "content < 'E'": ["tagged"],
    "size(content) == 11": ["plain"],
    "content.size() == 11": ["plain"],
    "size(creator) == 9": ["time", "plain"],
    "size(visibility) == 9": ["plain"],
    "created_ts.getFullYear() == 1969": ["plain"],
    "created_ts.getHours() == 23 && created_ts.getMinutes() == 59": ["plain"],
    "created_ts.getSeconds() == 58 && created_ts.getDayOfWeek() == 3": ["plain"],
    "created_ts.getDayOfYear() == 364 && created_ts.getDate() == 31": ["plain"],
    "created_ts.getMonth() == 11 && created_ts.getDayOfMonth() == 30": ["plain"],
    "created_ts in [timestamp(0), -2]": ["plain"],
    "updated_ts < timestamp('1970-01-01T00:00:00+01:00')": [],
    "visibility != 'PUBLIC'": ["plain"],
    "!(visibility in ['PUBLIC', 'other'])": ["plain"],
}


async def test_filters_do_better_than_existing_servers(database: Database) -> None:
    admin, bob = await make_user(database, "adminis"), await make_user(database, "bob")
    await make_memo(
        database, bob, "die Straße ", uid="plain", create_time=-2, pinned=True,
        visibility=Visibility.PROTECTED,
    )  # fmt: skip
    await make_memo(database, admin, "#Book/Été 100% #100%", uid="tagged")
    await make_memo(database, bob, "later", uid="time", create_time=1_700_000_001)
    sources = [source.replace("users/1'", f"users/{admin.id}'") for source in BETTER]
    found = [await matches(database, source, "bob") for source in sources]
    assert dict(zip(BETTER, found, strict=True)) == BETTER


@pytest.mark.parametrize(
    ("source", "facts"),
    [
        ("creator == 'users/bob'", {"creator": CreatorIs("bob")}),
        ("creator in ['users/7']", {"creator": CreatorIs("7", 7)}),
        ("creator_id == 5", {"creator": CreatorIs(user_id=5)}),
        ("creator_id in [5, 6]", {}),
        ("creator != 'users/bob'", {}),
        ("'Work' in tags", {"tag": TagKey(1, "Work")}),
        ("tag in ['Work']", {"tag": TagKey(2, "work")}),
        ("tag in ['Work', 'Home']", {}),
        ("!(tag in ['Work'])", {}),
        ("sets.contains(tags, ['a'])", {"tag": TagKey(1, "a")}),
        ("visibility == 'PUBLIC'", {"visibilities": frozenset({3})}),
        ("visibility != 'PUBLIC'", {"visibilities": frozenset({1, 2})}),
        (
            "visibility in ['PUBLIC', 'PRIVATE'] && visibility != 'PRIVATE'",
            {"visibilities": frozenset({3})},
        ),
        ("pinned", {"pinned": True}),
        ("pinned != true", {"pinned": False}),
        ("pinned || creator_id == 1", {}),
        ("!(pinned || has_link)", {"pinned": False}),
        (
            "pinned && (has_code && (tag in ['a'] && creator_id == 1))",
            {"pinned": True, "tag": TagKey(2, "a"), "creator": CreatorIs(user_id=1)},
        ),
        ("true", {}),
    ],
)
def test_facts_hold_for_every_match(source: str, facts: dict[str, object]) -> None:
    found = compiled(source)
    named = ("creator", "tag", "visibilities", "pinned")
    expected = dict.fromkeys(named) | facts
    assert {name: getattr(found, name) for name in named} == expected


@pytest.mark.parametrize(
    ("source", "place", "problem"),
    [
        ("", 1, "unexpected the end"),
        ("pinned =", 8, 'unexpected "="'),
        ("pinned &&", 10, "unexpected the end"),
        ("pinned pinned", 8, 'unexpected "pinned"'),
        ("(pinned", 8, 'expected ")", found the end'),
        ("colour == 1", 1, 'unknown field "colour"'),
        ("pinned && 1", 11, "int is not true or false"),
        ("creator_id > 1", 12, "creator_id can only be compared with == and !="),
        ("content == 1", 9, "cannot apply == to a string and int"),
        ("content + 'x' == 'y'", 1, "expected a constant"),
        ("created_ts > now - duration('1d')", 29, '"1d" is no duration'),
        ("pinned ? true : false", 8, "the conditional operator cannot be used"),
    ],
)
def test_refusals_name_the_place(source: str, place: int, problem: str) -> None:
    with pytest.raises(InvalidArgumentError) as refused:
        compiled(source)
    assert str(refused.value).startswith(f"invalid filter at character {place}: ")
    assert problem in str(refused.value)
