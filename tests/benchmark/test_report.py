"""What the table and the JSON say."""

import json
from statistics import mean

from tests.benchmark.measuring import Cell
from tests.benchmark.notes import RARE_WORD, text
from tests.benchmark.report import growth_lines, report_json, table_lines

CELLS = [
    Cell("list 50", "small", rate=500.0, rate_of_floor=0.25, latency_ms=1.5),
    Cell("list 50", "large", rate=400.0, rate_of_floor=0.2, latency_ms=1.7, failed=3),
    Cell("stats", "small", "unimplemented"),
]


def test_table_shows_ratios_and_failures() -> None:
    small, large, stats = table_lines(CELLS)

    assert " ".join(small.split()) == "list 50 small 500.0 0.25 0.00 0.00 1.500 0.00 0"
    assert large.endswith("FAILED 3")
    assert stats.split() == ["stats", "small", "unimplemented"]


def test_growth_compares_rates_of_one_row() -> None:
    (line,) = growth_lines(CELLS, ["small", "large"])

    assert line.split() == ["list", "50", "large", "/", "small", "0.80"]


def test_json_holds_every_cell() -> None:
    report = json.loads(report_json(CELLS, {"small": 99.5}))

    assert [row["row"] for row in report["rows"]] == ["list 50", "list 50", "stats"]
    assert report["resident_mb"] == {"small": 99.5}


def test_notes_are_the_same_on_every_machine() -> None:
    assert text(12) == text(12)
    assert 250 < mean(len(text(number)) for number in range(1000)) < 350
    assert sum(RARE_WORD in text(number) for number in range(1000)) == 2
