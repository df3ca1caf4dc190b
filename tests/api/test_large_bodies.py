"""Large messages wait for each other; strangers send none."""

import asyncio

import pytest

from appliance.api import large_bodies
from appliance.api.asgi import App, Event, Receive, Scope, Send
from appliance.api.bodies import MAX_BODY_BYTES
from appliance.api.large_bodies import LargeBodies
from tests.api.calling import call, scope_of

PIECE = b"x" * (1 << 20)
LARGE = [PIECE] * ((MAX_BODY_BYTES >> 20) + 2)


def counting(name: bytes, lengths: list[int]) -> App:
    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        size = 0
        more = True
        while more:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            size += len(event["body"])
            more = event["more_body"]
        lengths.append(size)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": name})

    return app


def gate(lengths: list[int], *, known: bool = True) -> LargeBodies:
    async def may(_scope: Scope) -> bool:
        return known

    return LargeBodies(
        ordinary=counting(b"ordinary", lengths),
        large=counting(b"large", lengths),
        may=may,
        turn=asyncio.Semaphore(1),
    )


@pytest.mark.parametrize(
    ("headers", "known", "name"),
    [
        ({"content-length": "5"}, True, b"ordinary"),
        ({"content-length": str(MAX_BODY_BYTES)}, True, b"ordinary"),
        ({"content-length": str(MAX_BODY_BYTES + 1)}, True, b"large"),
        ({"content-length": "9" * 40}, True, b"large"),
        ({}, True, b"large"),
        ({}, False, b"ordinary"),
        ({"content-length": str(MAX_BODY_BYTES + 1)}, False, b"ordinary"),
    ],
)
async def test_who_gets_which(
    headers: dict[str, str], name: bytes, *, known: bool
) -> None:
    answer = await call(gate([], known=known), "POST", "/x", b"12345", headers)
    assert answer.body == name


async def test_only_one_at_a_time_grows_large() -> None:
    lengths: list[int] = []
    app = gate(lengths)
    first, second = asyncio.Queue[Event](), asyncio.Queue[Event]()

    async def nothing(_event: Event) -> None:
        pass

    def event(*, more: bool) -> Event:
        return {"type": "http.request", "body": PIECE, "more_body": more}

    tasks = [
        asyncio.create_task(app(scope_of("POST", "/x"), queue.get, nothing))
        for queue in (first, second)
    ]
    for queue in (first, second):
        for _ in LARGE:
            queue.put_nowait(event(more=True))
    second.put_nowait(event(more=False))
    await asyncio.sleep(0.2)
    # The second has grown as far as it may, and waits.
    assert not tasks[1].done()
    first.put_nowait(event(more=False))
    await asyncio.wait_for(asyncio.gather(*tasks), 5)
    assert lengths == [len(PIECE) * (len(LARGE) + 1)] * 2
    # Small ones never wait.
    assert (await call(app, "POST", "/x", b"1")).body == b"large"


async def test_a_client_that_stalls_loses_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_bodies, "MAX_SILENCE", 0.05)
    app = gate([])
    queue = asyncio.Queue[Event]()

    async def nothing(_event: Event) -> None:
        pass

    for piece in LARGE:
        queue.put_nowait({"type": "http.request", "body": piece, "more_body": True})
    await asyncio.wait_for(app(scope_of("POST", "/x"), queue.get, nothing), 5)
    answer = await call(app, "POST", "/x", LARGE)
    assert answer.body == b"large"
