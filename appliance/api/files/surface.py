"""The addresses of files: attachments, their thumbnails and films, and avatars."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl

import structlog

from appliance.api.asgi import App, Receive, Scope, Send, local_path
from appliance.api.auth import Authenticator
from appliance.api.core import Core
from appliance.api.files import answers, avatars, headers
from appliance.api.files.access import Door
from appliance.api.files.answers import File
from appliance.api.files.identity import Visitors
from appliance.api.files.thumbnails import Thumbnails
from appliance.errors import (
    ApplianceError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
    UnavailableError,
)
from appliance.models import filing
from appliance.models.access import Principal
from appliance.models.attachment import CHUNK_SIZE, Blob
from appliance.models.filing import FiledAttachment

PREFIX = "/file/"
METHODS = ("GET", "HEAD")
JPEG = "image/jpeg"
MP4 = "video/mp4"
STATUSES: Mapping[type[ApplianceError], int] = {
    InvalidArgumentError: 400,
    UnauthenticatedError: 401,
    PermissionDeniedError: 403,
    NotFoundError: 404,
    UnavailableError: 503,
}
# Clients know these words, whatever a rule below says.
WORDS: Mapping[int, str] = {401: "unauthorized access", 403: "forbidden access"}
READ = (
    *(b"authorization", b"cookie", b"range", b"if-range"),
    *(b"if-none-match", b"if-modified-since"),
)

_Serve: TypeAlias = Callable[
    [Scope, Send, Mapping[str, str], str, Principal | None], Awaitable[None]
]


class FileSurface:
    """An ASGI application; addresses that are no file's go to `otherwise`."""

    def __init__(self, core: Core, otherwise: App) -> None:
        self._core = core
        self._otherwise = otherwise
        self._door = Door(core.database, core.settings)
        self._visitors = Visitors(
            authenticator=Authenticator(
                database=core.database, accounts=core.accounts, tokens=core.tokens
            ),
            database=core.database,
            accounts=core.accounts,
            tokens=core.tokens,
        )
        self.thumbnails = Thumbnails(core.storages, core.configuration.data)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        kind, _, rest = local_path(scope).removeprefix(PREFIX).partition("/")
        name, _, end = rest.partition("/")
        if scope["method"] not in METHODS or not name:
            await self._otherwise(scope, receive, send)
        elif kind == "attachments" and end:
            await self._answer(scope, send, name, self._serve_attachment)
        elif kind == "users" and end == "avatar":
            await self._answer(scope, send, name, self._serve_avatar)
        else:
            await self._otherwise(scope, receive, send)

    async def knows(self, scope: Scope) -> bool:
        """Whether a request brings a token that is good."""
        token = _fields(scope).get("authorization", "")
        return bool(token) and await self._visitors.identify(token, "") is not None

    async def _answer(self, scope: Scope, send: Send, name: str, serve: _Serve) -> None:
        """Serve, and tell in JSON why not."""
        started = False

        async def noting(event: dict[str, object]) -> None:
            nonlocal started
            started = True
            await send(event)

        fields = _fields(scope)
        try:
            principal = await self._visitors.identify(
                fields.get("authorization", ""), fields.get("cookie", "")
            )
            await serve(scope, noting, fields, name, principal)
        except Exception as error:
            if started:
                # The answer is cut short, and the client sees that.
                raise
            await _refuse(send, error, head=scope["method"] == "HEAD")

    async def _serve_avatar(
        self,
        scope: Scope,
        send: Send,
        _fields: Mapping[str, str],
        name: str,
        principal: Principal | None,
    ) -> None:
        core = self._core
        avatar = await avatars.find(
            core.database, core.accounts, core.settings, name, principal
        )
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": avatar.headers})
        body = b"" if scope["method"] == "HEAD" else avatar.picture
        await send({"type": "http.response.body", "body": body})

    async def _serve_attachment(
        self,
        scope: Scope,
        send: Send,
        fields: Mapping[str, str],
        name: str,
        principal: Principal | None,
    ) -> None:
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        filed = await filing.find(self._core.database, name) if name.isascii() else None
        if filed is None:
            raise NotFoundError("attachment not found")
        await self._door.require_open(filed, principal, query.get("share_token", ""))
        blob = None
        if filed.blob_id is not None:
            blob = await filing.find_blob(self._core.database, filed.blob_id)
        if blob is None:
            raise NotFoundError("attachment not found")
        await answers.serve(await self._choose(filed, blob, query), scope, fields, send)

    async def _choose(
        self, filed: FiledAttachment, blob: Blob, query: Mapping[str, str]
    ) -> File:
        """Return what of an attachment is asked for: its film, a thumbnail, or it."""
        public = await self._door.is_public(filed)
        caching = headers.PUBLIC if public else headers.PRIVATE
        if query.get("motion") == "true":
            return self._film(filed, blob, caching)
        if query.get("thumbnail") == "true":
            drawn = await self.thumbnails.get(filed.type, blob)
            if drawn:
                return _thumbnail(drawn, filed, caching)
        storages = self._core.storages
        return File(
            size=blob.size,
            media_type=headers.served_type(filed.type),
            etag=f'"{blob.sha256}"',
            read=lambda start, length: storages.read(blob, start, length),
            caching=caching,
            describing=headers.describing(filed.type, filed.filename),
            modified=max(0, filed.update_time),
        )

    def _film(
        self, filed: FiledAttachment, blob: Blob, caching: tuple[bytes, bytes]
    ) -> File:
        film = filed.extras.get("film")
        if film is None:
            raise InvalidArgumentError("attachment does not have motion clip")
        offset, storages = film["offset"], self._core.storages
        return File(
            size=film["length"],
            media_type=MP4,
            etag=f'"{blob.sha256}-film"',
            read=lambda start, length: storages.read(blob, offset + start, length),
            caching=caching,
            describing=headers.describing(MP4, filed.filename),
            modified=max(0, filed.update_time),
        )


def _thumbnail(
    path: Path, filed: FiledAttachment, caching: tuple[bytes, bytes]
) -> File:
    async def read(start: int, length: int) -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            file.seek(start)
            while length > 0 and (piece := file.read(min(length, CHUNK_SIZE))):
                length -= len(piece)
                yield piece

    return File(
        size=path.stat().st_size,
        media_type=JPEG,
        etag=f'"{path.stem}-thumbnail"',
        read=read,
        caching=caching,
        describing=headers.describing(JPEG, filed.filename),
    )


def _fields(scope: Scope) -> dict[str, str]:
    """Return those headers that are read here, the first of each."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in READ:
            found.setdefault(name.decode(), value.decode("latin-1"))
    return found


async def _refuse(send: Send, error: Exception, *, head: bool) -> None:
    status = STATUSES.get(type(error), 500)  # type: ignore[arg-type]  # others are not in it
    if status == 500:  # noqa: PLR2004 - what nobody foresaw
        structlog.get_logger().error("a file was not served", exc_info=error)
    message = WORDS.get(status) or (
        str(error) if isinstance(error, ApplianceError) else "internal server error"
    )
    if isinstance(error, NotFoundError) and message == "memo not found":
        message = "attachment not found"
    body = json.dumps({"message": message}).encode()
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"no-store"),
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b"" if head else body})
