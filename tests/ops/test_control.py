"""The control socket, over real connections."""

import asyncio
import json
import os
import socket
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.ops import control
from appliance.ops.asking import NobodyListensError, ask
from appliance.ops.control import SOCKET_FILE, ControlSocket


async def perform(name: str, arguments: Mapping[str, Any]) -> Any:
    """Do as the name says."""
    if name == "refuse":
        raise FailedPreconditionError("not now")
    if name == "fail":
        raise RuntimeError("secret inside")
    if name == "wait":
        await asyncio.sleep(arguments["seconds"])
    return {"name": name, **arguments}


async def asked(directory: Path, name: str, **arguments: object) -> Any:
    """Ask from a thread, as another process would."""
    return await asyncio.to_thread(ask, directory, name, arguments)


async def raw(directory: Path, line: bytes) -> Any:
    """Send bytes and return the answer."""
    reader, writer = await asyncio.open_unix_connection(str(directory / SOCKET_FILE))
    writer.write(line)
    answer = await reader.readline()
    writer.close()
    return json.loads(answer)


async def test_what_is_asked_for_is_done(tmp_path: Path) -> None:
    async with ControlSocket(tmp_path, perform).serving():
        mode = (tmp_path / SOCKET_FILE).stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600
        assert await asked(tmp_path, "echo", a="ü") == {"name": "echo", "a": "ü"}
        with pytest.raises(FailedPreconditionError, match="not now"):
            await asked(tmp_path, "refuse")
        with pytest.raises(Exception, match="its log says why") as caught:
            await asked(tmp_path, "fail")
        assert "secret" not in str(caught.value)
    assert not (tmp_path / SOCKET_FILE).exists()
    with pytest.raises(NobodyListensError):
        await asked(tmp_path, "echo")


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"{}\n",
        b"[1]\n",
        b'{"act": 1, "arguments": {}}\n',
        b"\xff\n",
        b"x" * 2**21,
    ],
)
async def test_anything_else_is_refused(tmp_path: Path, line: bytes) -> None:
    async with ControlSocket(tmp_path, perform).serving():
        answer = await raw(tmp_path, line)
        assert answer["error"]["code"] == "invalid_argument"
        assert await asked(tmp_path, "echo") == {"name": "echo"}


async def test_it_takes_the_place_of_one_that_crashed(tmp_path: Path) -> None:
    with control.address(tmp_path) as place:
        dead = socket.socket(socket.AF_UNIX)
        dead.bind(place)
        dead.close()
    with pytest.raises(NobodyListensError):
        await asked(tmp_path, "echo")
    async with ControlSocket(tmp_path, perform).serving():
        assert await asked(tmp_path, "echo") == {"name": "echo"}


async def test_long_paths_are_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    async with ControlSocket(deep, perform).serving():
        assert await asked(deep, "echo") == {"name": "echo"}


async def test_a_stop_waits_for_what_is_under_way(tmp_path: Path) -> None:
    async with ControlSocket(tmp_path, perform).serving():
        asking = asyncio.create_task(asked(tmp_path, "wait", seconds=0.3))
        await asyncio.sleep(0.1)
    assert (await asking)["name"] == "wait"


async def test_conversations_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "MOST_CONNECTIONS", 1)
    async with ControlSocket(tmp_path, perform).serving():
        asking = asyncio.create_task(asked(tmp_path, "wait", seconds=0.3))
        await asyncio.sleep(0.1)
        with pytest.raises(Exception, match="Too many commands"):
            await asked(tmp_path, "echo")
        await asking


async def test_silence_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "IDLE_SECONDS", 0.05)
    async with ControlSocket(tmp_path, perform).serving():
        assert (await raw(tmp_path, b""))["error"]["code"] == "invalid_argument"


async def test_other_users_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "ROOT", -1)
    own = os.geteuid()
    async with ControlSocket(tmp_path, perform).serving():
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)
        with pytest.raises(Exception, match="server's user alone"):
            await asked(tmp_path, "echo")


async def test_a_server_lives_without_the_socket(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with ControlSocket(tmp_path / "file", perform).serving():
        with pytest.raises((NobodyListensError, UnavailableError)):
            await asked(tmp_path / "file", "echo")
