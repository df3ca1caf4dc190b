"""Runs commands of `appliance` in processes that are killed, or refused by the system.

A process of its own, without threads: it loads the program once and forks for each
command, so that moments and counted system calls are those of the work alone. It reads
one order a line, `{"arguments": […], "kill": SECONDS, "inject": "write:…"}`, and
answers with a line each: `{"code": N, "seconds": T, "said": STDERR}`.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

SECONDS = 60.0
WARM = "warm"


class Host:
    """The other end: starts the process and gives it orders."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.recovery.host"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def order(self, *arguments: object, **how: Any) -> dict[str, Any]:
        """Run one command; return what came of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": list(map(str, arguments)), **how}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def warm(self, *arguments: object) -> float:
        """Run a command in the host itself, which then has loaded what it needs."""
        answer = self.order(*arguments, how=WARM)
        assert answer["code"] == 0, answer["said"]
        return float(answer["seconds"])


def _serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        start = time.monotonic()
        with tempfile.TemporaryFile() as err:
            if order.get("how") == WARM:
                code = _run(order["arguments"], err.fileno())
            else:
                code = _fork(order, err.fileno())
            err.seek(0)
            said = err.read().decode(errors="replace")
        answer = {"code": code, "seconds": time.monotonic() - start, "said": said}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


@contextmanager
def _diverted(err: int) -> Iterator[None]:
    kept = os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(err, 2)
    try:
        yield
    finally:
        sys.stdout.flush()
        for number, descriptor in enumerate(kept, 1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(null)


def _run(arguments: list[str], err: int, inject: str | None = None) -> int:
    from appliance.__main__ import main  # noqa: PLC0415 - the other end needs it not

    with _diverted(err):
        if inject:
            os.kill(os.getpid(), signal.SIGSTOP)
        try:
            return main(arguments)
        except BaseException:  # noqa: BLE001 - told as Python tells it
            traceback.print_exc()
            return 1


def _fork(order: dict[str, Any], err: int) -> int:
    assert threading.active_count() == 1, threading.enumerate()
    inject = order.get("inject")
    child = os.fork()
    if not child:
        os._exit(_run(order["arguments"], err, inject))
    tracer = _trace(child, inject) if inject else None
    if order.get("kill") is not None:
        time.sleep(order["kill"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.wait(SECONDS)
    return os.waitstatus_to_exitcode(status)


def _trace(child: int, inject: str) -> "subprocess.Popen[bytes]":
    """Let strace refuse a system call of a stopped process, and let that go on."""
    os.waitpid(child, os.WUNTRACED)
    calls = inject.partition(":")[0]
    tracer = subprocess.Popen(
        [
            *("strace", "-f", "-q", "-o", os.devnull, "-p", str(child)),
            *("-e", f"trace={calls}", "-e", f"inject={inject}"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + SECONDS
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
        assert tracer.poll() is None, "strace ended"
        assert time.monotonic() < deadline, "strace does not attach"
        time.sleep(0.005)
    os.kill(child, signal.SIGCONT)
    return tracer


if __name__ == "__main__":
    _serve()
