"""How long one client waits that asks again only when it has its answer."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from urllib.parse import urlsplit

from tests.benchmark.rows import Row

UNIMPLEMENTED = 501
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Latency:
    """One measurement."""

    median_ms: float
    requests: int
    failed: int


def measure_latency(base_url: str, row: Row, seconds: float) -> Latency:
    """Ask one request after the other for a while, at least once."""
    took: list[float] = []
    failed = 0
    end = time.perf_counter() + seconds
    for status, elapsed in _ask(base_url, row):
        took.append(elapsed * 1000)
        failed += status != 200
        if time.perf_counter() >= end:
            break
    return Latency(statistics.median(took), len(took), failed)


def first_status(base_url: str, row: Row) -> int:
    """Ask once, to see whether the server can do this at all."""
    return next(_ask(base_url, row))[0]


def _ask(base_url: str, row: Row) -> Iterator[tuple[int, float]]:
    """Yield status and seconds of each answer, over one connection."""
    address = urlsplit(base_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        for path, body in cycle(list(row.requests())):
            begin = time.perf_counter()
            content = body.encode() if body is not None else None
            connection.request(row.method, path, content, dict(row.headers))
            response = connection.getresponse()
            response.read()
            yield response.status, time.perf_counter() - begin
    finally:
        connection.close()
