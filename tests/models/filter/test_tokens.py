"""Tokens: strings with their escapes, numbers, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import InvalidArgumentError
from appliance.models.filter.tokens import Kind, tokens


def read(source: str) -> list[tuple[Kind, str]]:
    """List what a source is made of, without the end."""
    return [(token.kind, token.value) for token in tokens(source)][:-1]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"a"', "a"),
        ("'it\\'s'", "it's"),
        ('"""a "b"\nc"""', 'a "b"\nc'),
        ("'''d'''", "d"),
        ('""', ""),
        (r'r"a\n"', r"a\n"),
        (r"R'\''", r"\'"),
        (r'"\a\b\f\n\r\t\v\\\?\`\"\'"', "\a\b\f\n\r\t\v\\?`\"'"),
        (r'"\x41\u00e9\U0001F600\101"', "Aé😀A"),
    ],
)
def test_strings_are_unescaped(written: str, text: str) -> None:
    assert read(written) == [(Kind.TEXT, text)]


def test_kinds_and_comments() -> None:
    assert read("a 1 0x1F 2u 1.5 .5 1e9 b'x' // rest && ignored\n!=") == [
        (Kind.NAME, "a"),
        (Kind.WHOLE, "1"),
        (Kind.WHOLE, "0x1F"),
        (Kind.UNSIGNED, "2"),
        (Kind.FLOAT, "1.5"),
        (Kind.FLOAT, ".5"),
        (Kind.FLOAT, "1e9"),
        (Kind.BYTES, "x"),
        (Kind.SIGN, "!="),
    ]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a = b", 3),
        ("'open", 1),
        ("'two\nlines'", 1),
        ("a & b", 3),
        ("§", 1),
        ("'ab\\q'", 4),
        ("'\\ud800'", 2),
        ("'\\U00110000'", 2),
        ("x == 'a\\x00'", 6),
        ("for", 1),
    ],
)
def test_what_is_no_token_is_refused_at_its_place(source: str, place: int) -> None:
    with pytest.raises(InvalidArgumentError, match=f"at character {place}:"):
        list(tokens(source))


@given(st.text("\"'\\rRbBuxU0189aé.&|=<>!()[]{},?: \n"))
def test_places_point_into_the_source(source: str) -> None:
    try:
        found = list(tokens(source))
    except InvalidArgumentError:
        return
    assert [token.at for token in found] == sorted({token.at for token in found})
    assert found[-1].kind is Kind.END


def test_words_are_quoted_shortly() -> None:
    assert [str(token) for token in tokens("a" * 30)] == [
        '"' + "a" * 20 + '…"',
        "the end",
    ]
