"""A text as HTML for readers elsewhere: feeds.

Nothing of an author's own HTML gets through, nor an address that a browser would run.
Tags and mentions mean something inside this server only, and are left out.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pyromark

from appliance.markdown.atoms import Mailboxes, mention_end, tag_end, url_end

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_OMITTED = "<!-- raw HTML omitted -->"
_ATOM = re.compile(r"#(?=[^#\s])|@|https?://|ftp://|www\.")
_PLAIN_BEFORE_ADDRESS = frozenset(" (*_~\n")
_RUNNABLE = re.compile(r"\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|gif|jpeg|webp);", re.IGNORECASE)
_SAFE_IN_URL = "%/:?#[]@!$&'()*+,;=-._~"
# The sign for apostrophes stays: none of our attributes is put in single quotes.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_MARKS = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "del"}
# Elements on lines of their own, and whether their content is, too.
_BLOCKS = {
    "Paragraph": ("p", False),
    "BlockQuote": ("blockquote", True),
    "Item": ("li", False),
    "Table": ("table", True),
    "TableRow": ("tr", True),
}


def render(content: str) -> str:
    """Return the text as HTML; no text is refused."""
    return _Renderer(content.encode(errors="replace")).render().strip()


class _Renderer:
    """Turns the parser's stream of events into HTML."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._html: list[str] = []
        # The text at hand, in one piece, and the places of escaped characters in it.
        self._text = ""
        self._escaped: set[int] = set()
        self._opaque: list[str] = []
        self._image_title = ""
        self._cells: Iterator[str] = iter(())
        self._alignments: tuple[str, ...] = ()
        self._cell = "td"
        # The anchors taken, and how often each was wanted again.
        self._headings: dict[str, int] = {}

    def render(self) -> str:
        """Walk over the events once."""
        text = self._source.decode()
        for event, span in pyromark.events_with_range(text, options=_OPTIONS):
            name, value = _named(event)
            if name == "Text":
                self._collect(value, span["start"])
                continue
            self._flush()
            if name == "Start":
                written = self._source[span["start"] : span["end"]]
                self._start(*_named(value), written)
            elif name == "End":
                self._end(*_named(value))
            else:
                self._leaf(name, value)
        self._flush()
        return "".join(self._html)

    def _collect(self, text: str, start: int) -> None:
        written = self._source[start : start + 1]
        if self._source[max(start - 1, 0) : start] == b"\\" or (
            written == b"&" and text[:1] != "&"
        ):
            self._escaped.add(len(self._text))
        self._text += text

    def _flush(self) -> None:
        text, self._text = self._text, ""
        escaped, self._escaped = self._escaped, set()
        if self._opaque:
            self._html.append(_escape(text))
        elif text:
            self._html.extend(_with_atoms(text, escaped))

    def _on_new_line(self, html: str) -> None:
        line_end = "" if not self._html or self._html[-1].endswith("\n") else "\n"
        self._html.append(line_end + html)

    def _leaf(self, name: str, value: Any) -> None:
        if name == "Code":
            code = _escape(value)
            self._html.append(code if self._in_image else f"<code>{code}</code>")
        elif name == "Rule":
            self._on_new_line("<hr>\n")
        elif name in {"SoftBreak", "HardBreak"}:
            hard = name == "HardBreak" and not self._in_image
            self._html.append("<br>\n" if hard else "\n")
        elif name == "TaskListMarker":
            checked = 'checked="" ' if value else ""
            self._html.append(f'<input {checked}disabled="" type="checkbox"> ')
        elif name == "InlineHtml" and not self._in_image:
            self._html.append(_OMITTED)

    @property
    def _in_image(self) -> bool:
        return "Image" in self._opaque

    def _start(self, kind: str, details: Any, written: bytes) -> None:
        if kind in {"Link", "Image"}:
            self._start_address(kind, details)
        elif self._in_image:
            return
        elif kind in _MARKS:
            self._html.append(f"<{_MARKS[kind]}>")
        elif kind == "CodeBlock":
            self._opaque.append(kind)
            language = details["Fenced"].split() if type(details) is dict else []
            name = f' class="language-{_escape(language[0])}"' if language else ""
            self._on_new_line(f"<pre><code{name}>")
        elif kind == "Heading":
            anchor = self._id(written.decode())
            self._on_new_line(f'<{details["level"].lower()} id="{anchor}">')
        elif kind == "HtmlBlock":
            self._on_new_line(f"{_OMITTED}\n")
        elif kind == "List":
            first = f' start="{details}"' if details not in {None, 1} else ""
            self._on_new_line(f"<{'ul' if details is None else 'ol'}{first}>\n")
        else:
            self._start_block(kind, details)

    def _start_block(self, kind: str, details: Any) -> None:
        if kind == "Table":
            self._alignments = details
        if kind in {"TableHead", "TableRow"}:
            self._cells = iter(self._alignments)
        if kind == "TableHead":
            self._cell = "th"
            self._on_new_line("<thead>\n<tr>\n")
        elif kind == "TableCell":
            side = next(self._cells, "None")
            style = "" if side == "None" else f' style="text-align:{side.lower()}"'
            self._on_new_line(f"<{self._cell}{style}>")
        elif kind in _BLOCKS:
            element, on_lines = _BLOCKS[kind]
            self._on_new_line(f"<{element}>" + ("\n" if on_lines else ""))

    def _end(self, kind: str, details: Any) -> None:
        if kind in {"Link", "Image"}:
            self._end_address(kind)
        elif self._in_image:
            return
        elif kind in _MARKS:
            self._html.append(f"</{_MARKS[kind]}>")
        elif kind == "CodeBlock":
            self._opaque.pop()
            self._html.append("</code></pre>\n")
        elif kind == "Heading":
            self._html.append(f"</{details.lower()}>\n")
        elif kind == "List":
            self._html.append("</ol>\n" if details else "</ul>\n")
        elif kind == "TableHead":
            self._cell = "td"
            self._html.append("</tr>\n</thead>\n<tbody>\n")
        elif kind == "TableCell":
            self._html.append(f"</{self._cell}>\n")
        elif kind in _BLOCKS:
            before = "</tbody>\n" if kind == "Table" else ""
            self._html.append(f"{before}</{_BLOCKS[kind][0]}>\n")

    def _start_address(self, kind: str, details: Any) -> None:
        title = f' title="{_escape(details["title"])}"' if details["title"] else ""
        if self._in_image:
            self._opaque.append(kind)
            return
        address = _address(details["dest_url"], picture=kind == "Image")
        if kind == "Link":
            mailto = "mailto:" if details["link_type"] == "Email" else ""
            self._html.append(f'<a href="{mailto}{address}"{title}>')
        else:
            self._html.append(f'<img src="{address}" alt="')
            self._image_title = title
        self._opaque.append(kind)

    def _end_address(self, kind: str) -> None:
        self._opaque.pop()
        if not self._in_image:
            self._html.append("</a>" if kind == "Link" else f'"{self._image_title}>')

    def _id(self, written: str) -> str:
        """Return the anchor of a heading, by its letters as they are written."""
        text = written.strip().lstrip("#").rstrip("=-\r\n ").strip()
        text = re.sub(r"[^a-z0-9\s_-]", "", text.lower())
        wanted = re.sub(r"[\s_]", "-", text) or "heading"
        found = wanted
        while found in self._headings:
            self._headings[wanted] += 1
            found = f"{wanted}-{self._headings[wanted]}"
        self._headings[found] = 0
        return found


def _escape(text: str) -> str:
    return text.translate(_ENTITIES)


def _named(event: Any) -> tuple[str, Any]:
    """Return an event's name and what it carries."""
    if type(event) is dict:
        name, value = next(iter(event.items()))
        return str(name), value
    return str(event), None


def _address(url: str, *, picture: bool = False) -> str:
    if _RUNNABLE.match(url) and not (picture and _PICTURE.match(url)):
        return ""
    return _escape(quote(url, safe=_SAFE_IN_URL))


def _with_atoms(text: str, escaped: set[int]) -> Iterator[str]:
    """Yield text without its tags and mentions, and with its addresses as links."""
    mailboxes = Mailboxes.find(text)
    mails = dict(zip(mailboxes.starts, mailboxes.ends, strict=True))
    places = sorted({*mails, *(found.start() for found in _ATOM.finditer(text))})
    done = 0
    for start in places:
        if start < done or start in escaped:
            continue
        end = mails.get(start) or _atom_end(text, start, done)
        if end == start:
            continue
        yield _escape(text[done:start])
        if text[start] not in "#@" or start in mails:
            yield _link(text[start:end], mail=start in mails)
        done = end
    yield _escape(text[done:])


def _atom_end(text: str, start: int, done: int) -> int:
    if text[start] == "#":
        end = tag_end(text, start + 1)
        return end if end > start + 1 else start
    if text[start] == "@":
        return mention_end(text, start)
    before = text[start - 1] if start > done else " "
    return url_end(text, start) if before in _PLAIN_BEFORE_ADDRESS else start


def _link(written: str, *, mail: bool) -> str:
    protocol = "mailto:" if mail else "http://" if written.startswith("www.") else ""
    return f'<a href="{_address(protocol + written)}">{_escape(written)}</a>'
