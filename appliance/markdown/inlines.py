"""The pieces of one block's text, in the order and precedence of the grammar.

Scanned from left to right: an escape, code span, address, tag or mention takes its
characters before any emphasis around it is considered. Escapes and entities stay as
they are written, since the pieces serve plain readings of the text.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from appliance.markdown.atoms import Mailboxes, mention_end, tag_end, url_end
from appliance.markdown.emphasis import Run, resolve, run_at
from appliance.markdown.links import Labels, LinkEnds

_UNBRACKETED = (
    r"\\|`+|<(?=[A-Za-z/!?])|\#(?=[^\#\s])|@|\*+|_+|~+|(?:  )?\n"
    r"|https?://|ftp://|www\."
)
# Nothing closes a bracket in most texts; then there is none to stop at.
_SPECIAL = {
    False: re.compile(_UNBRACKETED),
    True: re.compile(rf"{_UNBRACKETED}|!?\[|\]"),
}
_PLAIN_BEFORE_ADDRESS = frozenset(" (*_~\n")
_BACKTICKS = re.compile(r"`+")
_ADDRESS = re.compile(
    r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x1f]*+"
    r"|[\w.!#$%&'*+/=?^`{|}~-]++@[A-Za-z0-9.-]++)>",
    re.ASCII,
)
_HTML_TAG = re.compile(
    r"</[A-Za-z][A-Za-z0-9-]*+\s*+>"
    r"|<[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+"
    r"\s*+/?>",
    re.ASCII,
)
_HTML_SPANS = (
    ("<!-->", ""),
    ("<!--->", ""),
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![CDATA[", "]]>"),
    ("<!", ">"),
)


class Kind(Enum):
    """How a piece reads in plain text."""

    TEXT = auto()
    BREAK = auto()
    TAG = auto()
    MENTION = auto()
    ADDRESS = auto()


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of one kind; a tag's or mention's text lacks its sign.

    `start` is where it stands in the text that was read.
    """

    kind: Kind
    text: str
    start: int = 0


@dataclass(slots=True)
class Inlines:
    """The pieces of a block and what else was met on the way."""

    pieces: list[Piece] = field(default_factory=list)
    has_link: bool = False
    has_code: bool = False


@dataclass(slots=True)
class _Bracket:
    piece: Piece
    inside: int
    runs: int
    atoms: int


def parse(text: str, labels: Labels) -> Inlines:
    """Split a block's text into pieces; linear in its length."""
    return _Scanner(text, labels).scan()


class _Scanner:
    def __init__(self, text: str, labels: Labels) -> None:
        self._text = text
        self._links = LinkEnds(text, labels)
        self._found = Inlines()
        self._flushed = 0
        self._brackets: list[_Bracket] = []
        # Where no link can be, brackets are only counted.
        self._idle_brackets = 0
        # Text brackets below this depth lie around a link and cannot be one.
        self._dead_brackets = 0
        self._runs: list[Run] = []
        self._marks: list[tuple[Piece, Run]] = []
        self._atoms: list[Piece] = []
        self._mailboxes = Mailboxes.find(text)
        self._last_closer = text.rfind("]")

    def scan(self) -> Inlines:
        text, search = self._text, _SPECIAL["]" in self._text].search
        at = 0
        while special := search(text, at):
            start, end = special.span()
            mail = self._mailbox_before(at, start)
            if mail is not None:
                at = mail
                continue
            after = _TAKERS[text[start]](self, start, end)
            at = end if after is None else after
        self._mailbox_before(at, len(text))
        self._flush(len(text))
        resolve(self._runs)
        for piece, run in self._marks:
            piece.text = piece.text[: run.length]
        return self._found

    def _flush(self, until: int) -> None:
        if until > self._flushed:
            text = self._text[self._flushed : until]
            self._found.pieces.append(Piece(Kind.TEXT, text, self._flushed))
            self._flushed = until

    def _add(self, kind: Kind, text: str, start: int, end: int) -> Piece:
        self._flush(start)
        piece = Piece(kind, text, start)
        self._found.pieces.append(piece)
        self._flushed = end
        return piece

    def _mailbox_before(self, at: int, special: int) -> int | None:
        if not self._mailboxes.starts or self._in_brackets:
            return None
        index = self._mailboxes.next(at)
        if index is None or self._mailboxes.starts[index] > special:
            return None
        start, end = self._mailboxes.starts[index], self._mailboxes.ends[index]
        self._add(Kind.ADDRESS, self._text[start:end], start, end)
        return end

    @property
    def _in_brackets(self) -> bool:
        return bool(self._brackets or self._idle_brackets)

    def escape(self, start: int, end: int) -> int:
        if self._text.startswith("\n", end):
            self._add(Kind.TEXT, "", start, end + 1)
            return end + 1
        return end + 1 if _is_sign(self._text[end : end + 1]) else end

    def line_end(self, start: int, end: int) -> int:
        # A hard break leaves nothing between the words around it.
        hard = end - start > 1
        self._add(Kind.BREAK, "" if hard else " ", start, end)
        return end

    def code(self, start: int, end: int) -> int:
        closer = self._closing_backticks(end - start, end)
        if closer is None:
            return end
        inside = self._text[end:closer].replace("  \n", " ").replace("\n", " ")
        if inside[0] == inside[-1] == " " and inside.strip(" "):
            inside = inside[1:-1]
        after = closer + end - start
        self._add(Kind.TEXT, inside, start, after)
        self._found.has_code = True
        return after

    def _closing_backticks(self, length: int, behind: int) -> int | None:
        starts = self._backticks.get(length, [])
        index = bisect_left(starts, behind)
        return starts[index] if index < len(starts) else None

    @cached_property
    def _backticks(self) -> dict[int, list[int]]:
        runs = defaultdict(list)
        for run in _BACKTICKS.finditer(self._text):
            runs[run.end() - run.start()].append(run.start())
        return runs

    def angle(self, start: int, _end: int) -> int | None:
        if address := _ADDRESS.match(self._text, start):
            self._add(Kind.ADDRESS, address[1], start, address.end())
            return address.end()
        html = _HTML_TAG.match(self._text, start)
        end = html.end() if html else self._html_span_end(start)
        if end is not None:
            self._add(Kind.TEXT, "", start, end)
        return end

    def _html_span_end(self, start: int) -> int | None:
        for opener, closer in _HTML_SPANS:
            if not self._text.startswith(opener, start):
                continue
            inside = start + len(opener)
            if opener == "<!" and not _is_letter(self._text[inside : inside + 1]):
                return None
            if self._last_of(closer) < inside:
                return None
            return self._text.find(closer, inside) + len(closer)
        return None

    def _last_of(self, closer: str) -> int:
        # Asked before every search, so that a hostile text is not searched in vain
        # from each of its openers.
        if closer not in self._lasts:
            self._lasts[closer] = self._text.rfind(closer)
        return self._lasts[closer]

    @cached_property
    def _lasts(self) -> dict[str, int]:
        return {}

    def tag(self, start: int, end: int) -> int:
        after = tag_end(self._text, end)
        if after > end:
            piece = self._add(Kind.TAG, self._text[end:after], start, after)
            self._atoms.append(piece)
        return after

    def mention(self, start: int, end: int) -> int:
        after = mention_end(self._text, start)
        if after == start:
            return end
        piece = self._add(Kind.MENTION, self._text[end:after], start, after)
        self._atoms.append(piece)
        return after

    def address(self, start: int, end: int) -> int:
        before = self._text[start - 1] if start > self._flushed else " "
        if self._in_brackets or before not in _PLAIN_BEFORE_ADDRESS:
            return end
        after = url_end(self._text, start)
        if after <= end:
            return end
        protocol = "http://" if self._text[start] == "w" else ""
        self._add(Kind.ADDRESS, protocol + self._text[start:after], start, after)
        return after

    def run(self, start: int, end: int) -> int:
        run = run_at(self._text, start, end)
        if run:
            piece = self._add(Kind.TEXT, self._text[start:end], start, end)
            self._runs.append(run)
            self._marks.append((piece, run))
        return end

    def open_bracket(self, start: int, end: int) -> int:
        if start > self._last_closer:
            return end
        if not self._links.possible:
            self._idle_brackets += 1
            return end
        piece = self._add(Kind.TEXT, self._text[start:end], start, end)
        bracket = _Bracket(piece, end, len(self._runs), len(self._atoms))
        self._brackets.append(bracket)
        return end

    def close_bracket(self, start: int, end: int) -> int:
        if not self._brackets:
            self._idle_brackets -= self._idle_brackets > 0
            return end
        bracket = self._brackets.pop()
        is_image = bracket.piece.text == "!["
        dead = len(self._brackets) < self._dead_brackets and not is_image
        self._dead_brackets = min(self._dead_brackets, len(self._brackets))
        after = self._links.end(bracket.inside, start)
        if dead or after is None:
            return end
        self._add(Kind.TEXT, "", start, after)
        self._make_link(bracket, is_image=is_image)
        return after

    def _make_link(self, bracket: _Bracket, *, is_image: bool) -> None:
        bracket.piece.text = ""
        resolve(self._runs[bracket.runs :])
        del self._runs[bracket.runs :]
        for atom in self._atoms[bracket.atoms :]:
            # What reads like a tag or a mention inside a link is part of its text.
            atom.text = ("#" if atom.kind is Kind.TAG else "@") + atom.text
            atom.kind = Kind.TEXT
        del self._atoms[bracket.atoms :]
        if not is_image:
            self._found.has_link = True
            self._dead_brackets = len(self._brackets)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_sign(character: str) -> bool:
    return character.isascii() and character.isprintable() and not character.isalnum()


_TAKERS: dict[str, Callable[[_Scanner, int, int], int | None]] = {
    "\\": _Scanner.escape,
    "\n": _Scanner.line_end,
    " ": _Scanner.line_end,
    "`": _Scanner.code,
    "<": _Scanner.angle,
    "#": _Scanner.tag,
    "@": _Scanner.mention,
    "*": _Scanner.run,
    "_": _Scanner.run,
    "~": _Scanner.run,
    "[": _Scanner.open_bracket,
    "!": _Scanner.open_bracket,
    "]": _Scanner.close_bracket,
    "h": _Scanner.address,
    "f": _Scanner.address,
    "w": _Scanner.address,
}
