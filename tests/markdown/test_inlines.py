"""Pieces of a line: precedence, plain reading, and an oracle for the marks."""

from typing import Any

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.markdown.inlines import Inlines, Kind, parse
from appliance.markdown.links import Labels

LABELS = Labels(["ref", "Two Words"])


def plain(text: str) -> str:
    """Read the pieces as one text."""
    return "".join(piece.text for piece in parse(text, LABELS).pieces)


def of_kind(text: str, kind: Kind) -> list[str]:
    """List the pieces of one kind."""
    return [piece.text for piece in parse(text, LABELS).pieces if piece.kind is kind]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("**a** _b_ ~~c~~ ~d~", "a b c d"),
        ("a_b_c * d * snake_case", "a_b_c * d * snake_case"),
        ("***a** b*", "a b"),
        ("`` a ` b ``", "a ` b"),
        ("`open", "`open"),
        ("a\\*b &amp; \\x", "a\\*b &amp; \\x"),
        ("a\\\nb", "ab"),
        ("a  \nb", "ab"),
        ("a\nb", "a b"),
        ("<b>x</b> <!-- y --> <?z?> <!DOCTYPE q>", "x   "),
        ("<b x='1' y=2 z>x", "x"),
        ("a < b <1> <b x='", "a < b <1> <b x='"),
        ('![alt *text*](u "t") end', "alt text end"),
        ("[a](<b c> 'd') [e](f(g)h)", "a e"),
        ("[a](b c) [d](e", "[a](b c) [d](e"),
        ("[a][REF] [ref] [ref][] [two\nwords]", "a ref ref two words"),
        ("[a][none] [none]", "[a][none] [none]"),
        ("[a [b](c) d](e)", "[a b d](e)"),
        ("[![a](b)](c)", "a"),
        ("~~~a~~~", "~~~a~~~"),
    ],
)
def test_plain_reading(text: str, read: str) -> None:
    assert plain(text) == read


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("`#code` #tag", ["tag"]),
        ("#a`b` `#c`", ["a`b`"]),
        ("~~#a~~", ["a~~"]),
        ("**#a** _#b_", ["a", "b_"]),
        ("[#a](u) ![#b](u) [#c][ref]", []),
        ("[#a] [b #c", ["a", "c"]),
        ("[a](#b) <https://a.example/#c> https://a.example/#d", []),
        ("[ https://a.example/#d ]", ["d"]),
        ("<i title='#a'>#b</i>", ["b</i>"]),
        ("\\#a \\\\#b", ["b"]),
        ("&#35;", ["35"]),
        ("me@a.example#b", ["b"]),
    ],
)
def test_tags_yield_only_to_what_began_before_them(text: str, tags: list[str]) -> None:
    assert of_kind(text, Kind.TAG) == tags


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see www.example.com now", ["http://www.example.com"]),
        ("(https://a.example/b(c)) x", ["https://a.example/b(c)"]),
        ("*https://a.example*", ["https://a.example"]),
        ("xhttps://a.example", []),
        ("my_name@a.example", ["my_name@a.example"]),
        ("(me@a.example)", ["me@a.example"]),
        ("é@a.example me@example me@a.example-", []),
        ("<me@a.example> <x:y> <x1:y>", ["me@a.example", "x1:y"]),
        ("[www.example.com](u)", []),
        ("`a`www.example.com", ["http://www.example.com"]),
    ],
)
def test_addresses_are_atoms(text: str, addresses: list[str]) -> None:
    assert of_kind(text, Kind.ADDRESS) == addresses


def test_mentions_inside_links_are_their_text() -> None:
    assert of_kind("@a [@b](u)", Kind.MENTION) == ["a"]
    assert plain("[@b #c](u)") == "@b #c"


def test_links_and_code_are_noticed() -> None:
    assert parse("[a](b)", LABELS).has_link
    assert not parse("![a](b)", LABELS).has_link
    assert parse("`a`", LABELS).has_code
    assert parse("", LABELS) == Inlines()


def oracle(text: str) -> str | None:
    """Read a single paragraph with another CommonMark parser; None if it is not one."""
    parts: list[str] = []
    event: Any
    for event in pyromark.events(text):
        if not isinstance(event, dict):
            return None
        name, value = next(iter(event.items()))
        if name in {"Text", "Code"}:
            parts.append(str(value))
        elif name == "Start":
            kind = value if isinstance(value, str) else next(iter(value))
            if kind not in {"Paragraph", "Emphasis", "Strong", "Link", "Image"}:
                return None
    return "".join(parts)


@given(st.text("*_`[]()!ab .<>='\"", min_size=1, max_size=30).map(str.strip))
def test_marks_pair_up_as_in_another_parser(text: str) -> None:
    expected = oracle(text)
    if expected is not None:
        assert plain(text) == expected
