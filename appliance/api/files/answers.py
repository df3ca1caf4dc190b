"""Files over HTTP: whole or in pieces, with validators, never held in memory."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime

from appliance.api.asgi import Header, Scope, Send
from appliance.api.files import ranges
from appliance.api.files.ranges import Piece, UnsatisfiableError

Reader = Callable[[int, int], AsyncIterator[bytes]]
TEXT: Header = (b"content-type", b"text/plain; charset=utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something to serve. `read` returns a piece of it, by start and length."""

    size: int
    media_type: str
    etag: str
    read: Reader
    caching: Header
    # What stands on every answer about it.
    describing: Sequence[Header]
    modified: int | None = None

    @property
    def validators(self) -> list[Header]:
        """What a client may come back with."""
        found: list[Header] = [self.caching, (b"etag", self.etag.encode())]
        if self.modified is not None:
            date = formatdate(self.modified, usegmt=True)
            found.append((b"last-modified", date.encode()))
        return found


async def serve(
    file: File, scope: Scope, fields: Mapping[str, str], send: Send
) -> None:
    """Answer a GET or HEAD for a file."""
    head = scope["method"] == "HEAD"
    if is_fresh(file, fields):
        headers = [*file.validators, *file.describing]
        kept = [pair for pair in headers if pair[0] != b"content-disposition"]
        await _send(send, 304, kept)
        return
    try:
        pieces = _wanted(file, fields)
    except UnsatisfiableError:
        body = b"invalid range: failed to overlap\n"
        place: Header = (b"content-range", b"bytes */%d" % file.size)
        await _send(send, 416, [TEXT, place, *file.describing], b"" if head else body)
        return
    if len(pieces) > 1:
        await _serve_pieces(file, pieces, send, head=head)
    else:
        await _serve_one(file, pieces[0] if pieces else None, send, head=head)


def is_fresh(file: File, fields: Mapping[str, str]) -> bool:
    """Whether the client has what it asks for; the tag is asked before the date."""
    if tags := fields.get("if-none-match"):
        given = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in given or file.etag in given
    since = fields.get("if-modified-since")
    if since is None or file.modified is None:
        return False
    seconds = _seconds(since)
    return seconds is not None and file.modified <= seconds


def _wanted(file: File, fields: Mapping[str, str]) -> list[Piece]:
    header = fields.get("range")
    if header is None:
        return []
    condition = fields.get("if-range")
    if condition is not None and condition != file.etag:
        seconds = _seconds(condition)
        if seconds is None or seconds != file.modified:
            return []
    return ranges.parse(header, file.size)


def _seconds(date: str) -> int | None:
    try:
        return int(parsedate_to_datetime(date).timestamp())
    except (ValueError, OverflowError):
        return None


async def _serve_one(
    file: File, piece: Piece | None, send: Send, *, head: bool
) -> None:
    start, length = (piece.start, piece.length) if piece else (0, file.size)
    headers: list[Header] = [
        (b"content-type", file.media_type.encode()),
        (b"accept-ranges", b"bytes"),
        *file.validators,
        *file.describing,
    ]
    if piece:
        place = piece.content_range(file.size)
        headers.append((b"content-range", place.encode()))
    body = None if head or not length else file.read(start, length)
    await _stream(send, 206 if piece else 200, headers, length, body)


async def _serve_pieces(
    file: File, pieces: Sequence[Piece], send: Send, *, head: bool
) -> None:
    boundary = secrets.token_hex(16)
    heads = [
        f"\r\n--{boundary}\r\nContent-Type: {file.media_type}\r\n"
        f"Content-Range: {piece.content_range(file.size)}\r\n\r\n".encode()
        for piece in pieces
    ]
    tail = f"\r\n--{boundary}--\r\n".encode()
    heads[0] = heads[0].removeprefix(b"\r\n")

    async def body() -> AsyncIterator[bytes]:
        for title, piece in zip(heads, pieces, strict=True):
            yield title
            async for chunk in file.read(piece.start, piece.length):
                yield chunk
        yield tail

    headers: list[Header] = [
        (b"content-type", f"multipart/byteranges; boundary={boundary}".encode()),
        (b"accept-ranges", b"bytes"),
        *file.validators,
        *file.describing,
    ]
    length = sum(map(len, heads)) + sum(p.length for p in pieces) + len(tail)
    await _stream(send, 206, headers, length, None if head else body())


async def _stream(
    send: Send,
    status: int,
    headers: list[Header],
    length: int,
    body: AsyncIterator[bytes] | None,
) -> None:
    """Send a body as it is read; what cannot be read at all is told in the status."""
    headers.append((b"content-length", b"%d" % length))
    first = await anext(body, b"") if body else b""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": first, "more_body": bool(body)})
    if body:
        async for chunk in body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _send(
    send: Send, status: int, headers: list[Header], body: bytes = b""
) -> None:
    if body:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
