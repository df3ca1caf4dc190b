"""A file inside a JSON body, taken out while the body arrives.

The text of the top-level key `content` goes to a spool, decoded; everything else is
collected and read by the codec like any other body. Keys may come in any order.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from appliance.api.files.base64_stream import Base64Stream
from appliance.errors import InvalidArgumentError
from appliance.models.storage import Spool

FIELD = "content"
# Everything but the file: names, types, and whatever a client adds.
MAX_REST_BYTES = 1 << 20
MARK = re.compile(rb'["{}\[\],:]')
STRING_MARK = re.compile(rb'["\\]')
ESCAPE = re.compile(rb"\\(?:u[0-9a-fA-F]{4}|[^u])")
LONGEST_ESCAPE = 6
# After so many others have their turn: a body may be all signs and no file.
STEPS = 1000
# Takes data and a place in it, and returns the place behind what it has read.
Step: TypeAlias = Callable[[bytes, int], Awaitable[int]]


class JsonBody:
    """Reads one JSON object; only its structure is looked at here."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._rest = bytearray()
        self._depth = 0
        self._steps = 0
        self._carry = b""
        self._step: Step = self._structure
        self._key = ""
        self._string = bytearray()
        self._expects_key = False
        self._base64 = Base64Stream()

    async def feed(self, chunk: bytes) -> None:
        """Take the next piece of the body."""
        data = self._carry + chunk
        self._carry = b""
        position = 0
        while position < len(data):
            position = await self._step(data, position)
            self._steps += 1
            if not self._steps % STEPS:
                await asyncio.sleep(0)
        if len(self._rest) > MAX_REST_BYTES:
            raise InvalidArgumentError("the body is too large beside its content")

    async def finish(self) -> bytes:
        """Return the body without the file's text."""
        return bytes(self._rest)

    async def _structure(self, data: bytes, position: int) -> int:
        match = MARK.search(data, position)
        if match is None:
            self._rest += data[position:]
            return len(data)
        self._rest += data[position : match.end()]
        mark = match[0]
        if mark == b'"':
            self._enter_string()
        elif mark in b"{[":
            self._depth += 1
        elif mark in b"}]":
            self._depth -= 1
            if self._depth <= 0:
                self._step = self._ignored
        if self._depth == 1 and mark in b"{,:":
            self._expects_key = mark != b":"
        return match.end()

    def _enter_string(self) -> None:
        is_content = self._depth == 1 and not self._expects_key and self._key == FIELD
        self._string.clear()
        self._step = self._content if is_content else self._text

    async def _text(self, data: bytes, position: int) -> int:
        """Collect a string that is none of ours."""
        match = STRING_MARK.search(data, position)
        end = match.end() if match else len(data)
        if match and match[0] == b"\\":
            if end == len(data):
                self._carry = data[position:]
                return end
            end += 1
        self._rest += data[position:end]
        if self._depth == 1 and self._expects_key:
            self._string += data[position:end]
            if len(self._string) > MAX_REST_BYTES:
                raise InvalidArgumentError("the body has an endless key")
        if match and match[0] == b'"':
            self._step = self._structure
            if self._depth == 1 and self._expects_key:
                self._key = _key(bytes(self._string))
        return end

    async def _content(self, data: bytes, position: int) -> int:
        """Decode a stretch of the file's text."""
        match = STRING_MARK.search(data, position)
        end = match.start() if match else len(data)
        await self._spool.write(self._base64.feed(data[position:end]))
        if match is None:
            return end
        if match[0] == b"\\":
            return await self._escaped(data, end)
        await self._spool.write(self._base64.finish())
        self._base64 = Base64Stream()
        self._rest += b'"'
        # A second one is left in, so that the codec refuses the repetition.
        self._key = ""
        self._step = self._structure
        return match.end()

    async def _escaped(self, data: bytes, position: int) -> int:
        """Read one escape, such as the one that some clients write for a slash."""
        match = ESCAPE.match(data, position)
        if match is None:
            if len(data) - position >= LONGEST_ESCAPE:
                raise InvalidArgumentError("invalid escape in the content")
            self._carry = data[position:]
            return len(data)
        try:
            plain = json.loads(b'"' + match[0] + b'"').encode("ascii")
        except ValueError as error:
            raise InvalidArgumentError("invalid escape in the content") from error
        await self._spool.write(self._base64.feed(plain))
        return match.end()

    async def _ignored(self, data: bytes, _position: int) -> int:
        """Pass over what follows the object, as clients are used to."""
        return len(data)


def _key(text: bytes) -> str:
    try:
        found = json.loads(b'"' + text)
    except ValueError:
        return ""
    return found if isinstance(found, str) else ""
