"""Files over HTTP: pieces and validators."""

from collections.abc import AsyncIterator
from email.utils import formatdate
from typing import Any

import pytest

from appliance.api.asgi import Receive, Scope, Send
from appliance.api.files.answers import File, serve
from appliance.errors import NotFoundError
from tests.api.calling import Answer, call

TEXT = b"0123456789" * 10
WHEN = 1_700_000_000


async def read(start: int, length: int) -> AsyncIterator[bytes]:
    for at in range(start, start + length, 7):
        yield TEXT[at : min(at + 7, start + length)]


FILE = File(
    size=len(TEXT),
    media_type="text/plain",
    etag='"tag"',
    read=read,
    caching=(b"cache-control", b"private, no-store"),
    describing=[(b"x-content-type-options", b"nosniff")],
    modified=WHEN,
)


async def ask(method: str = "GET", file: File = FILE, **headers: Any) -> Answer:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await serve(file, scope, fields, send)

    return await call(app, method, "/x")


async def test_the_whole_comes_without_a_range() -> None:
    answer = await ask()
    assert (answer.status, answer.body) == (200, TEXT)
    assert answer.header("last-modified") == formatdate(WHEN, usegmt=True)


@pytest.mark.parametrize(
    ("wanted", "body", "place"),
    [
        ("bytes=0-9", TEXT[:10], "bytes 0-9/100"),
        ("bytes=95-", TEXT[95:], "bytes 95-99/100"),
        ("bytes=-1", TEXT[99:], "bytes 99-99/100"),
    ],
)
async def test_a_piece_comes_alone(wanted: str, body: bytes, place: str) -> None:
    answer = await ask(range=wanted)
    assert (answer.status, answer.body) == (206, body)
    assert answer.header("content-range") == place
    assert answer.header("content-length") == str(len(body))
    head = await ask("HEAD", range=wanted)
    assert (head.status, head.body) == (206, b"")
    assert head.header("content-length") == str(len(body))


async def test_several_pieces_come_in_parts() -> None:
    answer = await ask(range="bytes=0-1,50-54")
    assert answer.status == 206
    kind = answer.header("content-type") or ""
    boundary = kind.partition("boundary=")[2].encode()
    first, second, end = answer.body.split(b"--" + boundary)[1:]
    assert first.endswith(b"Content-Range: bytes 0-1/100\r\n\r\n01\r\n")
    assert second.endswith(b"Content-Range: bytes 50-54/100\r\n\r\n01234\r\n")
    assert end == b"--\r\n"
    assert answer.header("content-length") == str(len(answer.body))


async def test_what_lies_outside_is_refused_with_the_size() -> None:
    answer = await ask(range="bytes=100-")
    assert (answer.status, answer.body) == (416, b"invalid range: failed to overlap\n")
    assert answer.header("content-range") == "bytes */100"
    assert answer.header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"if_none_match": '"tag"'}, 304),
        ({"if_none_match": 'W/"tag", "other"'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"other"'}, 200),
        ({"if_modified_since": formatdate(WHEN, usegmt=True)}, 304),
        ({"if_modified_since": formatdate(WHEN - 1, usegmt=True)}, 200),
        ({"if_modified_since": "nonsense"}, 200),
        (
            {
                "if_none_match": '"other"',
                "if_modified_since": formatdate(WHEN, usegmt=True),
            },
            200,
        ),
    ],
)
async def test_a_client_that_has_it_is_told(
    fields: dict[str, Any], status: int
) -> None:
    answer = await ask(**fields)
    assert answer.status == status
    assert answer.header("etag") == '"tag"'
    assert (answer.body == b"") is (status == 304)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        *(('"tag"', 206), ('"other"', 200), (formatdate(WHEN, usegmt=True), 206)),
        *((formatdate(WHEN + 1, usegmt=True), 200), ("nonsense", 200)),
    ],
)
async def test_a_piece_of_another_version_is_not_added(
    condition: str, status: int
) -> None:
    answer = await ask(range="bytes=0-1", if_range=condition)
    assert answer.status == status


async def test_a_file_that_cannot_be_read_has_no_status_yet() -> None:
    async def gone(_start: int, _length: int) -> AsyncIterator[bytes]:
        raise NotFoundError("gone")
        yield b""

    file = File(
        size=1,
        media_type="text/plain",
        etag='"x"',
        read=gone,
        caching=(b"cache-control", b"no-store"),
        describing=[],
    )
    with pytest.raises(NotFoundError):
        await ask(file=file)
