"""How long a server takes from its start to its first good answer."""

import statistics
import subprocess
import time
from collections.abc import Sequence

from tests.benchmark.floor import wait_until_answered


def start_seconds(command: Sequence[str], url: str, rounds: int) -> list[float]:
    """Start a server some times and return how long each start took."""
    return [_one_start(command, url) for _ in range(rounds)]


def summary(seconds: Sequence[float]) -> str:
    """Say the median and the extremes."""
    middle = statistics.median(seconds)
    return f"{middle:.3f} s (from {min(seconds):.3f} to {max(seconds):.3f})"


def _one_start(command: Sequence[str], url: str) -> float:
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_answered(url, process)
        return time.perf_counter() - begin
    finally:
        process.terminate()
        process.wait(30)
