"""Answers too long to be built whole: written piece by piece, on every transport.

The Connect library knows answers in one piece only. It gets an empty message in place
of a long one, and what is sent for that is replaced on its way out.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from appliance.api.asgi import Event, Send
from appliance.api.codec import Encodable, Form
from appliance.api.contract import Answer

GZIP_WINDOW = 31
LEVEL = 1
ENVELOPE_BYTES = 5


class Streamed(Encodable, Protocol):
    """An answer that can also be written in pieces, of some kilobytes each."""

    @property
    def is_long(self) -> bool:
        """Whether writing it whole would cost noticeable time and memory."""
        ...

    def stream(self, form: Form) -> AsyncIterator[bytes]:
        """Yield the answer; others get a turn between the pieces."""
        ...


@dataclass(slots=True)
class Slot:
    """Keeps one long answer while the library sends an empty one."""

    answer: Streamed | None = None
    form: Form = Form.BINARY

    def take(self) -> AsyncIterator[bytes] | None:
        """Return the pieces of the answer kept here, once."""
        answer, self.answer = self.answer, None
        return answer.stream(self.form) if answer else None

    async def take_enveloped(self) -> AsyncIterator[bytes]:
        """Yield the answer kept here as one gRPC message: its length comes first."""
        answer, self.answer = self.answer, None
        if answer is None:
            return
        size = 0
        async for piece in answer.stream(self.form):
            size += len(piece)
        yield bytes(1) + size.to_bytes(ENVELOPE_BYTES - 1, "big")
        async for piece in answer.stream(self.form):
            yield piece


_slot: ContextVar[Slot | None] = ContextVar("slot", default=None)


def is_streamed(answer: Answer) -> TypeGuard[Streamed]:
    """Whether an answer is to be written in pieces."""
    return bool(getattr(answer, "is_long", False))


def open_slot() -> Slot:
    """Have the next long answer of this context put aside, and return where."""
    slot = Slot()
    _slot.set(slot)
    return slot


def close_slot() -> None:
    """Have answers of this context written whole."""
    _slot.set(None)


def put_aside(answer: Answer, form: Form) -> bytes | None:
    """Keep a long answer in the open slot and return an empty message in its place."""
    slot = _slot.get()
    if slot is None or not is_streamed(answer):
        return None
    slot.answer, slot.form = answer, form
    return b"" if form is Form.BINARY else b"{}"


async def taking_turns(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield pieces and let others run in between."""
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)


async def length(pieces: Iterator[bytes]) -> int:
    """Return how long the pieces are together, without keeping them."""
    total = 0
    async for piece in taking_turns(pieces):
        total += len(piece)
    return total


async def packed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield pieces as one gzip."""
    gzip = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    async for piece in pieces:
        if some := gzip.compress(piece):
            yield some
    yield gzip.flush()


async def send_body(send: Send, pieces: AsyncIterator[bytes], *, more: bool) -> None:
    """Send pieces as a body, or as its first part if more is to come."""
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    if not more:
        last: Event = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(last)
