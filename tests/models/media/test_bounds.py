"""Programs give up at their bounds."""

import signal
import subprocess
import sys


def run(memory: int, seconds: int, work: str) -> subprocess.CompletedProcess[bytes]:
    program = (
        "from appliance.models.media.bounds import bound;"
        f" bound({memory}, {seconds}); {work}"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, check=False)


def test_memory_is_bounded() -> None:
    finished = run(256 << 20, 20, "bytearray(512 << 20)")
    assert finished.returncode == 1
    assert b"MemoryError" in finished.stderr


def test_seconds_of_work_are_bounded() -> None:
    finished = run(256 << 20, 1, "\nwhile True: pass")
    assert finished.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_what_stays_within_them_ends_well() -> None:
    assert run(256 << 20, 20, "print('done')").stdout == b"done\n"
