"""Answers of the library, put right: length, packing, caching, place of a status."""

import gzip

from appliance.api.asgi import Event, Header
from appliance.api.connect_answers import UNCACHED, GrpcAnswer, UnaryAnswer

JSON: Header = (b"content-type", b"application/json")
LIBRARY: list[Header] = [
    JSON,
    (b"content-encoding", b"identity"),
    (b"vary", b"Accept-Encoding"),
]


class Line:
    """Where events go."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def send(self, event: Event) -> None:
        """Remember an event."""
        self.events.append(event)


def start(*headers: Header, status: int = 200) -> Event:
    """Make the start of an answer."""
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def body(data: bytes, *, more: bool = False) -> Event:
    """Make a piece of an answer."""
    return {"type": "http.response.body", "body": data, "more_body": more}


async def unary(
    data: bytes, *, gzip: bool = False, charset: bool = False
) -> list[Event]:
    """Send a unary answer of the library."""
    line = Line()
    answer = UnaryAnswer(line.send, gzip=gzip, charset=charset)
    await answer.send(start(*LIBRARY))
    await answer.send(body(data))
    return line.events


async def test_answer_is_measured() -> None:
    first, second = await unary(b"{}")
    vary = (b"vary", b"Accept-Encoding")
    assert first["headers"] == [JSON, vary, (b"content-length", b"2"), *UNCACHED]
    assert second["body"] == b"{}"


async def test_answer_is_packed_for_who_can_read_it() -> None:
    first, second = await unary(b"{}", gzip=True)
    assert gzip.decompress(second["body"]) == b"{}"
    headers = dict(first["headers"])
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == b"%d" % len(second["body"])


async def test_charset_is_answered_with_a_charset() -> None:
    first, _ = await unary(b"{}", charset=True)
    assert dict(first["headers"])[b"content-type"] == b"application/json; charset=utf-8"


async def test_refusal_is_measured_only() -> None:
    line = Line()
    answer = UnaryAnswer(line.send, gzip=True, charset=False)
    await answer.send(start(JSON, status=404))
    await answer.send(body(b"{}"))
    assert line.events[0]["headers"] == [JSON, (b"content-length", b"2")]
    assert line.events[1]["body"] == b"{}"


async def test_stream_is_left_as_it_is() -> None:
    line = Line()
    answer = UnaryAnswer(line.send, gzip=True, charset=False)
    for event in (start(JSON), body(b"a", more=True), body(b"b")):
        await answer.send(event)
    assert line.events[0]["headers"] == [JSON, *UNCACHED]
    assert [event["body"] for event in line.events[1:]] == [b"a", b"b"]


STATUS: Header = (b"grpc-status", b"12")
MESSAGE: Header = (b"grpc-message", b"why")
DETAILS: Header = (b"grpc-status-details-bin", b"AA")


async def refused(*, native: bool) -> list[Event]:
    """Send a refusal without a message, as the library makes it."""
    line = Line()
    answer = GrpcAnswer(line.send, native=native)
    await answer.send({**start(STATUS, MESSAGE, DETAILS, JSON), "trailers": False})
    await answer.send(body(b""))
    return line.events


async def test_status_of_a_native_refusal_moves_behind_the_body() -> None:
    first, _, last = await refused(native=True)
    assert first["headers"] == [JSON]
    assert first["trailers"] is True
    assert last == {
        "type": "http.response.trailers",
        "headers": [STATUS, MESSAGE, DETAILS],
    }


async def test_status_of_a_web_refusal_stays_in_the_headers() -> None:
    first, _ = await refused(native=False)
    assert first["headers"] == [STATUS, MESSAGE, DETAILS, JSON]


async def test_good_grpc_answer_is_not_cached() -> None:
    line = Line()
    answer = GrpcAnswer(line.send, native=True)
    await answer.send({**start(JSON), "trailers": True})
    await answer.send(body(b"frame", more=True))
    assert line.events[0]["headers"] == [JSON, *UNCACHED]
    assert line.events[0]["trailers"] is True
