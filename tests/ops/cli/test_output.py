"""What commands print."""

import io
import json
import sys

import click
import pytest

from appliance import __main__
from appliance.ops.cli import output


def test_lists_are_for_scripts_and_for_people(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = [{"createTime": "now", "name": "[red]a\x1b[0m\n", "open": True, "n": None}]
    output.rows(found, ["createTime", "name", "open", "n"], as_json=True)
    assert json.loads(capsys.readouterr().out) == found
    output.rows(found, ["createTime", "name", "open", "n"], as_json=False)
    shown = capsys.readouterr().out
    assert "create time" in shown
    assert "[red]a [0m" in shown
    assert "\x1b" not in shown
    assert "yes" in shown


def test_one_object_has_a_line_for_each_fact(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.facts({"a": 1, "someTags": ["x"]}, as_json=False)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["a", "1"],
        ["some", "tags", '["x"]'],
    ]
    output.facts({"a": 1}, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"a": 1}


@pytest.mark.parametrize(("answer", "told"), [("n\n", "not done"), ("", "interrupted")])
def test_a_no_is_told_apart_from_an_interruption(
    answer: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command
    def forget() -> None:
        output.ask_first("Forget it?", yes=False)

    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(__main__, "command", forget)
    assert __main__.main([]) == 130
    assert capsys.readouterr().err.endswith(f"appliance: {told}\n")


def test_numbers_have_their_nouns() -> None:
    said = [output.number(count, "file") for count in (0, 1, 2)]
    assert said == ["0 files", "1 file", "2 files"]
