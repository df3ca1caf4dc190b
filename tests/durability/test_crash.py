"""`kill -9` in the middle of a thousand writes loses no acknowledged memo."""

import asyncio
from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from tests.servers import Server, chosen_database, running_server, sign_in, sign_up
from tests.stores import fetch

WRITES = 1000
WRITERS = 8


class Writer:
    """Writes memos from several connections and remembers what was acknowledged."""

    def __init__(self, server: Server, token: str, crash_after: int) -> None:
        self.acknowledged: dict[str, str] = {}
        self._server = server
        self._headers = {"authorization": f"Bearer {token}"}
        self._crash_after = crash_after
        self._numbers = count()

    async def run(self) -> None:
        """Write until the server is gone, which is in the middle of it."""
        async with httpx.AsyncClient(
            base_url=self._server.base_url, headers=self._headers, timeout=30
        ) as http:
            await asyncio.gather(*(self._write(http) for _ in range(WRITERS)))

    async def _write(self, http: httpx.AsyncClient) -> None:
        while (number := next(self._numbers)) < WRITES:
            content = f"memo {number} #crash and some text to fill a page " * 8
            try:
                answer = await http.post("/api/v1/memos", json={"content": content})
            except httpx.TransportError:
                return
            self.acknowledged[answer.raise_for_status().json()["name"]] = content
            if len(self.acknowledged) == self._crash_after:
                self._server.kill9()


async def prove_survival(server: Server, crash_after: int) -> None:
    """Crash a server that is being written to; compare with what it then has."""
    writer = Writer(server, sign_up(server), crash_after)
    await writer.run()
    assert crash_after <= len(writer.acknowledged) < WRITES

    server.start()
    found = {memo["name"]: memo["content"] for memo in listed(server)}
    assert writer.acknowledged.items() <= found.items()
    # A write may have been in the air on every connection, never more.
    assert len(found) - len(writer.acknowledged) <= WRITERS
    assert overview(server) == {"normal": len(found), "tagged": len(found)}
    if chosen_database() == "sqlite":
        assert await fetch(server, "PRAGMA integrity_check") == [("ok",)]
        assert await fetch(server, "PRAGMA foreign_key_check") == []


def listed(server: Server) -> Iterator[dict[str, str]]:
    """Yield every memo, page by page."""
    headers = {"authorization": f"Bearer {sign_in(server)}"}
    query = {"pageSize": "500", "pageToken": ""}
    for _ in range(WRITES):
        answer = httpx.get(
            f"{server.base_url}/api/v1/memos", params=query, headers=headers, timeout=30
        )
        page = answer.raise_for_status().json()
        yield from page["memos"]
        query["pageToken"] = page["nextPageToken"]
        if not query["pageToken"]:
            return


def overview(server: Server) -> dict[str, int]:
    """Return what the counters say."""
    headers = {"authorization": f"Bearer {sign_in(server)}"}
    url = f"{server.base_url}/api/appliance/v1/overview"
    answer = httpx.get(url, headers=headers, timeout=30).raise_for_status().json()
    (tag,) = answer["tags"]
    return {"normal": answer["normalCount"], "tagged": tag["memoCount"]}


@pytest.mark.parametrize("crash_after", [100, 500, 900])
async def test_no_acknowledged_memo_is_lost(crash_after: int) -> None:
    with running_server() as server:
        await prove_survival(server, crash_after)


@pytest.mark.slow  # twenty servers and as many thousand writes take minutes
@pytest.mark.parametrize("crash_after", range(40, 1000, 48))
async def test_no_acknowledged_memo_is_lost_at_any_moment(crash_after: int) -> None:
    with running_server() as server:
        await prove_survival(server, crash_after)
