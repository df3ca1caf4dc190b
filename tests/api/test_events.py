"""Event streams over real sockets."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from appliance.api import events, hub
from appliance.api.auth import Authenticator
from appliance.api.events import PATH, EventSurface
from appliance.models import follow
from appliance.models.base import Role, State, Visibility
from appliance.models.change import Change, ChangeKind
from appliance.models.follow import Follower
from tests.api.calling import call, served
from tests.api.event_writer import spawn
from tests.api.house import House
from tests.api.listening import Listener, Place, nobody, note, token_of
from tests.factories import make_memo, make_user
from tests.servers import running_server, sign_up


@pytest.fixture
async def place(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """Serve an instance of three people."""
    monkeypatch.setattr(follow, "INTERVAL", 0.05)
    users = {name: await make_user(house.database, name) for name in NAMES}
    authenticator = Authenticator(
        database=house.database, accounts=house.accounts, tokens=house.tokens
    )
    surface = EventSurface(house.database, authenticator)
    follower = Follower(house.database)
    await follower.start()
    running = asyncio.create_task(follower.run())
    async with served(surface.before(nobody)) as port:
        made = Place(house, surface, port, users)
        for name in NAMES:
            made.tokens[name] = await token_of(house, name)
        yield made
        surface.end()
    running.cancel()


NAMES = ("admin", "ann", "bob")


async def test_events_reach_whoever_may_hear_them(place: Place) -> None:
    async with (
        place.listening("ann") as ann,
        place.listening("bob") as bob,
        place.listening("admin") as admin,
    ):
        assert ann.response.headers["content-type"] == "text/event-stream"
        assert ann.response.headers["cache-control"] == "no-cache"
        assert ann.response.headers["x-accel-buffering"] == "no"
        await note(place, "one")
        await note(place, "two", visibility=Visibility.PRIVATE)
        await note(place, "three", visibility=Visibility.PROTECTED)
        assert await ann.line() == 'data: {"type":"memo.created","name":"memos/one"}'
        assert await ann.events(2) == ["memos/two", "memos/three"]
        assert await bob.events(2) == ["memos/one", "memos/three"]
        assert await admin.events(3) == ["memos/one", "memos/two", "memos/three"]


async def test_comments_are_told_by_their_memo(place: Place) -> None:
    parent = await make_memo(place.database, place.users["ann"], uid="top")
    async with place.listening("ann") as ann:
        await note(place, "below", "bob", parent=parent)
        told = json.loads((await ann.line()).removeprefix("data: "))
        assert told == {"type": "memo.comment.created", "name": "memos/top"}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer nope"}, {"Cookie": "memos_refresh=x"}]
)
async def test_strangers_are_refused(place: Place, headers: dict[str, str]) -> None:
    url = f"http://127.0.0.1:{place.port}{PATH}?access_token={place.tokens['ann']}"
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(url, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"error": "authentication required"}


async def test_other_requests_are_not_for_streams(place: Place) -> None:
    app = place.surface.before(nobody)
    for method, path in [("POST", PATH), ("GET", f"{PATH}/"), ("GET", "/api/v1/x")]:
        assert (await call(app, method, path)).body == b"behind"
    mounted = await call(app, "GET", f"/notes{PATH}", root_path="/notes")
    assert mounted.status == 401


async def test_too_many_streams_are_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_READERS", 1)
    header = {"Authorization": f"Bearer {place.tokens['ann']}"}
    async with place.listening("ann"), httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(
            f"http://127.0.0.1:{place.port}{PATH}", headers=header
        )
    assert answer.status_code == 429
    assert answer.json() == {"error": "too many event streams"}


async def test_a_stream_is_resumed_by_number(place: Place) -> None:
    ask = {"Last-Event-ID": ""}
    async with place.listening("bob", **ask) as bob:
        assert await bob.line() == "retry: 3000"
        await note(place, "one")
        number = (await bob.line()).removeprefix("id: ")
        assert await bob.events(1) == ["memos/one"]
    await note(place, "two")
    await note(place, "hidden", visibility=Visibility.PRIVATE)
    await note(place, "three")
    async with place.listening("bob", **{"Last-Event-ID": number}) as bob:
        assert await bob.line() == "retry: 3000"
        assert int((await bob.line()).removeprefix("id: ")) > int(number)
        assert await bob.events(2) == ["memos/two", "memos/three"]
        await note(place, "four")
        assert await bob.events(1) == ["memos/four"]


async def test_nothing_is_lost_or_told_twice_while_resuming(place: Place) -> None:
    for number in range(30):
        await note(place, f"old{number}")

    async def write() -> None:
        for number in range(30):
            await note(place, f"new{number}")

    writing = asyncio.create_task(write())
    async with place.listening("bob", **{"Last-Event-ID": "0"}) as bob:
        names = await bob.events(60)
    await writing
    expected = [f"memos/{age}{n}" for age in ("old", "new") for n in range(30)]
    assert names == expected


async def test_who_missed_too_much_is_told_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "FURTHEST_BEHIND", 2)
    for number in range(3):
        await note(place, f"old{number}")
    async with place.listening("bob", **{"Last-Event-ID": "1"}) as bob:
        assert await bob.line() == "retry: 3000"
        assert await bob.line() == ": too far behind"
        await note(place, "new")
        assert await bob.events(1) == ["memos/new"]


@pytest.mark.parametrize("last", ["x", "-1", "9" * 30, "99999999", "1.5"])
async def test_numbers_that_are_none_ask_for_nothing(place: Place, last: str) -> None:
    await note(place, "old")
    async with place.listening("bob", **{"Last-Event-ID": last}) as bob:
        await note(place, "new")
        assert await bob.events(1) == ["memos/new"]


async def test_quiet_streams_say_where_they_are(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "QUIET_SECONDS", 0.2)
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.2)
    async with place.listening("bob") as bob:
        await note(place, "one")
        assert await bob.events(1) == ["memos/one"]
        told = [await bob.line() for _ in range(6)]
    number = await place.database.sequence()
    assert told == [": heartbeat", f"id: {number}", "retry: 3000"] * 2


async def change_user(place: Place, name: str, **fields: Any) -> None:
    """Change an account as a service does."""
    user = place.users[name]
    user.update_from_dict(fields)
    async with place.database.write() as transaction:
        await user.save(using_db=transaction.connection)
        transaction.record(
            Change(kind=ChangeKind.USER_UPDATED, name=f"users/{name}", owner_id=user.id)
        )


async def test_an_archived_user_hears_nothing_more(place: Place) -> None:
    async with place.listening("bob") as bob, place.listening("ann") as ann:
        await change_user(place, "bob", state=State.ARCHIVED)
        assert await bob.line() == "<end>"
        await note(place, "one")
        assert await ann.events(1) == ["memos/one"]


async def test_a_former_administrator_hears_less(place: Place) -> None:
    async with place.listening("admin") as admin:
        await note(place, "one", visibility=Visibility.PRIVATE)
        assert await admin.events(1) == ["memos/one"]
        await change_user(place, "admin", role=Role.USER)
        await note(place, "two", visibility=Visibility.PRIVATE)
        await note(place, "three")
        assert await admin.events(1) == ["memos/three"]


async def test_a_stream_ends_with_its_token(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "QUIET_SECONDS", 0.2)
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.2)
    place.tokens["bob"] = await token_of(place.house, "bob", lifetime=2)
    async with place.listening("bob") as bob:
        lines = [await bob.line()]
        while lines[-1] != "<end>":
            lines.append(await bob.line())
    assert len(lines) < 60


@pytest.mark.alone
async def test_stopping_ends_streams_at_once(place: Place) -> None:
    async with place.listening("ann") as ann, place.listening("bob") as bob:
        begin = time.monotonic()
        place.surface.end()
        assert [await ann.line(), await bob.line()] == ["<end>", "<end>"]
        assert time.monotonic() - begin < 3


async def test_one_who_does_not_read_holds_up_nobody(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "QUEUE", 8)
    slow = await asyncio.to_thread(open_and_do_not_read, place, "bob")
    async with place.listening("ann") as ann:
        while await told_to(place, "bob"):
            async with place.database.write() as transaction:
                for _ in range(8):
                    transaction.record(loud(place))
            assert len(await ann.events(8)) == 8
    slow.close()


def loud(place: Place) -> Change:
    """Make a change whose event fills buffers."""
    return Change(
        kind=ChangeKind.MEMO_UPDATED,
        name="memos/" + "x" * 60_000,
        owner_id=place.users["ann"].id,
        after=Visibility.PUBLIC,
    )


async def told_to(place: Place, name: str) -> bool:
    """Whether the user still has a stream."""
    await asyncio.sleep(0)
    return place.users[name].id in place.surface.listeners


def open_and_do_not_read(place: Place, name: str) -> socket.socket:
    """Open a stream and leave what comes where it is."""
    connection = socket.create_connection(("127.0.0.1", place.port))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    token = place.tokens[name]
    lines = [f"GET {PATH} HTTP/1.1", "Host: x", f"Authorization: Bearer {token}"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    return connection


async def test_one_who_leaves_is_forgotten(place: Place) -> None:
    async with place.listening("bob"):
        assert await told_to(place, "bob")
    async with asyncio.timeout(10):
        while await told_to(place, "bob"):  # noqa: ASYNC110 - who leaves says nothing
            await asyncio.sleep(0.01)


async def test_writes_of_another_process_come_in_their_order(
    place: Place, tmp_path: Path
) -> None:
    async with place.listening("bob") as bob:
        other = await spawn(tmp_path, "ann", 20)
        for number in range(20):
            await note(place, f"here{number}")
        assert await other.wait() == 0
        names = await bob.events(40)
    rows = await place.database.read(
        "SELECT name FROM appliance_change WHERE kind = 'memo.created'"
        " ORDER BY sequence"
    )
    assert names == [row["name"] for row in rows]


@pytest.mark.alone
def test_a_server_that_stops_does_not_wait_for_streams() -> None:
    with running_server() as server:
        header = {"Authorization": f"Bearer {sign_up(server)}"}
        with httpx.stream(
            "GET", f"{server.base_url}{PATH}", headers=header, timeout=20
        ) as stream:
            lines = stream.iter_lines()
            assert next(lines) == ": connected"
            begin = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - begin < 4
            assert list(lines) == [""]


async def test_http_2_carries_streams() -> None:
    with running_server() as server:
        header = {"Authorization": f"Bearer {sign_up(server)}"}
        async with (
            httpx.AsyncClient(
                base_url=server.base_url,
                headers=header,
                http1=False,
                http2=True,
                timeout=20,
            ) as client,
            client.stream("GET", PATH) as response,
        ):
            assert response.http_version == "HTTP/2"
            assert "content-encoding" not in response.headers
            listener = Listener(response, response.aiter_lines())
            assert await listener.line() == ": connected"
            created = await client.post("/api/v1/memos", json={"content": "x"})
            assert await listener.events(1) == [created.json()["name"]]
