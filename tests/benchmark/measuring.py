"""Measure every row on every server in interleaved rounds, the floor among them."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmark.floor import FLOOR_ROW, running_floor
from tests.benchmark.latency import UNIMPLEMENTED, first_status, measure_latency
from tests.benchmark.rate import measure_rate
from tests.benchmark.rows import Row, rows_of
from tests.benchmark.state import State

OK = 200
FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Subject:
    """A server to measure."""

    name: str
    base_url: str
    state: State

    @classmethod
    def parse(cls, text: str) -> "Subject":
        """Read `name=URL=STATE`."""
        name, base_url, state = text.split("=", 2)
        return cls(name, base_url.rstrip("/"), State.load(Path(state)))

    def row(self, name: str) -> Row:
        """Spell a row out anew: tokens expire and pages move."""
        rows = rows_of(self.base_url, self.state)
        return next(row for row in rows if row.name == name)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float
    latency_seconds: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row came to on one server."""

    row: str
    subject: str
    # "" when measured, else why not.
    note: str = ""
    rate: float = 0.0
    rate_of_floor: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    latency_ms: float = 0.0
    latency_of_floor: float = 0.0
    failed: int = 0
    bytes_each: int = 0


def measure(
    subjects: Sequence[Subject], names: Sequence[str], effort: Effort
) -> Iterator[list[Cell]]:
    """Measure row by row; yield the cells of each row when they are known."""
    with running_floor() as floor_url:
        for name in names:
            yield _measure_row(subjects, name, floor_url, effort)


def _measure_row(
    subjects: Sequence[Subject], name: str, floor_url: str, effort: Effort
) -> list[Cell]:
    able: dict[str, tuple[str, Row]] = {FLOOR: (floor_url, FLOOR_ROW)}
    refused = []
    for subject in subjects:
        row = subject.row(name)
        status = first_status(subject.base_url, row)
        if status == OK:
            able[subject.name] = (subject.base_url, row)
        else:
            note = "unimplemented" if status == UNIMPLEMENTED else f"status {status}"
            refused.append(Cell(name, subject.name, note))
    if len(able) == 1:
        return refused
    rounds = [_one_round(able, effort) for _ in range(effort.rounds)]
    floor = _median_cell(name, FLOOR, rounds, None)
    cells = [_median_cell(name, who, rounds, floor) for who in able if who != FLOOR]
    return [*cells, *refused, floor]


def _one_round(
    able: dict[str, tuple[str, Row]], effort: Effort
) -> dict[str, dict[str, Any]]:
    measured = {}
    for who, (base_url, row) in able.items():
        latency = measure_latency(base_url, row, effort.latency_seconds)
        rate = measure_rate(base_url, row, effort.seconds)
        measured[who] = {
            "rate": rate.per_second,
            "p50_ms": rate.p50_ms,
            "p99_ms": rate.p99_ms,
            "latency_ms": latency.median_ms,
            "failed": rate.failed + latency.failed,
            "bytes_each": rate.bytes_each,
        }
    return measured


def _median_cell(
    name: str,
    who: str,
    rounds: Sequence[dict[str, dict[str, Any]]],
    floor: Cell | None,
) -> Cell:
    middle = {
        key: statistics.median(one[who][key] for one in rounds)
        for key in ("rate", "p50_ms", "p99_ms", "latency_ms")
    }
    return Cell(
        name,
        who,
        **middle,
        rate_of_floor=middle["rate"] / floor.rate if floor else 1.0,
        latency_of_floor=middle["latency_ms"] / floor.latency_ms if floor else 1.0,
        failed=sum(one[who]["failed"] for one in rounds),
        bytes_each=rounds[-1][who]["bytes_each"],
    )
