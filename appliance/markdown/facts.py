"""The facts about a text that are stored with a memo, from one walk over its blocks."""

import re
from dataclasses import dataclass, field

import pyromark

from appliance.markdown.blocks import Block, Shape, blocks
from appliance.markdown.inlines import Kind, Piece, parse
from appliance.markdown.links import Labels

SNIPPET_LENGTH = 64
# Clients count a box without a space behind it as a task, too.
_TASK_BOX = re.compile(r"\[([\sxX])\]\s*")
_WHITE_SPACE = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What kinds of things a text contains, and its title."""

    has_link: bool
    has_task_list: bool
    has_code: bool
    has_incomplete_tasks: bool
    title: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything derived from a text; tags in order of first appearance."""

    tags: tuple[str, ...]
    properties: Properties
    snippet: str


@dataclass(slots=True)
class _Findings:
    tags: dict[str, None] = field(default_factory=dict)
    mentions: dict[str, None] = field(default_factory=dict)
    boxes: set[bool] = field(default_factory=set)
    has_link: bool = False
    has_code: bool = False
    title: str = ""
    plain: "_PlainText" = field(default_factory=lambda: _PlainText(2 * SNIPPET_LENGTH))


class _PlainText:
    """Collects text without its markup until it has more bytes than it needs."""

    def __init__(self, enough: int) -> None:
        self._left = enough
        self._parts: list[str] = []

    def add(self, text: str) -> None:
        if self._left >= 0:
            self._parts.append(text)
            self._left -= len(text.encode())

    def shortened(self, length: int) -> str:
        """The text, cut at a word's end when it is longer than `length`."""
        text = "".join(self._parts).strip(_WHITE_SPACE)
        if len(text) <= length:
            return text
        cut = text[:length]
        space = max(cut.rfind(blank) for blank in " \t\n\r")
        return (cut[:space] if space > 0 else cut) + " ..."


def analyze(content: str) -> Analysis:
    """Derive tags, properties and snippet; no text is refused."""
    found = _read(content)
    properties = Properties(
        has_link=found.has_link,
        has_task_list=bool(found.boxes),
        has_code=found.has_code,
        has_incomplete_tasks=False in found.boxes,
        title=found.title,
    )
    snippet = found.plain.shortened(SNIPPET_LENGTH)
    return Analysis(tuple(found.tags), properties, snippet)


def mentions(content: str) -> tuple[str, ...]:
    """The lower-cased names that the text mentions, in order of first appearance."""
    return tuple(_read(content).mentions)


def _read(content: str) -> _Findings:
    # Lone surrogates have no bytes; the block parser counts in bytes.
    source = content.encode(errors="replace")
    content = source.decode()
    labels = labels_of(content)
    found = _Findings()
    for block in blocks(content, source):
        _take(found, block, labels)
    return found


def labels_of(content: str) -> Labels:
    """Return what a text's links by reference may refer to."""
    if "]:" not in content:
        return Labels(())
    return Labels(pyromark.reference_definitions(content))


def _take(found: _Findings, block: Block, labels: Labels) -> None:
    if block.shape is Shape.CODE:
        found.has_code = True
        return
    inlines = parse(_without_box(found, block), labels)
    found.has_code |= inlines.has_code
    found.has_link |= inlines.has_link
    found.plain.add(" " * block.gap)
    for piece in inlines.pieces:
        _take_piece(found, piece)
    if block.shape is Shape.TITLE:
        found.title = "".join(map(_title_text, inlines.pieces))


def _without_box(found: _Findings, block: Block) -> str:
    if not block.opens_item or not (box := _TASK_BOX.match(block.text)):
        return block.text
    found.boxes.add(box[1] in "xX")
    return without_box(block)


def without_box(block: Block) -> str:
    """Return a block's text without the box of the task that it opens."""
    box = _TASK_BOX.match(block.text) if block.opens_item else None
    return block.text[box.end() :] if box else block.text


def _take_piece(found: _Findings, piece: Piece) -> None:
    if piece.kind is Kind.MENTION:
        found.mentions.setdefault(piece.text.lower())
        return
    if piece.kind is Kind.TAG:
        found.tags.setdefault(piece.text)
        found.plain.add("#")
    found.plain.add(piece.text)


def _title_text(piece: Piece) -> str:
    return piece.text if piece.kind in {Kind.TEXT, Kind.BREAK} else ""
