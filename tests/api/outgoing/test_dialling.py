"""Connections go to judged addresses, one after the other, and TLS names the host."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from appliance.api.outgoing.dialling import JudgingBackend, transport
from appliance.api.outgoing.targets import ANYWHERE, PUBLIC_ONLY, ForbiddenTargetError
from tests.api.outgoing.post_office import make_certificate
from tests.api.outgoing.receiver import Receiver


async def test_next_address_is_tried_when_one_is_dead(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def two(_: Any, host: str, port: int, **_rest: Any) -> Any:
        assert host == "twice.example"
        return [(2, 1, 6, "", (each, port)) for each in ("127.9.9.9", "127.0.0.1")]

    monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", two)
    backend = JudgingBackend(ANYWHERE)
    stream = await backend.connect_tcp("twice.example", receiver.port, 5)
    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    await stream.aclose()


async def test_forbidden_address_is_not_dialled(receiver: Receiver) -> None:
    with pytest.raises(ForbiddenTargetError):
        await JudgingBackend(PUBLIC_ONLY).connect_tcp("127.0.0.1", receiver.port)


async def test_dead_addresses_are_a_fault(receiver: Receiver) -> None:
    await receiver.close()
    with pytest.raises(httpcore.ConnectError):
        await JudgingBackend(ANYWHERE).connect_tcp("127.0.0.1", receiver.port)


async def test_certificate_is_the_hosts_not_the_addresses(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
        await writer.drain()
        writer.close()

    trusting = ssl.create_default_context(cafile=str(certificate))
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        carrier = transport(ANYWHERE, trusting)
        async with httpx.AsyncClient(transport=carrier) as client:
            assert (await client.get(f"https://localhost:{port}/")).text == "hi"
            with pytest.raises(httpx.ConnectError, match="certificate"):
                await client.get(f"https://127.0.0.1:{port}/")
