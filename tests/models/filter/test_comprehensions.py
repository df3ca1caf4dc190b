"""Comprehensions: the tests they know, and what they refuse."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.conditions import Condition, Tags
from appliance.models.filter.meaning import Reader
from appliance.models.filter.memo_fields import MEMO_FIELDS
from appliance.models.filter.syntax import parse


def read(source: str) -> Condition:
    """Read a filter."""
    return Reader(MEMO_FIELDS, 0).condition(parse(source))


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("tags.exists(t, t == 'a')", Tags("exists", "==", "a")),
        ("tags.all(x, 'a' == x)", Tags("all", "==", "a")),
        ("tags.exists_one(t, t.contains('a' + 'b'))",
         Tags("exists_one", "contains", "ab")),
        ("tags.exists(content, content.startsWith('a'))",
         Tags("exists", "startsWith", "a")),
        ("tags.exists(t, t.endsWith(''))", Tags("exists", "endsWith", "")),
    ],
)  # fmt: skip
def test_one_test_on_one_variable(source: str, condition: Condition) -> None:
    assert read(source) == condition


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("tags.exists(t)", "exists() takes a variable and a test"),
        ("tags.exists('t', true)", "exists() takes a variable and a test"),
        ("tags.exists(t, t == 'a' || t == 'b')", "the test must be one of =="),
        ("tags.exists(t, !(t == 'a'))", "the test must be one of =="),
        ("tags.exists(t, t != 'a')", "the test must be one of =="),
        ("tags.exists(t, size(t) > 3)", "the test must be one of =="),
        ("tags.exists(t, x == 'a')", "the test must be one of =="),
        ("tags.exists(t, t.matches('a'))", "the test must be one of =="),
        ("tags.exists(t, t.contains('a', 'b'))", "the test must be one of =="),
        ("tags.exists(t, t == 1)", "a tag is a string, not int"),
        ("tags.exists(t, t == t)", 'unknown field "t"'),
        ("tags.exists(t, t == content)", "expected a constant"),
        ("tags.map(t, t)", 'unknown field "t"'),
        ("content.exists(t, t == 'a')", 'unknown field "t"'),
    ],
)
def test_other_comprehensions_are_refused(source: str, problem: str) -> None:
    with pytest.raises(InvalidArgumentError) as refused:
        read(source)
    assert problem in str(refused.value)
