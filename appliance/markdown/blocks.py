"""Blocks of a text that hold words or code, with the gaps a plain reading needs."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import pyromark

_INLINE = frozenset({"Emphasis", "Strong", "Link", "Image"})
_OPAQUE = frozenset({"CodeBlock", "HtmlBlock"})
# Blocks that are set apart by a space in plain text when one follows another.
_APART = frozenset({"Paragraph", "Heading", "Item", "TableRow", "TableCell"})
_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTE_MARK = re.compile(r"[ \t]*>")


class Shape(Enum):
    """What a block is, as far as the facts about a text depend on it."""

    TEXT = auto()
    TITLE = auto()
    CODE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `text` has its lines without quote marks and indentation."""

    shape: Shape
    text: str = ""
    gap: int = 0
    opens_item: bool = False
    # Where it lies in the source, and in how many quotes.
    start: int = 0
    end: int = 0
    quotes: int = 0

    def positions(self, source: bytes) -> Callable[[int], int]:
        """Return what tells the byte of the source at a place of the text."""
        starts, origins, kept = [0], [], []
        at = self.start
        for number, line in enumerate(_raw_lines(source[self.start : self.end])):
            bare = _LINE_END.sub("", line)
            inside = _without_marks(bare, self.quotes) if number else bare
            origins.append(at + len(bare.encode()) - len(inside.encode()))
            kept.append(inside)
            starts.append(
                starts[-1] + len(inside.rstrip(" \t")) + len(_line_end(inside))
            )
            at += len(line.encode())

        def byte_at(place: int) -> int:
            line = bisect_right(starts, place, hi=len(kept)) - 1
            return origins[line] + len(kept[line][: place - starts[line]].encode())

        return byte_at


def blocks(content: str, source: bytes) -> Iterator[Block]:
    """Yield the blocks of `content` in order; `source` is the same in bytes."""
    reader = _Reader(source)
    events = pyromark.events_with_range(content, options=pyromark.Options.ENABLE_TABLES)
    for event, span in events:
        block = reader.read(event, span["start"], span["end"])
        if block is not None:
            yield block


class _Reader:
    """Turns the parser's stream of events into blocks."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._quotes = 0
        self._opaque = False
        self._inline_depth = 0
        self._blocks_seen = 0
        self._shape = Shape.TEXT
        self._fresh_item = False
        self._gap = 0
        self._after_apart = False
        self._start = -1
        self._end = -1

    def read(self, event: Any, start: int, end: int) -> Block | None:
        if event == "Rule":
            return self._enter("Rule", None)
        name, value = next(iter(event.items())) if type(event) is dict else (event, "")
        if name in {"Start", "End"}:
            kind = value if type(value) is str else next(iter(value))
            if kind not in _INLINE:
                return (self._enter if name == "Start" else self._leave)(kind, value)
        if not self._opaque:
            self._start = start if self._start < 0 else self._start
            self._end = max(self._end, end)
        return None

    def _enter(self, kind: str, value: Any) -> Block | None:
        block = self._close_text() if self._start >= 0 else None
        self._blocks_seen += 1
        self._opaque = kind in _OPAQUE
        if kind == "CodeBlock":
            self._fresh_item = False
            return block
        if kind in _APART:
            self._gap += self._after_apart
        self._after_apart = False
        self._fresh_item = kind == "Item" or (
            self._fresh_item and kind in {"Paragraph", "Heading"}
        )
        self._quotes += kind == "BlockQuote"
        title = kind == "Heading" and self._blocks_seen == 1
        if title and value["Heading"]["level"] == "H1":
            self._shape = Shape.TITLE
        return block

    def _leave(self, kind: str, _value: Any) -> Block | None:
        block = self._close_text() if self._start >= 0 else None
        if kind == "CodeBlock":
            block = Block(Shape.CODE)
        self._shape = Shape.TEXT
        self._opaque = False
        self._quotes -= kind == "BlockQuote"
        self._after_apart = self._after_apart or kind in _APART
        return block

    def _close_text(self) -> Block:
        start, end = self._start, self._end
        # The event begins behind the backslash that escapes its first character.
        if start and self._source[start - 1] == ord("\\"):
            start -= 1
        block = Block(
            *(self._shape, self._lines(start, end), self._gap, self._fresh_item),
            *(start, end, self._quotes),
        )
        self._start = self._end = -1
        self._gap = 0
        self._fresh_item = self._after_apart = False
        return block

    def _lines(self, start: int, end: int) -> str:
        first, *rest = _LINE_END.split(self._source[start:end].decode())
        lines = [first, *(_without_marks(line, self._quotes) for line in rest)]
        ends = map(_line_end, lines[:-1])
        body = [
            line.rstrip(" \t") + end for line, end in zip(lines, ends, strict=False)
        ]
        return "".join(body) + lines[-1].rstrip(" \t")


def _raw_lines(source: bytes) -> list[str]:
    """Return the lines with their ends."""
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", source.decode())


def _without_marks(line: str, quotes: int) -> str:
    for _ in range(quotes):
        if not (mark := _QUOTE_MARK.match(line)):
            break
        line = line[mark.end() :]
    return line.lstrip(" \t")


def _line_end(line: str) -> str:
    return "  \n" if line.endswith("  ") else "\n"
