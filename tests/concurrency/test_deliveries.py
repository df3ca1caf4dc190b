"""Of two processes one tells webhooks; when it is killed the other goes on."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.api.outgoing.receiver import Got, Receiver, receiving
from tests.peers import STARTERS, free_port, need
from tests.servers import PASSWORD, Server, scratch_directory

TAKEOVER_SECONDS = 15


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    """Run two processes on one PostgreSQL database."""
    need("postgres")
    with ExitStack() as stack:
        peer = stack.enter_context(STARTERS["postgres"]())
        both = []
        for _ in range(2):
            flags = ["--driver", "postgres", "--dsn", peer.dsn]
            server = Server(
                stack.enter_context(scratch_directory()),
                free_port(),
                [*flags, "--allow-private-webhooks"],
            )
            both.append(server.start())
            stack.callback(server.stop)
        yield both


class Author:
    """Writes numbered memos on whichever server is named."""

    def __init__(self) -> None:
        self._headers: dict[str, str] = {}
        self.written: list[str] = []

    async def post(self, server: Server, path: str, body: object) -> httpx.Response:
        """Send a request that must succeed."""
        async with httpx.AsyncClient(
            base_url=server.base_url, headers=self._headers, timeout=30
        ) as http:
            return (await http.post(path, json=body)).raise_for_status()

    async def join(self, server: Server, receiver: Receiver) -> None:
        """Get an account, and have a receiver told of its memos."""
        person = {"username": "ann", "password": PASSWORD}
        await self.post(server, "/api/v1/users", person)
        entry = await self.post(
            server, "/api/v1/auth/signin", {"passwordCredentials": person}
        )
        self._headers["authorization"] = f"Bearer {entry.json()['accessToken']}"
        hook = {"url": receiver.url}
        await self.post(server, "/api/v1/users/ann/webhooks", hook)

    async def write(self, server: Server) -> None:
        """Write the next memo."""
        content = f"memo {len(self.written)}"
        await self.post(server, "/api/v1/memos", {"content": content})
        self.written.append(content)


def contents(got: list[Got]) -> list[str]:
    """Return what was told; what a killed process did not note comes twice."""
    told = {each.headers["webhook-id"]: each.json() for each in got}
    return [each["memo"]["content"] for each in told.values()]


async def told(receiver: Receiver, count: int) -> list[str]:
    """Wait until so many different events were told."""
    async with asyncio.timeout(TAKEOVER_SECONDS):
        while len(contents(receiver.got)) < count:
            await receiver.received(len(receiver.got) + 1, TAKEOVER_SECONDS)
    return contents(receiver.got)


async def test_killed_sender_is_followed(servers: list[Server]) -> None:
    one, other = servers
    author = Author()
    async with receiving() as receiver:
        await author.join(one, receiver)
        for number in range(10):
            await author.write(servers[number % 2])
        assert await told(receiver, 10) == author.written

        # The first that was started holds the lease.
        await asyncio.to_thread(one.kill9)
        for _ in range(5):
            await author.write(other)
        assert await told(receiver, 15) == author.written

        await asyncio.to_thread(one.start)
        await author.write(one)
        assert await told(receiver, 16) == author.written
        assert len(receiver.got) <= 17
