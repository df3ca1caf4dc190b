"""The list of accounts knows one filter."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.username import wanted_username


@pytest.mark.parametrize(
    "source", ['username == "ann"', "username=='ann'", '  (username == "ann")']
)
def test_one_comparison_is_read(source: str) -> None:
    assert wanted_username(source) == "ann"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('username != "a"', r"unsupported operator: _!=_ \(only '==' is supported\)"),
        ('username.contains("a")', "unsupported operator: contains "),
        ('username == "a" && pinned', "unsupported operator: _&&_ "),
        ('!(username == "a")', "unsupported operator: !_ "),
        ("username", "unsupported operator: none "),
        ('role == "ADMIN"', "character 1: only username can be compared"),
        ('"ann" == username', "character 1: only username can be compared"),
        ("username == 5", "character 13: username can only be compared with a text"),
        ("username == role", "character 13: username can only be compared"),
        ("username ==", "character 12: unexpected the end"),
        (" ", "unexpected the end"),
    ],
)
def test_everything_else_is_refused(source: str, message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^invalid filter.*{message}"):
        wanted_username(source)
