"""Tags, mentions and bare addresses, each on its own."""

import pytest

from appliance.markdown.atoms import Mailboxes, mention_end, tag_end, url_end
from appliance.markdown.facts import analyze

FAMILY = "👨‍👩‍👧"
# The grammar's own table: text, then every tag in it.
TAGS = {
    "#foo,bar": ["foo"],
    "#x=y": ["x=y"],
    "#R&D": ["R&D"],
    "#users'": ["users"],
    "#foo'1️⃣": ["foo"],
    "#'tag": [],
    "#book/": ["book/"],
    "##️⃣": ["️⃣"],
    "#first#️⃣": ["first", "️⃣"],
    "#foo`test`": ["foo`test`"],
    "#_foo_": ["_foo_"],
    "#_": ["_"],
    "/path#tag": ["tag"],
    "$#math$ #plain": ["math$", "plain"],
    "$20,000 #budget and $30,000": ["budget"],
    "#foo/bar@example.com": ["foo/bar"],
    "#R&bogus;D": ["R&bogus"],
    '<span data-tag="#a">#text</span>': ["text</span>"],
    "#foo\\+bar": ["foo"],
    "#a/b/c": ["a/b/c"],
    "#b**c**": ["b"],
    "#a|b": ["a|b"],
    "#a~b": ["a~b"],
    "#<x>": ["<x>"],
    "#---": ["---"],
    "#&&": ["&&"],
    "\N{FULLWIDTH NUMBER SIGN}full \N{SMALL NUMBER SIGN}x": [],
    "#🎉": ["🎉"],
    "#\U0001fae8\U0001faff": ["\U0001fae8\U0001faff"],
    "#a\U00031350": ["a\U00031350"],
    "#a\U000e0001": ["a"],
    f"#{FAMILY}": [FAMILY],
    "#a\u200bb": ["a"],
    "#a\u00adb": ["a"],
    "#tag:x": ["tag"],
    "#tag!": ["tag"],
    "www.example.com/#w": [],
    "# #a\n\n> #b\n\n- [ ] #c": ["a", "b", "c"],
}


@pytest.mark.parametrize("text", TAGS)
def test_tags_follow_the_table(text: str) -> None:
    assert list(analyze(text).tags) == TAGS[text]


@pytest.mark.parametrize("sign", ["a", "é", "€", "日", "\u0301"])
def test_tags_end_after_a_hundred_code_points(sign: str) -> None:
    assert tag_end("#" + sign * 105, 1) == 101


@pytest.mark.parametrize(
    ("text", "at", "end"),
    [
        ("@bob", 0, 4),
        ("x@bob", 1, 1),
        ("日@bob", 1, 1),
        ("_@bob_", 1, 5),
        ("+@bob", 1, 5),
        ("@bob-x!", 0, 6),
        ("@---", 0, 0),
        ("@", 0, 0),
        ("@_", 0, 0),
        ("@" + "a" * 63, 0, 64),
        ("@" + "a" * 64, 0, 0),
    ],
)
def test_mention_is_a_name_behind_a_boundary(text: str, at: int, end: int) -> None:
    assert mention_end(text, at) == end


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.com/a?b=c#d e", "https://example.com/a?b=c#d"),
        ("http://example.com:5230/x", "http://example.com:5230/x"),
        ("ftp://example.com.", "ftp://example.com"),
        ("www.example.com),", "www.example.com"),
        ("www.example.com/(a)", "www.example.com/(a)"),
        ("www.example.com/a))", "www.example.com/a"),
        ("www.example.com/a&copy;", "www.example.com/a"),
        ("www.example.com/a_*~", "www.example.com/a"),
        ("www.example.com/ü", "www.example.com/"),
        ("http://localhost/x", ""),
        ("www.", ""),
        ("https://", ""),
    ],
)
def test_address_ends_before_what_ends_the_sentence(text: str, address: str) -> None:
    assert text[: url_end(text, 0)] == address


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("me@a.example, you@b.example.", ["me@a.example", "you@b.example"]),
        ("@bob@a.example", []),
        ("#a@b.example", []),
        ("-a@b.example", []),
        ("a@b a@b. a@.b", []),
        ("a@b.c_ a@b.c-", []),
    ],
)
def test_mailboxes_are_found_before_the_scan(text: str, found: list[str]) -> None:
    boxes = Mailboxes.find(text)
    spans = zip(boxes.starts, boxes.ends, strict=True)
    assert [text[start:end] for start, end in spans] == found


def test_mailboxes_tell_the_next_one() -> None:
    boxes = Mailboxes.find("a@b.c d@e.f")
    assert [boxes.next(place) for place in (0, 1, 6, 7)] == [0, 1, 1, None]
