"""One server for all hostility: it must be as well after it as before."""

from collections.abc import Iterator

import grpc
import httpx
import pytest

from tests.hostile.wires import Wires
from tests.servers import Server, fresh_logs, running_server, sign_up

__all__ = ["fresh_logs"]


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running
        alive = running.running.poll() is None
        assert alive, running.log[-4000:]
        assert '"level": "error"' not in running.log, running.log[-4000:]


@pytest.fixture(scope="package")
def wires(server: Server) -> Iterator[Wires]:
    token = sign_up(server)
    with (
        httpx.Client(base_url=server.base_url, timeout=60) as http,
        grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel,
    ):
        yield Wires(http, channel, token)
