"""`kill -9` in the middle of `storage move` loses no file, and the next run ends it."""

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.servers import Server, running_server, sign_up

FILES, SIZE = 16, 1 << 20
# After how many moved files somebody dies.
MOMENTS = (1, 6)
SECONDS = 60.0


class Library:
    """Files of an account on a server, kept in its database at first."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._headers = {"authorization": f"Bearer {sign_up(server)}"}
        setting = {"storageType": "DATABASE", "uploadSizeLimitMb": "30"}
        value = {"name": "instance/settings/STORAGE", "storageSetting": setting}
        url = f"{server.base_url}/api/v1/instance/settings/STORAGE"
        httpx.patch(url, json=value, headers=self._headers).raise_for_status()
        self._contents = {self._upload(content): content for content in _contents()}

    def check(self) -> None:
        """Prove that every file is served as it was uploaded."""
        for name, content in self._contents.items():
            url = f"{self.server.base_url}/file/{name}/a.bin"
            answer = httpx.get(url, headers=self._headers, timeout=30)
            assert answer.raise_for_status().content == content

    def moved(self) -> int:
        """Return how many files lie in the data directory."""
        assets = (self.server.data / "assets").rglob("*")
        return sum(each.is_file() and not each.name.startswith(".") for each in assets)

    def start_moving(self) -> "subprocess.Popen[str]":
        return self._start("storage", "move", "--to", "local")

    def facts(self, *arguments: str) -> Any:
        """Return what a command prints."""
        with self._start(*arguments) as process:
            out, said = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, said
        return json.loads(out)

    def _start(self, *arguments: str) -> "subprocess.Popen[str]":
        place = ("--data", str(self.server.data), *self.server.flags, "--json")
        return subprocess.Popen(
            [sys.executable, "-m", "appliance", *arguments, *place],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _upload(self, content: bytes) -> str:
        sent = {
            "filename": "a.bin",
            "type": "application/octet-stream",
            "content": base64.b64encode(content).decode(),
        }
        url = f"{self.server.base_url}/api/v1/attachments"
        answer = httpx.post(url, json=sent, headers=self._headers, timeout=30)
        name: str = answer.raise_for_status().json()["name"]
        return name


def _contents() -> Iterator[bytes]:
    for number in range(FILES):
        yield bytes([number]) + os.urandom(SIZE)


@pytest.fixture
def library() -> Iterator[Library]:
    """Fill a server with files."""
    with running_server() as server:
        yield Library(server)


def cut_off(library: Library, moment: int, kill: Callable[..., None]) -> None:
    """Move until so many files more lie in the new place, then kill somebody."""
    goal = library.moved() + moment
    deadline = time.monotonic() + SECONDS
    with library.start_moving() as moving:
        while library.moved() < goal:
            assert moving.poll() is None, moving.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.002)
        kill(moving)
        moving.communicate(timeout=SECONDS)
        assert moving.returncode != 0


def finish(library: Library) -> None:
    """Call it again; prove that all is moved and nothing is missing."""
    done = library.facts("storage", "move", "--to", "local")
    assert done["faults"] == []
    assert done["moved"] > 0
    assert library.facts("storage", "move", "--to", "local")["waiting"] == {}
    library.check()
    assert library.facts("storage", "check", "--checksum")["faults"] == []
    assert library.facts("storage", "gc")["missing"] == []


def test_a_command_that_is_killed(library: Library) -> None:
    for moment in MOMENTS:
        library.server.stop()
        cut_off(library, moment, lambda moving: moving.kill())
        library.server.start()
        library.check()
    finish(library)


def test_a_server_that_is_killed(library: Library) -> None:
    for moment in MOMENTS:
        cut_off(library, moment, lambda _moving: library.server.kill9())
        library.server.start()
        library.check()
    finish(library)
