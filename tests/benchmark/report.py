"""Show what was measured: a table for eyes, JSON for later."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from tests.benchmark.measuring import FLOOR, Cell

HEAD = (
    f"{'row':20}{'server':12}{'req/s':>10}{'x floor':>9}{'p50 ms':>9}{'p99 ms':>9}"
    f"{'1 client ms':>13}{'x floor':>9}{'bytes':>9}"
)


def table_lines(cells: Iterable[Cell]) -> list[str]:
    """Render one line per cell, the floor once per row."""
    return [_line(cell) for cell in cells]


def growth_lines(cells: Sequence[Cell], names: Sequence[str]) -> list[str]:
    """Compare every later server with the first, row by row: rate over rate."""
    first, *others = names
    rates = {(cell.row, cell.subject): cell.rate for cell in cells if cell.rate}
    return [
        f"{row:20}{other} / {first} {rates[row, other] / rate:6.2f}"
        for (row, subject), rate in rates.items()
        if subject == first
        for other in others
        if (row, other) in rates
    ]


def report_json(cells: Iterable[Cell], memory: Mapping[str, float]) -> str:
    """Render everything for another program."""
    rows = [asdict(cell) for cell in cells]
    return json.dumps({"rows": rows, "resident_mb": dict(memory)}, indent=1)


def _line(cell: Cell) -> str:
    if cell.note:
        return f"{cell.row:20}{cell.subject:12}{cell.note:>19}"
    failed = f"  FAILED {cell.failed}" if cell.failed else ""
    ratio = "" if cell.subject == FLOOR else f"{cell.rate_of_floor:.2f}"
    times = "" if cell.subject == FLOOR else f"{cell.latency_of_floor:.2f}"
    return (
        f"{cell.row:20}{cell.subject:12}{cell.rate:10.1f}{ratio:>9}{cell.p50_ms:9.2f}"
        f"{cell.p99_ms:9.2f}{cell.latency_ms:13.3f}{times:>9}{cell.bytes_each:9}{failed}"
    )
