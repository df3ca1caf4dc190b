"""Ends of links: targets, titles, labels."""

import pytest

from appliance.markdown.links import Labels, LinkEnds


def end(text: str, *labels: str) -> int | None:
    """Find the end of the link whose text is the first bracket's."""
    return LinkEnds(text, Labels(labels)).end(1, text.index("]"))


@pytest.mark.parametrize(
    "text",
    [
        "[a]()",
        "[a](b)",
        "[a]( b )",
        "[a](b\n'c')",
        '[a](b "c\\"d")',
        "[a](b (c))",
        "[a](<b c>)",
        "[a](b(c(d))e)",
        "[a](b\\))",
    ],
)
def test_inline_link_ends_behind_its_parenthesis(text: str) -> None:
    assert end(text) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "[a]",
        "[a](b",
        "[a](b c)",
        "[a](b'c' d)",
        "[a](<b)",
        "[a](<b\n>)",
        "[a](b 'c)",
        "[a]((b)",
        "[a](((((((((((b))))))))))",
        "[a] (b)",
    ],
)
def test_what_does_not_end_is_no_link(text: str) -> None:
    assert end(text) is None


def test_labels_ignore_case_and_runs_of_space() -> None:
    assert end("[x][Foo  Bar] y", "foo bar") == len("[x][Foo  Bar]")
    assert end("[ẞ]", "SS") == len("[ẞ]")
    assert end("[foo][]", "foo") == len("[foo][]")
    assert end("[foo][other]", "foo") is None
    assert end("[foo](not a target)", "foo") == len("[foo]")


def test_links_are_known_to_be_impossible() -> None:
    assert not LinkEnds("[a] (b) ](", Labels(())).possible
    assert LinkEnds("[a](b)", Labels(())).possible
    assert LinkEnds("[a]", Labels(["a"])).possible
