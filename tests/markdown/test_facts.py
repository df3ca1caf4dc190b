"""What is stored about a text beyond the recorded vectors."""

import pytest

from appliance.markdown.facts import analyze, mentions


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("# One *two* `three` [four](u)", "One two three four"),
        ("# Tagged #tag @name end", "Tagged   end"),
        ("Over\nlines\n===", "Over lines"),
        ("text\n\n# Later", ""),
        ("> # Quoted", ""),
        ("- # Item", ""),
        ("---\n# After a rule", ""),
        ("[a]: b\n\n# After a definition", "After a definition"),
        ("# ![alt](u)", "alt"),
    ],
)
def test_title_is_the_heading_that_opens_the_text(content: str, title: str) -> None:
    assert analyze(content).properties.title == title


@pytest.mark.parametrize(
    ("content", "snippet"),
    [
        ("one\n\ntwo", "one two"),
        ("one\n\n---\n\ntwo", "onetwo"),
        ("one\n- two\n- three", "onetwo three"),
        ("- one\n  - two", "onetwo"),
        ("- one\n\n  two", "one two"),
        ("one\n\n<div>x</div>\n\ntwo", "onetwo"),
        ("one\n\n    code\n\ntwo", "one two"),
        ("one  \ntwo", "onetwo"),
        ("| a | b |\n|---|---|\n| 1 | |\n\nend", "a b 1  end"),
        ("a" * 65, "a" * 64 + " ..."),
        ("ab " + "c" * 100, "ab ..."),
        ("日" * 65, "日" * 64 + " ..."),
        ("\u00a0 padded \u3000", "padded"),
        ("\u200bkept\u200b", "\u200bkept\u200b"),
    ],
)
def test_snippet_is_the_plain_beginning(content: str, snippet: str) -> None:
    assert analyze(content).snippet == snippet


def test_snippet_stops_reading_behind_what_it_needs() -> None:
    # 43 of these take 129 bytes, so that the next paragraph is not read.
    assert analyze("日" * 43 + "\n\nnever").snippet == "日" * 43


@pytest.mark.parametrize(
    ("content", "some", "open_ones"),
    [
        ("- [x] done", True, False),
        ("- [ ] open", True, True),
        ("- [X] done\n- [ ] open", True, True),
        ("1) [ ] numbered", True, True),
        ("- [ ]\n\n  loose", True, True),
        ("> * [ ] quoted", True, True),
        ("- text [ ] inside", False, False),
        ("- first\n\n  [ ] second paragraph", False, False),
        ("[ ] no item", False, False),
        ("- `[ ]` code", False, False),
    ],
)
def test_tasks_are_boxes_that_open_an_item(
    content: str, *, some: bool, open_ones: bool
) -> None:
    properties = analyze(content).properties
    assert properties.has_task_list == some
    assert properties.has_incomplete_tasks == open_ones


@pytest.mark.parametrize(
    ("content", "linked"),
    [
        ("[a](b)", True),
        ("[a][b]\n\n[B]: c", True),
        ("[a][]\n\n[a]: c", True),
        ("[a]\n\n[a]: c", True),
        ("[![a](b)](c)", True),
        ("![a](b)", False),
        ("https://a.example", False),
        ("<https://a.example>", False),
        ("me@a.example", False),
        ("[a]", False),
        ("`[a](b)`", False),
        ("\\[a](b)", False),
    ],
)
def test_only_written_links_count(content: str, *, linked: bool) -> None:
    assert analyze(content).properties.has_link == linked


def test_tags_keep_their_order_and_case() -> None:
    assert analyze("#b #a #B #a").tags == ("b", "a", "B")


def test_lone_surrogates_are_read_as_any_other_character() -> None:
    assert analyze("a \ud800 #tag").tags == ("tag",)
    assert mentions("@bob \udfff") == ("bob",)
