"""Runs of marks: which may open or close, and which pair up."""

import pytest

from appliance.markdown.emphasis import Run, resolve, run_at


def runs(text: str) -> list[Run]:
    """Find the runs of a text of letters, blanks and marks."""
    found, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        run = run_at(text, at, end) if text[at] in "*_~" else None
        found += [run] if run else []
        at = end
    return found


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("*a", True, False),
        ("a*", False, True),
        ("a*b", True, True),
        ("_a", True, False),
        ("._a", True, False),
        ("a_.", False, True),
    ],
)
def test_flanks_decide_what_a_run_may_do(
    text: str, *, opens: bool, closes: bool
) -> None:
    (run,) = runs(text)
    assert (run.can_open, run.can_close) == (opens, closes)


@pytest.mark.parametrize("text", [" * ", "a_b", "~~~a"])
def test_some_runs_are_no_marks(text: str) -> None:
    assert runs(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("*a*", [0, 0]),
        ("**a*", [1, 0]),
        ("***a***", [0, 0]),
        ("*a **b* c**", [0, 0, 0, 0]),
        ("**a*b**", [0, 1, 0]),
        ("*a**b*", [0, 2, 0]),
        ("*a _b* c_", [0, 1, 0, 1]),
        ("~~a~~ ~b~", [0, 0, 0, 0]),
        ("a* *b", [1, 1]),
    ],
)
def test_pairs_are_taken_off(text: str, left: list[int]) -> None:
    found = runs(text)
    resolve(found)
    assert [run.length for run in found] == left
