"""Two server processes on one database: what one does, the other knows within 1 s."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack

import httpx
import pytest

from tests.peers import STARTERS, free_port, need
from tests.servers import PASSWORD, Server, scratch_directory

PROGRAMS = {"postgres": "postgres", "mysql": "mariadbd"}
SECOND = 1.0


@pytest.fixture(scope="module", params=STARTERS)
def servers(request: pytest.FixtureRequest) -> Iterator[list[Server]]:
    driver: str = request.param
    need(PROGRAMS[driver])
    with ExitStack() as stack:
        peer = stack.enter_context(STARTERS[driver]())
        both = []
        for _ in range(2):
            directory = stack.enter_context(scratch_directory())
            server = Server(
                directory, free_port(), ["--driver", driver, "--dsn", peer.dsn]
            )
            both.append(server.launch())
            stack.callback(server.stop)
        for server in both:
            server.wait_ready()
        yield both


async def sign_up(http: httpx.AsyncClient, username: str) -> str:
    account = {"username": username, "password": PASSWORD}
    made = await http.post("/api/v1/users", json=account)
    role: str = made.raise_for_status().json()["role"]
    return role


async def sign_in(http: httpx.AsyncClient, username: str) -> None:
    credentials = {"username": username, "password": PASSWORD}
    answer = await http.post(
        "/api/v1/auth/signin", json={"passwordCredentials": credentials}
    )
    token = answer.raise_for_status().json()["accessToken"]
    http.headers["authorization"] = f"Bearer {token}"


async def until(holds: Callable[[], Awaitable[bool]]) -> float:
    """Ask until it holds; return after how many seconds it did."""
    begin = time.monotonic()
    while not await holds():
        assert time.monotonic() - begin < 10 * SECOND, "it never did"
        await asyncio.sleep(0.02)
    return time.monotonic() - begin


async def test_each_process_knows_what_the_other_did(servers: list[Server]) -> None:
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=server.base_url, timeout=30)
            )
            for server in servers
        ]
        # The first account of all is decided in the database, not in a process.
        roles = await asyncio.gather(sign_up(one, "ann"), sign_up(other, "bob"))
        assert sorted(roles) == ["ADMIN", "USER"]
        await sign_in(one, "ann")
        await sign_in(other, "ann")

        async def listed() -> list[str]:
            answer = await other.get("/api/v1/memos")
            return [memo["content"] for memo in answer.json()["memos"]]

        assert await listed() == []
        made = await one.post("/api/v1/memos", json={"content": "first"})
        path = f"/api/v1/{made.json()['name']}"
        assert await until(lambda: _equals(listed, ["first"])) < SECOND

        await one.patch(path, json={"content": "second"})
        assert await until(lambda: _equals(listed, ["second"])) < SECOND
        assert (await other.get(path)).json()["content"] == "second"

        await one.delete(path)
        assert await until(lambda: _equals(listed, [])) < SECOND
        assert (await other.get(path)).status_code == 404


async def _equals(ask: Callable[[], Awaitable[list[str]]], wanted: list[str]) -> bool:
    return await ask() == wanted
