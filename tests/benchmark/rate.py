"""How many requests a second a server answers to 16 connections, measured by wrk."""

import json
import subprocess
import tempfile
from dataclasses import dataclass

from tests.benchmark.rows import Row

CONNECTIONS = 16
# wrk runs this with the row's requests spelled out above it.
SCRIPT = """
local turn, ready = 0, {}
function init()
  for place, request in ipairs(requests) do
    ready[place] = wrk.format(method, request.path, headers, request.body)
  end
end
function request()
  turn = turn % #ready + 1
  return ready[turn]
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests": %d, "microseconds": %d, "p50": %d, "p99": %d,',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99)))
  io.write(string.format(' "failed": %d, "bytes": %d}\\n',
    errors.status + errors.read + errors.write + errors.connect + errors.timeout,
    summary.bytes))
end
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """One measurement."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int
    bytes_each: int


def measure_rate(
    base_url: str, row: Row, seconds: float, connections: int = CONNECTIONS
) -> Rate:
    """Load a server with one row for some whole seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_requests(row) + SCRIPT)
        script.flush()
        command = [
            *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"),
            *("--timeout", "30s", "-s", script.name, base_url),
        ]
        finished = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=seconds + 90
        )
    report = json.loads(finished.stdout.splitlines()[-1])
    answered = report["requests"]
    return Rate(
        per_second=answered / (report["microseconds"] / 1e6),
        p50_ms=report["p50"] / 1000,
        p99_ms=report["p99"] / 1000,
        failed=report["failed"],
        bytes_each=report["bytes"] // max(1, answered),
    )


def _requests(row: Row) -> str:
    """Spell the row out in Lua."""
    lines = [f"local method = {_lua(row.method)}", "local headers = {"]
    lines += [
        f"  [{_lua(name)}] = {_lua(value)}," for name, value in row.headers.items()
    ]
    lines += ["}", "local requests = {"]
    for path, body in row.requests():
        content = "nil" if body is None else _lua(body)
        lines.append(f"  {{path = {_lua(path)}, body = {content}}},")
    return "\n".join([*lines, "}"])


def _lua(text: str) -> str:
    """Quote a text by the numbers of its bytes: Lua knows no JSON escapes."""
    return '"' + "".join(f"\\{byte:03}" for byte in text.encode()) + '"'
