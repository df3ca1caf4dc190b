"""Kinds of fields, of whatever rows they are."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.conditions import (
    Compared,
    Holds,
    HoldsAnyCase,
    Matches,
    Number,
)
from appliance.models.filter.constants import Constant, Type
from appliance.models.filter.fields import (
    LONGEST_PATTERN,
    EqualityField,
    Field,
    TextField,
    TimeField,
)

FOLDED = TextField("body", "a string", "body", "body_folded")
PLAIN = TextField("title", "a string", "title")


def string(value: str) -> Constant:
    """Make a string."""
    return Constant(Type.STRING, value, 3)


def test_texts_are_searched_in_the_folded_column_where_there_is_one() -> None:
    assert FOLDED.method("contains", [string("ẞ")], 0) == Holds(
        "contains", "ss", "body_folded"
    )
    assert PLAIN.method("endsWith", [string("ẞ")], 0) == HoldsAnyCase(
        "endsWith", "ẞ", "title"
    )


def test_patterns_are_judged_before_any_database_sees_them() -> None:
    assert PLAIN.method("matches", [string("^a+$")], 0) == Matches("title", "^a+$", 3)
    for pattern in ("(", "a**", r"(a)\1", "(?=a)", "(?:a{500}){500}"):
        with pytest.raises(InvalidArgumentError, match="character 4: no regular"):
            PLAIN.method("matches", [string(pattern)], 0)


def test_patterns_have_a_bounded_length() -> None:
    longest = string("a" * LONGEST_PATTERN)
    assert isinstance(PLAIN.method("matches", [longest], 0), Matches)
    with pytest.raises(InvalidArgumentError, match="pattern longer than 1000"):
        PLAIN.method("matches", [string("a" * (LONGEST_PATTERN + 1))], 0)


def test_times_without_a_key_are_compared_themselves() -> None:
    field = TimeField("made", "a timestamp", "make_time")
    asked = field.compared(">", Constant(Type.INT, 5, 0), 0)
    assert asked == Compared(Number("make_time"), ">", 5)


def test_an_order_is_asked_in_vain_of_what_has_none() -> None:
    with pytest.raises(InvalidArgumentError, match="only be compared with == and !="):
        EqualityField("kind", "a string").compared("<", string("a"), 0)


def test_by_default_everything_is_refused() -> None:
    field = Field("kind", "a string")
    for ask in (field.alone, field.size):
        with pytest.raises(InvalidArgumentError, match="character 1"):
            ask(0)
    for refused in (field.having, lambda value, at: field.one_of([value], at)):
        with pytest.raises(InvalidArgumentError, match="character 1"):
            refused(string("a"), 0)
    for method in (field.method, lambda name, _, at: field.part(name, at)):
        with pytest.raises(InvalidArgumentError, match=r"has no method getHours\(\)"):
            method("getHours", [], 0)
    with pytest.raises(InvalidArgumentError, match="cannot apply =="):
        field.compared("==", string("a"), 0)
