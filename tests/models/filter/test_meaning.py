"""Meaning: constants folded, sides mirrored, wrong sentences refused."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.conditions import Always, Compared, Condition, TagCount
from appliance.models.filter.meaning import Reader, part_of
from appliance.models.filter.memo_fields import MEMO_FIELDS
from appliance.models.filter.syntax import parse

NOW = 1_700_000_000  # 2023-11-14T22:13:20Z, a Tuesday


def read(source: str) -> Condition:
    """Read a filter at a fixed moment."""
    return Reader(MEMO_FIELDS, NOW).condition(parse(source))


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("true", True),
        ("!true", False),
        ("1 == 1 && 2 < 1", False),
        ("-1 < 0 || pinned", True),
        ("false && pinned", False),
        ("1.5 > 1.0", True),
        ("'a' + 'b' == 'ab'", True),
        ("size('ab') == 2", True),
        ("null == null", True),
        ("-9223372036854775808 < 0", True),
        ("true == (1 == 1)", True),
        ("now > timestamp('2023-11-14T22:13:19Z')", True),
        ("now - duration('1h') == timestamp(1699996400)", True),
        ("timestamp(now) == now && duration(duration('1h')) < duration('2h')", True),
        ("now.getFullYear() == 2023 && now.getMonth() == 10", True),
        ("now.getDate() == 14 && now.getDayOfMonth() == 13", True),
        ("now.getDayOfWeek() == 2 && now.getDayOfYear() == 317", True),
        ("now.getHours() == 22 && now.getMinutes() == 13", True),
        ("now.getSeconds() == 20", True),
        ("visibility in []", False),
        ("creator_id in []", False),
        ("!(creator in [])", True),
    ],
)
def test_constants_are_settled_before_the_query(source: str, *, answer: bool) -> None:
    assert read(source) == Always(answer=answer)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("1700000000 < created_ts", "created_ts > 1700000000"),
        ("'a' >= content", "content <= 'a'"),
        ("true != pinned", "!pinned"),
        ("'users/a' == creator", "creator in ['users/a']"),
        ("2 > size(tags)", "size(tags) < 2"),
        ("created_ts > now - duration('1h')", "created_ts > 1699996400"),
        ("!(pinned && has_link)", "!pinned || !has_link"),
        ("sets.intersects(tags, ['a', 'b'])", "sets.intersects(tags, ['a', 'b', 'a'])"),
    ],
)
def test_two_ways_to_ask_the_same(left: str, right: str) -> None:
    assert read(left) == read(right)


def test_equivalent_sets_have_one_size() -> None:
    condition = read("sets.equivalent(tags, ['a', 'a'])")
    assert condition == read("sets.contains(tags, ['a']) && size(tags) == 1")
    empty = Compared(TagCount(), "==", 0)
    assert read("sets.equivalent(tags, [])") == empty


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("content", "content is a string, not true or false"),
        ("1", "int is not true or false"),
        ("size(tags)", "a number is not true or false"),
        ("[true]", "a list can only stand behind in"),
        ("pinned == pinned", "one side of a comparison must be a constant"),
        ("created_ts == updated_ts", "one side of a comparison must be a constant"),
        ("content.contains('a') == true", "a condition cannot be compared"),
        ("created_ts - duration('1h') > now", "expected a constant"),
        ("'a' in content", "content is no list"),
        ("'a' in 'abc'", "expected a list behind in"),
        ("tag in tags", "expected a list behind in"),
        ("'a' in ['a']", "only a field can be looked for in a list"),
        ("created_ts.getMonth() in [0]", "only a field can be looked for in a list"),
        ("creator_id in [creator_id]", "expected a constant"),
        ("tag == 'x'", "cannot apply == to tag and string"),
        ("size(tags) > 1.5", "cannot apply > to int and double"),
        ("size(1) == 1", "size() takes a text or a list"),
        ("size() == 1", "size() takes one argument"),
        ("duration('1h', '2h') > now", "duration() takes one argument"),
        ("has(content)", "unknown function has()"),
        ("now() > created_ts", "unknown function now()"),
        ("content.lowerAscii() == 'x'", "content has no method lowerAscii()"),
        ("'a'.contains('a')", "unknown method contains()"),
        ("tags[0] == 'a'", "members and elements cannot be selected"),
        ("content.length == 1", "members and elements cannot be selected"),
        ("property.has_link", 'unknown field "property"'),
        ("created_ts.getHours('UTC') == 1", "takes no time zone"),
        ("'a'.getHours() == 1", "getHours() applies to timestamps"),
        ("sets.contains(content, ['a'])", "sets.contains() takes tags and a list"),
        ("sets.contains(tags)", "sets.contains() takes tags and a list"),
        ("sets.contains(tags, [1])", "a tag is a string, not int"),
        ("sets.union(tags, ['a'])", "unknown function sets.union()"),
        ("sets == 1", 'unknown field "sets"'),
        ("content.contains(b'a')", "cannot apply contains to a string and bytes"),
        ("creator_id == 1u", "cannot apply == to an int and uint"),
        ("creator_id == 9223372036854775808", "number out of range"),
        ("creator_id == 1e999", "number out of range"),
        ("pinned == null", "cannot apply == to a bool and null"),
    ],
)
def test_other_sentences_are_refused(source: str, problem: str) -> None:
    with pytest.raises(InvalidArgumentError) as refused:
        read(source)
    assert problem in str(refused.value)


def test_parts_of_times_before_1970() -> None:
    assert part_of(-1, "getHours") == 23
    assert part_of(-1, "getDayOfWeek") == 3
    assert part_of(-62_135_596_800, "getFullYear") == 1
