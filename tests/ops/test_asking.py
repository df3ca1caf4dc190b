"""The asking side of the control socket, where the other side misbehaves."""

import socket
import threading
from pathlib import Path

import pytest

from appliance.errors import InvalidArgumentError, UnavailableError
from appliance.ops.asking import NobodyListensError, ask
from appliance.ops.control import SOCKET_FILE


def test_nobody_listens_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(NobodyListensError):
        ask(tmp_path, "user.list", {})
    with pytest.raises(NobodyListensError):
        ask(tmp_path / "nowhere", "user.list", {})


def test_a_server_that_dies_is_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / SOCKET_FILE))
        listening.listen()

        def die() -> None:
            connection, _ = listening.accept()
            connection.recv(10)
            connection.close()

        thread = threading.Thread(target=die)
        thread.start()
        with pytest.raises(UnavailableError, match="server"):
            ask(tmp_path, "user.delete", {"username": "anna"})
        thread.join()


def test_what_is_too_long_is_not_sent(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError):
        ask(tmp_path, "x", {"a": "b" * 2**21})
