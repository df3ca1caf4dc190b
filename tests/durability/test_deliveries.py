"""Webhooks are told everything, in order, whatever happens to either side."""

import asyncio

import httpx

from tests.api.outgoing.receiver import Receiver, receiving
from tests.servers import Server, running_server, sign_up

OPEN = "--allow-private-webhooks"
SECONDS = 40


def contents(receiver: Receiver) -> list[str]:
    """Return what was told, repetitions of the same delivery left out."""
    told = {got.headers["webhook-id"]: got.json() for got in receiver.got}
    return [each["memo"]["content"] for each in told.values()]


class Author:
    """Writes numbered memos on a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._headers = {"authorization": f"Bearer {sign_up(server)}"}
        self.written: list[str] = []

    async def post(self, path: str, body: object) -> httpx.Response:
        """Send a request that must succeed."""
        async with httpx.AsyncClient(
            base_url=self._server.base_url, headers=self._headers, timeout=30
        ) as http:
            return (await http.post(path, json=body)).raise_for_status()

    async def subscribe(self, receiver: Receiver) -> None:
        """Have a receiver told."""
        await self.post("/api/v1/users/admin/webhooks", {"url": receiver.url})

    async def write(self, count: int) -> None:
        """Write memos one after the other."""
        for _ in range(count):
            content = f"memo {len(self.written)}"
            await self.post("/api/v1/memos", {"content": content})
            self.written.append(content)


async def test_receiver_down_across_a_restart_gets_every_event_once() -> None:
    with running_server(OPEN) as server:
        async with receiving() as receiver:
            author = Author(server)
            await author.subscribe(receiver)
            await author.write(3)
            await receiver.received(3)
            await receiver.close()
            await author.write(10)
            await asyncio.to_thread(server.restart)
            await author.write(5)
            await receiver.open()
            await receiver.received(18, SECONDS)
            await asyncio.sleep(0.5)
            assert contents(receiver) == author.written
            assert len(receiver.got) == 18


async def test_kill_in_the_middle_loses_nothing() -> None:
    with running_server(OPEN) as server:
        async with receiving() as receiver:
            author = Author(server)
            await author.subscribe(receiver)
            for _ in range(3):
                await author.write(15)
                # Some were told by now, some not, one perhaps half.
                await asyncio.to_thread(server.kill9)
                await asyncio.to_thread(server.start)
            async with asyncio.timeout(SECONDS):
                while len(contents(receiver)) < len(author.written):
                    await receiver.received(len(receiver.got) + 1, SECONDS)
            assert contents(receiver) == author.written
            # Only what was on its way when the server died may come twice.
            assert len(receiver.got) <= len(author.written) + 3
