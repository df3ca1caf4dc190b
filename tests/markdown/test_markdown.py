"""The whole analysis, against what existing servers answered for the same texts."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.markdown import Analysis, Properties, analyze, mentions

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "markdown.json").read_text("utf-8")
)
HOSTILE = (
    *("#", "[", "`", ">", "*", "_", "~", "@", "<", "\\", "|", "a\n", "- ", "1. "),
    *("[]", "![", "](", "[a](", "[a][", "[a](u)", "[a](b '", "[a](<", "[a](((", "[#a"),
    *("x<!--", "x<?", "x<!a", "<a b='", "<a ", "</a", "`a", "`` ` ", "a*", "*a_ "),
    *("_@", "a@", "@a.b", "@a-", "#a ", "#a`", "www._", "http://a.b)", "> [a]: b\n"),
)


def expected(vector: dict[str, Any]) -> Analysis:
    """Read a vector; what it leaves out is empty or false."""
    present = vector.get("properties", ())
    properties = Properties(
        has_link="hasLink" in present,
        has_task_list="hasTaskList" in present,
        has_code="hasCode" in present,
        has_incomplete_tasks="hasIncompleteTasks" in present,
        title=vector.get("title", ""),
    )
    return Analysis(tuple(vector.get("tags", ())), properties, vector["snippet"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["content"][:40])
def test_analysis_is_what_existing_servers_say(vector: dict[str, Any]) -> None:
    assert analyze(vector["content"]) == expected(vector)


def test_long_texts_are_read_to_the_end() -> None:
    long = analyze("# Big\n" + "word #tag [x](http://a.example) " * 6400 + "#end")
    assert long.tags == ("tag", "end")
    assert long.snippet == (
        "Big word #tag x word #tag x word #tag x word #tag x word #tag x ..."
    )


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_refused(content: str) -> None:
    analysis = analyze(content)
    assert all(tag and len(tag) <= 100 for tag in analysis.tags)
    assert len(analysis.snippet) <= 64 + len(" ...")


@given(st.text("#@[]()`*_~<>!\\|-:.&/ab1 \t\n\r"))
def test_no_markup_is_refused(content: str) -> None:
    analysis = analyze(content)
    assert len(set(analysis.tags)) == len(analysis.tags)


def seconds(content: str) -> float:
    """Measure the work, not the wait for a processor."""
    start = time.process_time()
    analyze(content)
    return time.process_time() - start


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_cost_what_their_length_costs(piece: str) -> None:
    short = min(seconds(piece * 500) for _ in range(3))
    long = min(seconds(piece * 8_000) for _ in range(2))
    # Sixteen times the text: quadratic work would take 256 times as long.
    assert long < 80 * max(short, 0.001)


def test_mentions_are_lower_case_and_told_once() -> None:
    assert mentions("@Bob and (@alice), @bob; not x@carol") == ("bob", "alice")
