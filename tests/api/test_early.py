"""Early answers: one refused upload must not take its neighbours down.

The tests over the wire speak HTTP/2 by hand, to decide when which frame is sent.
Without the layer Hypercorn 0.18 ends the connection of the first of them with a
KeyError, and leaves a server behind that does not stop: no test can show that.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import h2.config
import h2.connection
import h2.events
import pytest

from appliance.api.asgi import App, Event, Receive, Scope, Send
from appliance.api.early import EarlyAnswers, may_have_body
from tests.api.calling import scope_of, served

PATIENCE = 10.0


class Multiplexed:
    """One HTTP/2 connection with streams that the test moves frame by frame."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration())
        self.status: dict[int, str] = {}
        self.bodies: dict[int, bytes] = {}
        self.ended: set[int] = set()
        self.closed = False
        self._reader = reader
        self._writer = writer
        self.h2.initiate_connection()

    def open(self, path: str, *, method: str = "POST", end: bool = False) -> int:
        """Send the headers of a request."""
        stream = self.h2.get_next_available_stream_id()
        pseudo = {
            ":method": method,
            ":scheme": "http",
            ":authority": "x",
            ":path": path,
        }
        self.h2.send_headers(stream, list(pseudo.items()), end_stream=end)
        return stream

    def send(self, stream: int, body: bytes, *, end: bool = False) -> None:
        """Send a piece of a body."""
        self.h2.send_data(stream, body, end_stream=end)

    async def until(self, done: Any) -> None:
        """Exchange frames until something is so, or the connection is gone."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._writer.write(self.h2.data_to_send())
                await self._writer.drain()
                if done() or self.closed:
                    return
                await self._read()

    async def _read(self) -> None:
        try:
            received = await self._reader.read(65536)
        except ConnectionError:
            received = b""
        self.closed = not received
        for event in self.h2.receive_data(received) if received else ():
            if isinstance(event, h2.events.ResponseReceived):
                self.status[event.stream_id] = dict(event.headers)[b":status"].decode()
            elif isinstance(event, h2.events.DataReceived):
                held = self.bodies.get(event.stream_id, b"")
                self.bodies[event.stream_id] = held + event.data
            elif isinstance(event, h2.events.StreamEnded):
                self.ended.add(event.stream_id)
            elif isinstance(event, h2.events.ConnectionTerminated):
                self.closed = True


@contextlib.asynccontextmanager
async def connected(port: int) -> AsyncIterator[Multiplexed]:
    """Open a connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Multiplexed(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


class Desk:
    """Refuses `/refused` at once and answers `/patient` when told to."""

    def __init__(self) -> None:
        self.reached = {"/refused": asyncio.Event(), "/patient": asyncio.Event()}
        self.go = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer without a look at the body."""
        del receive
        path = scope["path"]
        self.reached[path].set()
        if path == "/patient":
            await self.go.wait()
        status = 404 if path == "/refused" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": path.encode()})

    async def wait_for(self, *paths: str) -> None:
        """Wait until the requests are there."""
        for path in paths:
            await asyncio.wait_for(self.reached[path].wait(), PATIENCE)


async def test_stream_in_flight_survives_an_early_answer() -> None:
    desk = Desk()
    async with served(EarlyAnswers(desk)) as port, connected(port) as client:
        refused = client.open("/refused")
        patient = client.open("/patient", method="GET", end=True)
        await client.until(lambda: True)
        await desk.wait_for("/refused", "/patient")
        for _ in range(3):
            client.send(refused, b"late " * 100)
        client.send(refused, b"end", end=True)
        await client.until(lambda: refused in client.ended)
        assert client.status[refused] == "404"
        assert client.bodies[refused] == b"/refused"
        desk.go.set()
        await client.until(lambda: patient in client.ended)
        assert client.status[patient] == "200"
        assert not client.closed


async def test_past_the_bounds_the_end_waits_for_the_body() -> None:
    desk = Desk()
    layer = EarlyAnswers(desk, max_bytes=10)
    async with served(layer) as port, connected(port) as client:
        refused = client.open("/refused")
        client.send(refused, b"x" * 50)
        await client.until(lambda: client.bodies.get(refused) == b"/refused")
        assert client.status[refused] == "404"
        assert refused not in client.ended
        client.send(refused, b"x" * 50)
        patient = client.open("/patient", method="GET", end=True)
        desk.go.set()
        await client.until(lambda: patient in client.ended)
        client.send(refused, b"", end=True)
        await client.until(lambda: refused in client.ended)
        assert not client.closed


async def test_failing_application_does_no_harm_either() -> None:
    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/refused":
            raise RuntimeError("on purpose")
        await desk(scope, receive, send)

    desk = Desk()
    async with served(EarlyAnswers(fail)) as port, connected(port) as client:
        refused = client.open("/refused")
        patient = client.open("/patient", method="GET", end=True)
        await client.until(lambda: True)
        await desk.wait_for("/patient")
        client.send(refused, b"late")
        client.send(refused, b"end", end=True)
        desk.go.set()
        await client.until(lambda: {refused, patient} <= client.ended)
        assert client.status == {refused: "500", patient: "200"}


async def test_refused_upload_over_http1_is_read_and_the_connection_kept() -> None:
    desk = Desk()
    async with served(EarlyAnswers(desk)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = b"POST /refused HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n"
        for _ in range(2):
            writer.write(head)
            await writer.drain()
            await desk.wait_for("/refused")
            writer.write(b"x" * 500_000)
            await writer.drain()
            answer = await asyncio.wait_for(reader.readuntil(b"/refused"), PATIENCE)
            assert answer.startswith(b"HTTP/1.1 404")
            assert b"connection: close" not in answer
            desk.reached["/refused"].clear()
            await reader.readuntil(b"\r\n0\r\n\r\n")
        writer.close()
        await writer.wait_closed()


async def answered(
    app: App, events: list[Event], version: str = "1.1", **bounds: Any
) -> list[Event]:
    """Call through the layer; after its last event the client says nothing more."""
    sent: list[Event] = []

    async def receive() -> Event:
        if not events:
            await asyncio.Event().wait()
        return events.pop(0)

    async def send(event: Event) -> None:
        sent.append(event)

    scope = scope_of("POST", "/refused", {"content-length": "9"}, http_version=version)
    await EarlyAnswers(app, **bounds)(scope, receive, send)
    return sent


def piece(body: bytes, *, more: bool = True) -> Event:
    """Make a piece of a body."""
    return {"type": "http.request", "body": body, "more_body": more}


async def test_http1_connection_is_closed_past_the_bytes() -> None:
    sent = await answered(Desk(), [piece(b"12345")] * 3, max_bytes=9)
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_http1_connection_is_closed_past_the_time() -> None:
    sent = await answered(Desk(), [piece(b"1")], max_seconds=0.01)
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_gone_client_is_not_waited_for() -> None:
    sent = await answered(Desk(), [piece(b"1"), {"type": "http.disconnect"}], "2")
    assert [event["type"] for event in sent] == [
        "http.response.start",
        "http.response.body",
    ]


async def test_trailers_are_the_end_that_waits() -> None:
    async def trail(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        start = {"type": "http.response.start", "status": 200, "headers": []}
        await send({**start, "trailers": True})
        await send({"type": "http.response.body", "body": b"x"})
        await send({"type": "http.response.trailers", "headers": []})
        order.append("sent")

    order: list[str] = []
    events = [piece(b"12345")] * 4 + [piece(b"", more=False)]
    sent = await answered(trail, events, "2", max_bytes=4)
    assert [event["type"].rpartition(".")[2] for event in sent] == [
        "start",
        "body",
        "trailers",
    ]
    assert events == []
    assert order == ["sent"]


async def test_application_that_reads_gets_its_body_and_no_delay() -> None:
    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        del scope
        first, second = await receive(), await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        body = first["body"] + second["body"]
        await send({"type": "http.response.body", "body": body})

    sent = await answered(echo, [piece(b"ab"), piece(b"c", more=False)])
    assert sent[1]["body"] == b"abc"


async def test_reader_and_answer_share_the_body() -> None:
    """A framework that pumps the body in a task of its own must lose nothing."""

    async def pump(scope: Scope, receive: Receive, send: Send) -> None:
        del scope
        reading = asyncio.ensure_future(receive())
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": (await reading)["body"]})

    sent = await answered(pump, [piece(b"mine"), piece(b"dropped", more=False)])
    assert sent[1]["body"] == b"mine"


@pytest.mark.parametrize(
    ("version", "headers", "expected"),
    [
        ("1.1", {}, False),
        ("1.1", {"content-length": "0"}, False),
        ("1.1", {"content-length": "1"}, True),
        ("1.1", {"transfer-encoding": "chunked"}, True),
        ("2", {}, True),
    ],
)
def test_body_is_expected_where_there_can_be_one(
    version: str,
    headers: dict[str, str],
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    scope = scope_of("GET", "/", headers, http_version=version)
    assert may_have_body(scope) is expected
