"""The server's end of a process that does one task."""

import asyncio
import json
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any

from appliance import errors
from appliance.config import Settings
from appliance.errors import ApplianceError, UnavailableError
from appliance.ops.jobs.tasks import Done

PROGRAM = (sys.executable, "-m", "appliance.ops.jobs.child")
# A list of backups is the longest line.
LONGEST_LINE = 16 << 20
PIECE = 256 << 10
# Less than a stop may take in all, see `ops/server.py`.
END_SECONDS = 2.0

Told = Callable[[str, int, int], None]
KINDS: Mapping[str, type[ApplianceError]] = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ApplianceError)
}


async def perform(
    settings: Settings,
    kind: str,
    request: Mapping[str, Any],
    told: Told = lambda _step, _done, _total: None,
) -> Done:
    """Have a task done elsewhere; raise what it failed with.

    A caller who is cancelled waits until the process is gone.
    """
    process = await _started(settings, kind, request)
    try:
        answer = await _listen(_out(process), told)
        if answer is None:
            raise UnavailableError(
                f"The work ended without a word (status {await process.wait()}). "
                "Was it killed, for want of memory perhaps?"
            )
    finally:
        await _end(process)
    facts = _require_answer(answer)
    return Done(facts, answer["good"], answer["reason"])


class Stream:
    """Bytes that a process sends. Close it: the process waits for a reader."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await _out(self._process).read(PIECE):
            yield piece

    async def aclose(self) -> None:
        """End the process; twice is harmless."""
        await _end(self._process)


async def stream(
    settings: Settings, kind: str, request: Mapping[str, Any]
) -> tuple[dict[str, Any], Stream]:
    """Have a file sent: what it is, and its bytes."""
    process = await _started(settings, kind, request)
    try:
        answer = await _listen(_out(process), lambda _step, _done, _total: None)
        facts = _require_answer(answer)
    except BaseException:
        await _end(process)
        raise
    return facts, Stream(process)


async def _started(
    settings: Settings, kind: str, request: Mapping[str, Any]
) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
        # A Ctrl-C at the terminal is the server's alone to hear.
        start_new_session=True,
    )
    if process.stdin:
        process.stdin.write(pickle.dumps((settings, kind, dict(request))))
        with suppress(ConnectionError):
            await process.stdin.drain()
    return process


def _out(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise UnavailableError
    return process.stdout


def _require_answer(answer: Mapping[str, Any] | None) -> dict[str, Any]:
    if answer is None:
        raise UnavailableError("The work ended without a word.")
    if "error" in answer:
        raise KINDS.get(answer["code"], UnavailableError)(answer["error"])
    facts: dict[str, Any] = answer["facts"]
    return facts


async def _listen(out: asyncio.StreamReader, told: Told) -> dict[str, Any] | None:
    while line := await out.readline():
        said: dict[str, Any] = json.loads(line)
        if "progress" not in said:
            return said
        told(*said["progress"])
    return None


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let the process clean up behind itself, and see it gone."""
    if process.stdin:
        process.stdin.close()
    ending = asyncio.ensure_future(_gone(process))
    while not ending.done():
        # A second cancellation must not leave a child behind either.
        with suppress(asyncio.CancelledError):
            await asyncio.shield(ending)


async def _gone(process: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            # Hooks are in its group.
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
