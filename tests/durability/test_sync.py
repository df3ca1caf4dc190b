"""The kernel's own testimony: the WAL is on the disk before the answer is sent.

strace writes down every write and sync of the server; between the last write to the
WAL that a memo causes and the answer that acknowledges it there must be a sync.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.peers import need
from tests.servers import running_server, sign_up

MEMOS = 20
CALLS = "fdatasync,fsync,write,writev,sendto,sendmsg,pwrite64"
BEGIN = re.compile(r"^(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<thread>\d+) +<\.\.\. (?P<call>\w+) resumed>")
UNFINISHED = "<unfinished ...>"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of the trace, in its order."""

    kind: str
    text: str = ""


def events(trace: str) -> Iterator[Event]:
    """Read writes to the WAL, completed syncs of it, and answers from a trace."""
    syncing: set[str] = set()
    for line in trace.splitlines():
        if found := RESUMED.match(line):
            if found["thread"] in syncing and "sync" in found["call"]:
                syncing.discard(found["thread"])
                yield Event("synced")
        elif found := BEGIN.match(line):
            call, rest = found["call"], found["rest"]
            on_wal = rest.partition(">")[0].endswith("-wal")
            if on_wal and "sync" in call:
                if UNFINISHED in rest:
                    syncing.add(found["thread"])
                else:
                    yield Event("synced")
            elif on_wal:
                yield Event("written")
            elif call != "pwrite64":
                yield Event("sent", rest)


def unsynced_answers(trace: str) -> list[str]:
    """Name the memos whose answer left before the WAL was synced."""
    dirty, bad = False, []
    for event in events(trace):
        if event.kind != "sent":
            dirty = event.kind == "written"
        elif dirty and (found := re.search(r"durable-\d+-end", event.text)):
            bad.append(found.group())
    return bad


def acknowledged(trace: str) -> list[str]:
    """Name the memos whose answers stand in the trace."""
    sent = (event.text for event in events(trace) if event.kind == "sent")
    names = (re.search(r"durable-\d+-end", text) for text in sent)
    return sorted({found.group() for found in names if found})


def traced_writes(directory: Path, synchronous: str) -> str:
    """Write memos one after the other under strace and return the trace."""
    output = directory / "trace"
    # -D makes the server our child, so that signals and exit codes are its own.
    strace = ("strace", "-D", "-f", "-y", "-s", "3000", "-e", f"trace={CALLS}")
    with running_server(
        *("--sqlite-synchronous", synchronous),
        wrapper=(*strace, "-o", str(output)),
        database="sqlite",
    ) as server:
        headers = {"authorization": f"Bearer {sign_up(server)}"}
        with httpx.Client(base_url=server.base_url, headers=headers) as http:
            for number in range(MEMOS):
                memo = {"content": f"durable-{number}-end"}
                http.post("/api/v1/memos", json=memo, timeout=30).raise_for_status()
    return output.read_text(errors="replace")


@pytest.fixture(autouse=True)
def strace() -> None:
    program = need("strace")
    tried = subprocess.run(
        [program, "-o", os.devnull, "true"], check=False, capture_output=True
    )
    if tried.returncode == 0:
        return
    reason = f"strace may not trace here: {tried.stderr.decode(errors='replace')}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def test_answer_waits_for_the_disk(tmp_path: Path) -> None:
    trace = traced_writes(tmp_path, "FULL")

    assert len(acknowledged(trace)) == MEMOS
    assert unsynced_answers(trace) == []


def test_trace_shows_an_answer_that_did_not_wait(tmp_path: Path) -> None:
    trace = traced_writes(tmp_path, "NORMAL")

    assert len(acknowledged(trace)) == MEMOS
    assert len(unsynced_answers(trace)) > MEMOS // 2
