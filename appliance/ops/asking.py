"""Asks the server that holds a data directory to do something, over its socket."""

import contextlib
import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appliance import errors
from appliance.errors import ApplianceError, UnavailableError
from appliance.ops.control import LONGEST_LINE, SOCKET_FILE, address

# Compacting a large database takes its time.
PATIENCE = 3600.0

_ERRORS = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, ApplianceError)
}


class NobodyListensError(UnavailableError):
    """No server listens in this directory."""


def ask(directory: Path, act: str, arguments: Mapping[str, Any]) -> Any:
    """Return what the server answers, or raise what it refuses with.

    NobodyListensError: nothing was asked, because no server is there.
    """
    line = json.dumps({"act": act, "arguments": arguments}).encode() + b"\n"
    if len(line) > LONGEST_LINE:
        raise errors.InvalidArgumentError("That is more than one command may carry.")
    with _connected(directory) as connection:
        try:
            # A server with too much to do says so without having read anything.
            with contextlib.suppress(BrokenPipeError):
                connection.sendall(line)
            with connection.makefile("rb") as answers:
                answer = answers.readline()
        except OSError as error:
            raise UnavailableError(f"The server does not answer: {error}") from error
    return _understood(answer)


def is_listening(directory: Path) -> bool:
    """Whether a server takes commands here."""
    try:
        _connected(directory).close()
    except UnavailableError:
        return False
    return True


def _connected(directory: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(PATIENCE)
        with address(directory) as place:
            connection.connect(place)
    except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError) as error:
        connection.close()
        raise NobodyListensError from error
    except OSError as error:
        connection.close()
        raise UnavailableError(
            f"{directory / SOCKET_FILE}: {error.strerror}. "
            "Run this as the user who runs the server."
        ) from error
    return connection


def _understood(line: bytes) -> Any:
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise UnavailableError(
            "The server ended before it answered; whether it did what was asked, "
            "its log says."
        ) from error
    if fault := answer.get("error"):
        raise _ERRORS.get(fault["code"], ApplianceError)(fault["message"])
    return answer["answer"]
