"""What a backup costs: time, size, memory, and how long readers wait meanwhile."""

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3

from tests.benchmark.measuring import Subject
from tests.benchmark.memory import resident_megabytes
from tests.benchmark.rate import measure_rate

MEGABYTE = 1 << 20
ROW = "list 50 REST"
CONNECTIONS = 4
TICK = 0.05


def attach(data: Path, megabytes: int) -> None:
    """Put random files of a megabyte beside an SQLite file, the server stopped."""
    folder = data / "assets/benchmark"
    folder.mkdir(parents=True)
    with closing(pysqlite3.connect(data / "appliance.db")) as connection, connection:
        for number in range(megabytes):
            content = os.urandom(MEGABYTE)
            (folder / str(number)).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            cursor = connection.execute(
                "INSERT INTO appliance_blob (storage, reference, size, sha256,"
                " create_time) VALUES ('local', ?, ?, ?, 1)",
                (f"assets/benchmark/{number}", len(content), digest),
            )
            connection.execute(
                "INSERT INTO appliance_attachment (uid, creator_id, blob_id, filename,"
                " type, size, sha256, external_link, payload, position, create_time,"
                " update_time)"
                " VALUES (?, 1, ?, 'x', 'image/png', ?, ?, '', '{}', 0, 1, 1)",
                (f"bench-{number}", cursor.lastrowid, len(content), digest),
            )


@dataclass(frozen=True, slots=True)
class Load:
    """How often and how long readers ask."""

    rounds: int
    seconds: float


@dataclass(slots=True)
class Measured:
    """Seconds, megabytes and milliseconds; `idle` and `busy` are p99s by round."""

    seconds: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)
    stored: float = 0.0
    source: float = 0.0
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Render it; ratios say more than figures of one machine."""
        for name, seconds in self.seconds.items():
            rate = self.source / seconds
            yield (
                f"{name:10}{seconds:8.1f} s {rate:8.1f} MB/s"
                f"   peak beyond the idle server {self.peaks[name]:6.1f} MB"
            )
        yield f"stored {self.stored:.1f} MB of {self.source:.1f}"
        for idle, busy in zip(self.idle, self.busy, strict=True):
            yield f"{ROW} p99 {idle:.2f} ms, meanwhile {busy:.2f} ms: {busy / idle:.2f}"
        ratio = statistics.median(self.busy) / statistics.median(self.idle)
        yield f"p99 meanwhile over p99 idle: {ratio:.2f}"


def measure(subject: Subject, data: Path, pid: int, load: Load) -> Measured:
    """Back up while readers ask, then verify and restore."""
    measured = Measured(source=_megabytes(data))
    idle = resident_megabytes(pid)
    with tempfile.TemporaryDirectory(dir=data.parent) as scratch:
        for number in range(load.rounds):
            root = Path(scratch) / f"busy-{number}"
            measured.idle.append(_p99(subject, load))
            with _running("create", "--data", data, "--to", root):
                measured.busy.append(_p99(subject, load))
        root = Path(scratch) / "backups"
        for name, arguments in (
            ("create", ("--data", data, "--to", root)),
            ("again", ("--data", data, "--to", root)),
            ("verify", (root,)),
            ("restore", (root, "--data", Path(scratch) / "new")),
        ):
            command = "create" if name == "again" else name
            seconds, peak = _watched(pid, command, *arguments)
            measured.seconds[name], measured.peaks[name] = seconds, peak - idle
        measured.stored = _megabytes(root)
    return measured


def _p99(subject: Subject, load: Load) -> float:
    row = subject.row(ROW)
    return measure_rate(subject.base_url, row, load.seconds, CONNECTIONS).p99_ms


@contextmanager
def _running(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "appliance", "backup", *map(str, arguments)]
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        answer, _ = process.communicate()
    json.loads(answer)


def _watched(pid: int, *arguments: object) -> tuple[float, float]:
    """Run a command; return its seconds and the most memory of it and the server."""
    peak, done = 0.0, threading.Event()
    start = time.monotonic()
    with _running(*arguments) as process:

        def watch() -> None:
            nonlocal peak
            while not done.wait(TICK):
                both = resident_megabytes(pid) + resident_megabytes(process.pid)
                peak = max(peak, both)

        watching = threading.Thread(target=watch)
        watching.start()
        process.wait()
        done.set()
        watching.join()
    return time.monotonic() - start, peak


def _megabytes(root: Path) -> float:
    sizes = (path.stat().st_size for path in root.rglob("*") if path.is_file())
    return sum(sizes) / MEGABYTE
