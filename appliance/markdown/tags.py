"""Tags in a text: where they stand, renamed, added, taken away.

Everything else stays byte for byte. Whether a change does what it should is asked of
the grammar itself: what would read differently around the tag is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from appliance.errors import FailedPreconditionError
from appliance.markdown.atoms import TAG_LENGTH, tag_end
from appliance.markdown.blocks import Shape, blocks
from appliance.markdown.facts import labels_of, without_box
from appliance.markdown.inlines import Kind, parse

# What is said of every piece of a text: its kind and its words.
Reading = list[tuple[object, str]]
_BLANKS = b" \t"


class TagError(FailedPreconditionError):
    """This tag cannot be changed in this text without changing how the rest reads."""


@dataclass(frozen=True, slots=True)
class Span:
    """A tag, and the bytes of the text where its name stands, without the sign."""

    tag: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes of a text that something else stands for."""

    start: int
    end: int
    replacement: bytes


def is_tag(text: str) -> bool:
    """Whether a text can be written behind a `#` and is one tag then."""
    return 0 < len(text) <= TAG_LENGTH and tag_end(text, 0) == len(text)


def spans(content: str) -> list[Span]:
    """Return the tags of a text in their order."""
    return _read(content)[0]


def renamed(tag: str, old: str, new: str) -> str:
    """Return what a tag is called once `old`, with all below it, is `new`."""
    if tag == old or tag.startswith(f"{old}/"):
        return new + tag[len(old) :]
    return tag


def rename(content: str, old: str, new: str) -> list[Edit]:
    """Return the edits that rename a tag with all below it; TagError if they cannot."""
    found, reading = _read(content)
    edits = [
        Edit(span.start, span.end, renamed(span.tag, old, new).encode())
        for span in found
        if renamed(span.tag, old, new) != span.tag
    ]
    wanted = [
        (kind, renamed(words, old, new) if kind is Kind.TAG else words)
        for kind, words in reading
    ]
    if edits and _read(applied(content, edits))[1] != wanted:
        raise TagError
    return edits


def add(content: str, tag: str) -> list[Edit]:
    """Return the edits that give a text a tag: behind its last line of tags, or new."""
    found = spans(content)
    if any(span.tag == tag for span in found):
        return []
    written = f"#{tag}"
    end = len(content.rstrip().encode())
    line = content.encode().rfind(b"\n", 0, end) + 1
    for edit in (
        *(
            [Edit(end, end, f" {written}".encode())]
            if _only_tags(content, line)
            else []
        ),
        Edit(end, end, f"\n\n{written}".encode() if end else written.encode()),
        Edit(0, 0, f"{written}\n\n".encode()),
    ):
        names = [span.tag for span in spans(applied(content, [edit]))]
        rest = [span.tag for span in found]
        if names in ([*rest, tag], [tag, *rest]):
            return [edit]
    raise TagError


def remove(content: str, tag: str) -> list[Edit]:
    """Return the edits that take a tag away, with the blank before it or its line."""
    found = spans(content)
    source = content.encode()
    edits: list[Edit] = []
    for span in found:
        if span.tag == tag:
            edit = _without(source, span, edits[-1].end if edits else 0)
            edits.append(edit)
    rest = [span.tag for span in found if span.tag != tag]
    if edits and [span.tag for span in spans(applied(content, edits))] != rest:
        raise TagError
    return edits


def applied(content: str, edits: Sequence[Edit]) -> str:
    """Return the text with edits made, which are in order and do not overlap."""
    source, at, parts = content.encode(), 0, []
    for edit in edits:
        parts += [source[at : edit.start], edit.replacement]
        at = edit.end
    return b"".join((*parts, source[at:])).decode()


def reversed_edits(content: str, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that make the text before of the one behind."""
    source, moved, back = content.encode(), 0, []
    for edit in edits:
        start = edit.start + moved
        end = start + len(edit.replacement)
        back.append(Edit(start, end, source[edit.start : edit.end]))
        moved += len(edit.replacement) - (edit.end - edit.start)
    return back


def _without(source: bytes, span: Span, floor: int) -> Edit:
    """Return the edit that takes one tag away, of the text behind `floor`."""
    start, end = span.start - 1, span.end
    line = source.rfind(b"\n", 0, start) + 1
    stop = source.find(b"\n", end)
    stop = len(source) if stop < 0 else stop
    if not source[line:start].strip() and not source[end:stop].strip():
        # It has the line for itself.
        return Edit(max(line, floor), min(stop + 1, len(source)), b"")
    if start > floor and source[start - 1] in _BLANKS and source[line:start].strip():
        return Edit(start - 1, end, b"")
    if end < len(source) and source[end] in _BLANKS:
        return Edit(start, end + 1, b"")
    return Edit(start, end, b"")


def _only_tags(content: str, line: int) -> bool:
    """Whether what stands from a byte on is tags and blanks, at least one tag."""
    source = content.encode()
    tail = [span for span in spans(content) if span.start > line]
    at, between = line, b""
    for span in tail:
        between += source[at : span.start - 1]
        at = span.end
    return bool(tail) and not (between + source[at:]).strip()


def _read(content: str) -> tuple[list[Span], Reading]:
    """Return the tags of a text, and how all of it reads."""
    source = content.encode()
    labels = labels_of(content)
    found: list[Span] = []
    reading: Reading = []
    for block in blocks(content, source):
        reading.append((block.shape, str(block.gap)))
        if block.shape is Shape.CODE:
            continue
        text = without_box(block)
        cut = len(block.text) - len(text)
        reading.append((block.opens_item, block.text[:cut]))
        pieces = parse(text, labels).pieces
        reading += [(piece.kind, piece.text) for piece in pieces]
        places = [piece.start + cut for piece in pieces if piece.kind is Kind.TAG]
        at = block.positions(source)
        for place in places:
            start = at(place) + 1
            name = _name(block.text, place)
            found.append(Span(name, start, start + len(name.encode())))
    return found, reading


def _name(text: str, place: int) -> str:
    return text[place + 1 : tag_end(text, place + 1)]
