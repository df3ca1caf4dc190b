"""Tags changed in a text: nothing else moves, and the text reads as it did."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appliance.markdown import analyze
from appliance.markdown.tags import (
    TagError,
    add,
    applied,
    is_tag,
    remove,
    rename,
    renamed,
    reversed_edits,
    spans,
)

# What texts are made of: marks of every kind, tags among them, whole blocks.
SCRAPS = [
    *("#a", "#a/b", "#ab", "#A", "#b", "#a/", "#x~y", "#日本", "\\#a", "##a", "#"),
    *(" ", "\n", "\n\n", "\r\n", "  \n", "\t", "    ", "text", "é", "🎉", "`", "``"),
    *("```\n", "~~~\n", "> ", ">> ", "- ", "- [ ] ", "1. ", "# ", "===\n", "---\n"),
    *("*", "**", "_", "~~", "[", "](u)", "]", "![", "](#a)", "<", ">", "<b>", "<!--"),
    *("http://x.y/#a", "www.x.yz", "@bob", "a@b.cd", "&amp;", "\\", "|", "|-|-|\n"),
    *("| #a | b |\n", "[a]: #a\n", "<div>\n", "</div>\n", "#a.", "(#a)", "'#a'"),
]
TEXTS = st.lists(st.sampled_from(SCRAPS), max_size=24).map("".join)
NEW = st.sampled_from(["b", "z", "a/c", "日本", "b|c", "q`", "_z_", "z~", "<b>", "é/x"])


def tags(text: str) -> list[str]:
    return [span.tag for span in spans(text)]


@settings(max_examples=600)
@given(TEXTS)
@example("> - [ ] #a\r\n> #a/b  \n> lazy #a")
@example("| x | #a |\n|-|-|\n| #a/b | \\#a |")
@example("[#a](u) [#a] `#a` `` ` `` \\#a")
def test_spans_are_the_tags_that_the_facts_know(text: str) -> None:
    source = text.encode()
    found = spans(text)

    assert list(dict.fromkeys(span.tag for span in found)) == list(analyze(text).tags)
    for span in found:
        assert source[span.start : span.end].decode() == span.tag
        assert source[span.start - 1 : span.start] == b"#"
    assert [span.start for span in found] == sorted(span.start for span in found)


@settings(max_examples=600)
@given(TEXTS, NEW)
@example("**#a**", "b~")
@example("| #a |\n|-|", "b|c")
def test_renaming_changes_tags_and_nothing_else(text: str, new: str) -> None:
    before = tags(text)
    try:
        edits = rename(text, "a", new)
    except TagError:
        return
    after = applied(text, edits)

    assert tags(after) == [renamed(tag, "a", new) for tag in before]
    old, now = analyze(text), analyze(after)
    assert now.tags == tuple(dict.fromkeys(renamed(t, "a", new) for t in old.tags))
    assert now.properties == old.properties
    assert applied(after, reversed_edits(text, edits)) == text
    # Without the names that were changed, both are the same bytes.
    assert _without(text, edits) == _without(after, reversed_edits(text, edits))


def _without(text: str, edits: list) -> bytes:  # type: ignore[type-arg]  # of edits
    source, at, parts = text.encode(), 0, []
    for edit in edits:
        parts.append(source[at : edit.start])
        at = edit.end
    return b"".join((*parts, source[at:]))


@settings(max_examples=400)
@given(TEXTS, st.sampled_from(["a", "a/b", "new"]))
def test_tag_that_was_added_is_there(text: str, tag: str) -> None:
    try:
        edits = add(text, tag)
    except TagError:
        return
    after = applied(text, edits)

    assert tag in tags(after)
    assert [each for each in tags(after) if each != tag] == [
        each for each in tags(text) if each != tag
    ]
    assert applied(after, reversed_edits(text, edits)) == text


@settings(max_examples=400)
@given(TEXTS)
def test_tag_that_was_removed_is_gone(text: str) -> None:
    try:
        edits = remove(text, "a")
    except TagError:
        return
    after = applied(text, edits)

    assert tags(after) == [tag for tag in tags(text) if tag != "a"]
    assert applied(after, reversed_edits(text, edits)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a", "#b"),
        ("x #a/c, #ab #A", "x #b/c, #ab #A"),
        ("`#a` #a", "`#a` #b"),
        ("```\n#a\n```\n#a", "```\n#a\n```\n#b"),
        ("\\#a #a", "\\#a #b"),
        ("[#a](#a) #a", "[#a](#a) #b"),
        ("http://x.y/#a #a", "http://x.y/#a #b"),
        ("> - [ ] #a\r\n> and #a/é", "> - [ ] #b\r\n> and #b/é"),
        ("| #a |\n|---|\n| #a |", "| #b |\n|---|\n| #b |"),
    ],
)
def test_tag_is_renamed_where_it_is_one(text: str, expected: str) -> None:
    edits = rename(text, "a", "b")
    assert applied(text, edits) == expected


@pytest.mark.parametrize(
    ("text", "new"), [("| #a |\n|---|\n| x |", "b|c"), ("#a/" + "x" * 97, "long")]
)
def test_what_would_read_otherwise_is_refused(text: str, new: str) -> None:
    with pytest.raises(TagError):
        rename(text, "a", new)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "#t"),
        ("words", "words\n\n#t"),
        ("words\n\n#x", "words\n\n#x #t"),
        ("words #x", "words #x\n\n#t"),
        ("words\n#x #y\n", "words\n#x #y #t\n"),
        ("```\nopen", "#t\n\n```\nopen"),
        ("#t", "#t"),
    ],
)
def test_tag_is_added_behind_the_others(text: str, expected: str) -> None:
    assert applied(text, add(text, "t")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#t", ""),
        ("one #t two", "one two"),
        ("#t one", "one"),
        ("one\n#t\ntwo", "one\ntwo"),
        ("one #t\ntwo", "one\ntwo"),
        ("#t #t", ""),
        ("#t/x #t.", "#t/x."),
        ("`x` \\#t", "`x` \\#t"),
    ],
)
def test_tag_goes_with_its_blank_or_its_line(text: str, expected: str) -> None:
    assert applied(text, remove(text, "t")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("a", True), ("a/b-c_d", True), ("日本🎉", True), ("x" * 100, True)),
        *(("", False), ("a b", False), ("#a", False), ("a.b", False)),
        ("x" * 101, False),
    ],
)
def test_tag_is_what_the_grammar_takes_whole(text: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert is_tag(text) is expected
