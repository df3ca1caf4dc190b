"""RSS 2.0, written from memos."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote
from xml.etree.ElementTree import (
    Element,
    SubElement,
    register_namespace,
    tostring,
)

from appliance.markdown.html import render
from appliance.models.database import Row

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
register_namespace("content", _CONTENT)
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
TITLE_BYTES = 100
# Characters of all texts of one feed, after which the older memos are left out.
LARGEST = 1_000_000
REMEMBERED = 16_384
UNTITLED = "Memo"
# What XML 1.0 has no way to say.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself; `base` is where the server is reached."""

    base: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is sent. The tag is of its items, whenever it was made."""

    body: bytes
    etag: str
    last_modified: int | None


def write(
    channel: Channel,
    memos: Sequence[Row],
    authors: Mapping[int, str],
    enclosures: Mapping[int, Row],
    now: int,
) -> Feed:
    """Write a feed of the newest memos that fit; it takes a while if they are long."""
    root = Element("rss", {"version": "2.0"})
    top = SubElement(root, "channel")
    _add(top, "title", channel.title)
    _add(top, "link", channel.base)
    _add(top, "description", channel.description)
    made = _add(top, "pubDate", "")
    size = 0
    for memo in memos:
        html = _html(memo["content"])
        size += len(html)
        if size > LARGEST and memo is not memos[0]:
            break
        author = authors.get(memo["creator_id"], "")
        item = _add_item(top, channel.base, memo, author, html)
        if enclosure := enclosures.get(memo["id"]):
            # Where the format has it: ahead of the guid and the date.
            item.insert(-2, Element("enclosure", _enclosure(channel.base, enclosure)))
    etag = sha256(tostring(root)).hexdigest()[:16]
    made.text = _date(now)
    updated = max((memo["update_time"] for memo in memos), default=None)
    return Feed(DECLARATION + tostring(root, "utf-8"), etag, updated)


def _html(content: str) -> str:
    return _remembered(content) if len(content) <= REMEMBERED else render(content)


# A feed is made anew when anything changes, which seldom is many of its memos.
_remembered = lru_cache(maxsize=256)(render)


def _add_item(
    channel: Element, base: str, memo: Row, author: str, html: str
) -> Element:
    item = SubElement(channel, "item")
    link = f"{base}/memos/{memo['uid']}"
    _add(item, "title", title_of(memo["content"]))
    _add(item, "link", link)
    _add(item, "description", html)
    _add(item, f"{{{_CONTENT}}}encoded", html)
    _add(item, "author", author)
    _add(item, "guid", link)
    _add(item, "pubDate", _date(memo["create_time"]))
    return item


def _enclosure(base: str, attachment: Row) -> dict[str, str]:
    name = quote(attachment["filename"], safe="")
    own = f"{base}/file/attachments/{attachment['uid']}/{name}"
    return {
        "url": _sayable(attachment["external_link"] or own),
        "length": str(attachment["size"]),
        "type": _sayable(attachment["type"]),
    }


def title_of(content: str) -> str:
    """Return the first line without its marks, cut at a word's end."""
    title = content.split("\n", 1)[0].strip().lstrip("# ")
    if len(title.encode()) > TITLE_BYTES:
        cut = title.encode()[:TITLE_BYTES].decode(errors="ignore")
        title = (cut.rpartition(" ")[0] or cut) + "..."
    return title or UNTITLED


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _sayable(text)
    return element


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)


def _date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC))
