"""Fifty PATCHes at once, of one memo and of fifty: no failure, no lost update."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from tests.servers import Server, running_server, sign_up
from tests.stores import fetch

AT_ONCE = 50


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return sign_up(server)


@pytest.fixture
async def http(server: Server, token: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=server.base_url,
        headers={"authorization": f"Bearer {token}"},
        timeout=60,
        limits=httpx.Limits(max_connections=AT_ONCE),
    ) as client:
        yield client


async def create(http: httpx.AsyncClient, content: str) -> str:
    answer = await http.post("/api/v1/memos", json={"content": content})
    name: str = answer.raise_for_status().json()["name"]
    return name


async def patch(http: httpx.AsyncClient, name: str, **fields: Any) -> dict[str, Any]:
    answer = await http.patch(f"/api/v1/{name}", json=fields)
    changed: dict[str, Any] = answer.raise_for_status().json()
    return changed


async def revision(server: Server, name: str) -> int:
    uid = name.removeprefix("memos/")
    rows = await fetch(
        server,
        f"SELECT revision FROM appliance_memo WHERE uid = '{uid}'",  # noqa: S608 - a uid of ours
    )
    return int(rows[0][0])


async def test_one_memo_takes_every_update(
    http: httpx.AsyncClient, server: Server
) -> None:
    name = await create(http, "start")
    before = await revision(server, name)
    contents = [f"update {number} #u{number}" for number in range(AT_ONCE)]

    answers = await asyncio.gather(*(patch(http, name, content=c) for c in contents))

    # Each answer shows its own update, so each was the newest for a moment.
    assert [answer["content"] for answer in answers] == contents
    assert await revision(server, name) == before + AT_ONCE
    final = (await http.get(f"/api/v1/{name}")).json()
    assert final in answers
    overview = await http.get("/api/appliance/v1/overview")
    tags = {tag["tag"]: tag["memoCount"] for tag in overview.json()["tags"]}
    assert [tags.get(f"u{number}", 0) for number in range(AT_ONCE)].count(1) == 1


async def test_updates_of_different_fields_do_not_undo_each_other(
    http: httpx.AsyncClient,
) -> None:
    for _ in range(5):
        name = await create(http, "start")
        wishes: list[dict[str, Any]] = [
            {"content": "changed"},
            {"pinned": True},
            {"visibility": "PUBLIC"},
            {"createTime": "2020-02-02T02:02:02Z"},
            {"updateTime": "2021-02-02T02:02:02Z"},
        ]
        await asyncio.gather(*(patch(http, name, **wish) for wish in wishes))

        final = (await http.get(f"/api/v1/{name}")).json()
        for wish in wishes:
            assert wish.items() <= final.items()


async def test_fifty_memos_take_their_updates(http: httpx.AsyncClient) -> None:
    names = await asyncio.gather(
        *(create(http, f"start {number}") for number in range(AT_ONCE))
    )

    answers = await asyncio.gather(
        *(patch(http, name, content=f"changed {name}") for name in names)
    )

    assert [answer["content"] for answer in answers] == [
        f"changed {name}" for name in names
    ]
    stored = await asyncio.gather(*(http.get(f"/api/v1/{name}") for name in names))
    assert [answer.json() for answer in stored] == answers


async def test_one_id_is_given_once(http: httpx.AsyncClient) -> None:
    async def claim(number: int) -> int:
        memo = {"content": f"claim {number}"}
        answer = await http.post("/api/v1/memos?memoId=only-one", json=memo)
        return answer.status_code

    codes = await asyncio.gather(*(claim(number) for number in range(AT_ONCE)))

    assert sorted(codes) == [200] + [409] * (AT_ONCE - 1)


async def test_memo_is_deleted_once(http: httpx.AsyncClient) -> None:
    name = await create(http, "to be deleted")

    answers = await asyncio.gather(*(http.delete(f"/api/v1/{name}") for _ in range(10)))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [404] * 9
    trash = await http.get("/api/appliance/v1/trash", params={"memo": name})
    assert len(trash.json()["trashedMemos"]) == 1


async def test_readers_see_whole_memos_while_they_change(
    http: httpx.AsyncClient,
) -> None:
    name = await create(http, "round 0 #r0")

    async def read() -> None:
        for _ in range(40):
            memo = (await http.get(f"/api/v1/{name}")).raise_for_status().json()
            number = memo["content"].split()[1]
            assert memo["tags"] == [f"r{number}"]

    async def write() -> None:
        for number in range(1, 40):
            await patch(http, name, content=f"round {number} #r{number}")

    await asyncio.gather(write(), read(), read(), read())
