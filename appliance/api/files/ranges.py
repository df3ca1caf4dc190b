"""The Range header: which pieces of a file a client wants."""

import re
from dataclasses import dataclass

UNIT = re.compile(r"\s*bytes\s*=(?P<specs>.*)", re.IGNORECASE | re.DOTALL)
SPEC = re.compile(r"\s*(?P<first>[0-9]{0,18})\s*-\s*(?P<last>[0-9]{0,18})\s*")
# More pieces than anybody needs only cost.
MAX_PIECES = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes from `start` on, `length` of them."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """Return the value of a Content-Range header."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


class UnsatisfiableError(Exception):
    """Nothing that was asked for lies in the file."""


def parse(header: str, size: int) -> list[Piece]:
    """Return the pieces; none: the whole file is the answer.

    What is malformed, in another unit, or more than it is worth, is passed over.
    """
    match = UNIT.fullmatch(header)
    if match is None:
        return []
    pieces = []
    for spec in match["specs"].split(","):
        found = SPEC.fullmatch(spec)
        if found is None or not (found["first"] or found["last"]):
            return []
        if (
            found["first"]
            and found["last"]
            and int(found["last"]) < int(found["first"])
        ):
            return []
        piece = _piece(found["first"], found["last"], size)
        if piece:
            pieces.append(piece)
    if not pieces:
        raise UnsatisfiableError
    if len(pieces) > MAX_PIECES or sum(piece.length for piece in pieces) > size:
        return []
    return pieces


def _piece(first: str, last: str, size: int) -> Piece | None:
    if not first:
        length = min(int(last), size)
        return Piece(size - length, length) if length else None
    start = int(first)
    if start >= size:
        return None
    end = min(int(last) + 1, size) if last else size
    return Piece(start, end - start)
