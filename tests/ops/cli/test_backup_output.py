"""What people see of backups. The commands themselves: test_backup.py."""

import io
import sys
from pathlib import Path

import pytest

from appliance.ops.backup import records
from appliance.ops.cli import backup_output as output


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (2_600_000, "2.6 MB"),
        (3 * 10**15, "3000.0 TB"),
    ],
)
def test_sizes_are_for_people(length: int, text: str) -> None:
    assert output.size(length) == text


def test_a_skipped_drill_says_that_nothing_was_rehearsed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = {"skipped": True, "reason": "another", "path": None}
    output.skipped(facts, as_json=False)
    assert "rehearsed" not in capsys.readouterr().err
    output.skipped({**facts, "drill": None}, as_json=False)
    assert "nothing was rehearsed" in capsys.readouterr().err


def test_tables_are_not_cut_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("name", "n"), [["x" * 150, "[not markup]"]])
    printed = capsys.readouterr().out
    assert "x" * 150 in printed
    assert "[not markup]" in printed


def test_an_outcome_that_cannot_be_noted_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    output.remembered(tmp_path / "file", records.CREATE, {}, good=True)
    assert "could not be noted" in capsys.readouterr().err
    output.remembered(tmp_path, records.CREATE, {}, good=True)
    assert capsys.readouterr().err == ""
    assert records.read(tmp_path, records.CREATE)


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, as_json, shown in (
        (Terminal(), False, True),
        (Terminal(), True, False),
        (io.StringIO(), False, False),
    ):
        monkeypatch.setattr(sys, "stderr", stream)
        with output.progress(as_json=as_json) as progress:
            progress("files", 3, 10)
            progress("memo", 3, 0)
        assert bool(stream.getvalue()) is shown
