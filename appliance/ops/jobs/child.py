"""The process that does one task: `python -m appliance.ops.jobs.child`.

The request comes over stdin, which stays open for as long as somebody waits: when it
closes, the process ends. Progress and the outcome go out as lines of JSON. So the
server's memory and its event loop know nothing of the work.
"""

import json
import os
import pickle
import signal
import sys
import threading
import time
from contextlib import nullcontext
from typing import IO, Any

from appliance.errors import ApplianceError, in_words
from appliance.ops import logs
from appliance.ops.backup import priority
from appliance.ops.jobs import sending, tasks

# Between two lines of progress.
STRIDE_SECONDS = 0.3
# What an interrupted task has to clean up behind itself.
END_SECONDS = 20.0


def main() -> int:
    """Do what stdin asks for; 0 if there is an answer."""
    source, out = sys.stdin.buffer, sys.stdout
    # What libraries or hooks print must not stand between our lines.
    sys.stdout = sys.stderr
    settings, kind, request = pickle.load(source)  # noqa: S301 - our own parent wrote it
    logs.configure(settings.log_level, settings.log_format)
    threading.Thread(target=_watch, daemon=True).start()
    try:
        if kind == tasks.FILE:
            sending.send(tasks.find(request), request, out.buffer)
            return 0
        # The others are asked for by somebody who is waiting.
        with priority.lowered() if kind in tasks.KINDS else nullcontext():
            done = tasks.TASKS[kind](settings, request, _Telling(out))
        answer: dict[str, Any] = {
            "facts": done.facts,
            "good": done.good,
            "reason": done.reason,
        }
    except ApplianceError as error:
        answer = {"error": str(error), "code": error.code}
    except BrokenPipeError:
        # Whoever asked for a file has gone.
        return 1
    except OSError as error:
        answer = {"error": in_words(error), "code": "unavailable"}
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - of a driver, or a fault of ours
        logs.get_logger().exception("task failed", kind=kind)
        answer = {"error": in_words(error), "code": "internal"}
    # Whoever hears the answer hangs up at once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _write(out, answer)
    return 0


class _Telling:
    """Tells of progress, now and then."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out
        self._next = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + STRIDE_SECONDS
            _write(self._out, {"progress": [what, done, total]})


def _write(out: IO[str], line: dict[str, Any]) -> None:
    out.write(json.dumps(line) + "\n")
    out.flush()


def _watch() -> None:
    """End with whoever started us, however they ended."""
    # Not through the buffer: its lock would be missed at the end of the program.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(END_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
