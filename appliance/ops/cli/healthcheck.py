"""`appliance healthcheck`: ask the server of these settings whether it is well.

Only the standard library: a container engine starts this every few seconds.
"""

import http.client
import json
import os
import socket
import sys
from typing import NoReturn

import click

from appliance.config import Settings, read_settings
from appliance.ops.cli.manual import Manual
from appliance.ops.cli.options import REACHING, settings_options


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a socket file."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket file instead of a host."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


@click.command(cls=Manual)
@settings_options(REACHING)
@click.option(
    "--timeout", default=5.0, show_default=True, help="Seconds to wait for an answer."
)
@click.option("--live", is_flag=True, help="Ask only whether the process answers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def healthcheck(
    *, timeout: float, live: bool, as_json: bool, **flags: str | None
) -> None:
    """Exit 0 when the running server is ready, else 1 with the reason."""
    settings = read_settings(flags, os.environ)
    path = settings.base_path + ("/healthz" if live else "/readyz")
    try:
        status, body = _ask(_connection(settings, timeout), path)
    except (OSError, http.client.HTTPException) as error:
        status, body = 0, f"No answer: {error}. Does it listen at {_place(settings)}?"
    healthy = status == http.client.OK
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "status": status, "answer": body}))
    else:
        click.echo(body, err=not healthy)
    _leave(healthy=healthy)


def _connection(settings: Settings, timeout: float) -> http.client.HTTPConnection:
    if settings.unix_sock:
        return UnixConnection(str(settings.unix_sock), timeout)
    anywhere = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
    host = anywhere.get(settings.addr, settings.addr)
    return http.client.HTTPConnection(host, settings.port, timeout=timeout)


def _place(settings: Settings) -> str:
    """Say where the server is asked, and by which settings."""
    if settings.unix_sock:
        return f"{settings.unix_sock} (--unix-sock)"
    return f"{settings.addr or '127.0.0.1'}:{settings.port} (--addr, --port)"


def _ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(4096).decode("utf-8", "replace").strip()
    finally:
        connection.close()


def _leave(*, healthy: bool) -> NoReturn:
    sys.exit(0 if healthy else 1)
