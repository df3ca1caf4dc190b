"""Blocks: which lines belong together and what is cut from them."""

import pytest

from appliance.markdown.blocks import Block, Shape, blocks


def read(content: str) -> list[Block]:
    """Read a text the way the analysis does."""
    return list(blocks(content, content.encode()))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("a\nb", ["a\nb"]),
        ("a  \nb", ["a  \nb"]),
        ("a   \n  b  ", ["a  \nb"]),
        ("a\r\nb\rc", ["a\nb\nc"]),
        ("> a\n> b", ["a\nb"]),
        ("> a\nlazy", ["a\nlazy"]),
        ("> > a\n> b", ["a\nb"]),
        ("- a\n  b\n- c", ["a\nb", "c"]),
        ("- > a\n  > b", ["a\nb"]),
        ("\\#a", ["\\#a"]),
        ("- \\#a", ["\\#a"]),
        ("# a #", ["a"]),
        ("a\n===", ["a"]),
        ("ä | ö\n--|--\nü | é", ["ä", "ö", "ü", "é"]),
        ("[a]: b\n\nc", ["c"]),
        ("<div>\na\n</div>\n\nb", ["b"]),
        ("", []),
    ],
)
def test_texts_come_without_marks_and_indentation(
    content: str, texts: list[str]
) -> None:
    assert [block.text for block in read(content)] == texts


def test_code_is_told_but_not_read() -> None:
    shapes = [block.shape for block in read("a\n\n    b\n\n```\nc\n```\n\nd")]
    assert shapes == [Shape.TEXT, Shape.CODE, Shape.CODE, Shape.TEXT]


def test_code_inside_an_item_follows_the_item() -> None:
    item, code = read("- a\n  ```\n  b\n  ```")
    assert (item.text, code.shape) == ("a", Shape.CODE)


@pytest.mark.parametrize(
    ("content", "gaps"),
    [
        ("a\n\nb", [0, 1]),
        ("a\n\n---\n\nb", [0, 0]),
        ("- a\n- b", [0, 1]),
        ("# a\n- b", [0, 0]),
        ("a\n\n#\n\nb", [0, 2]),
    ],
)
def test_gaps_stand_between_blocks_that_follow_each_other(
    content: str, gaps: list[int]
) -> None:
    assert [block.gap for block in read(content)] == gaps


def test_only_the_first_text_of_an_item_opens_it() -> None:
    opening = [block.opens_item for block in read("- a\n\n  b\n- c\n\nd")]
    assert opening == [True, False, True, False]


def test_title_is_a_first_heading_of_the_first_rank() -> None:
    assert read("# a\n\nb")[0].shape is Shape.TITLE
    assert read("## a")[0].shape is Shape.TEXT
    assert read("a\n\n# b")[1].shape is Shape.TEXT
