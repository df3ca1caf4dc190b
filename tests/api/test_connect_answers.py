"""Answers of the library, put right: length, packing, caching, place of a status."""

import gzip

from appliance.api.asgi import Event, Header
from appliance.api.connect_answers import (
    UNCACHED,
    GrpcAnswer,
    UnaryAnswer,
    WebAnswer,
)

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


WEB = b"application/grpc-web"
TYPE: Header = (b"content-type", WEB)


async def refused(line: Line, answer: GrpcAnswer | WebAnswer) -> list[Event]:
    """Send a refusal without a message, as the library makes it."""
    await answer.send({**start(STATUS, MESSAGE, DETAILS, JSON), "trailers": False})
    await answer.send(body(b""))
    return line.events


async def test_status_of_a_native_refusal_moves_behind_the_body() -> None:
    line = Line()
    first, _, last = await refused(line, GrpcAnswer(line.send))
    assert first["headers"] == [JSON]
    assert first["trailers"] is True
    assert last == {
        "type": "http.response.trailers",
        "headers": [STATUS, MESSAGE, DETAILS],
    }


async def test_status_of_a_web_refusal_stays_in_the_headers() -> None:
    line = Line()
    first, _ = await refused(line, WebAnswer(line.send, WEB, exposed=False))
    assert first["headers"] == [TYPE, STATUS, MESSAGE, DETAILS]


async def web_answer(*pieces: bytes, exposed: bool = False) -> list[Event]:
    """Send frames, as the library makes them."""
    line = Line()
    answer = WebAnswer(line.send, WEB, exposed=exposed)
    await answer.send({**start(JSON), "trailers": False})
    for piece in pieces:
        await answer.send(body(piece, more=piece != pieces[-1]))
    return line.events


TRAILERS = b"grpc-status: 5\r\ngrpc-message: a: b\r\n"
FRAME = b"\x80" + len(TRAILERS).to_bytes(4, "big") + TRAILERS


async def test_frame_of_trailers_alone_becomes_headers() -> None:
    first, last = await web_answer(FRAME)
    status = [(b"grpc-status", b"5"), (b"grpc-message", b"a: b")]
    assert first["headers"] == [TYPE, *status]
    assert last["body"] == b""
    first, _ = await web_answer(FRAME, exposed=True)
    named = (b"access-control-expose-headers", b"grpc-status, grpc-message")
    assert first["headers"] == [TYPE, *status, named]


async def test_trailers_behind_a_message_stay_where_they_are() -> None:
    message = b"\0\0\0\0\0"
    for pieces in ([message, FRAME], [message + FRAME]):
        first, *rest = await web_answer(*pieces, exposed=True)
        assert first["headers"] == [TYPE, *UNCACHED]
        assert b"".join(event["body"] for event in rest) == message + FRAME


async def test_good_grpc_answer_is_not_cached() -> None:
    line = Line()
    answer = GrpcAnswer(line.send)
    await answer.send({**start(JSON), "trailers": True})
    await answer.send(body(b"frame", more=True))
    assert line.events[0]["headers"] == [JSON, *UNCACHED]
    assert line.events[0]["trailers"] is True
