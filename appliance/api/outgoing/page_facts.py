"""What a web page says about itself in its head, for a preview of a link."""

import codecs
import re
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qs, urljoin, urlsplit

HTML_TYPES = ("text/html", "application/xhtml+xml")
MAX_TITLE = 200
MAX_DESCRIPTION = 300
MAX_IMAGE = 2048
# Where a page may name its encoding, and how.
CHARSET_BYTES = 1024
CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
# Kinds of one fact, the most telling first.
TITLES = ("og:title", "twitter:title")
DESCRIPTIONS = ("og:description", "twitter:description", "description")
IMAGES = ("og:image", "og:image:url", "twitter:image", "twitter:image:src")
YOUTUBE_HOSTS = ("www.youtube.com", "youtube.com", "m.youtube.com")
YOUTUBE_ID = re.compile(r"[\w-]{6,20}")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Title, description, address of a picture; empty where the page says nothing."""

    title: str = ""
    description: str = ""
    image: str = ""


def is_page(content_type: str) -> bool:
    """Whether a Content-Type is that of a web page."""
    return content_type.partition(";")[0].strip().lower() in HTML_TYPES


def read_page(body: bytes, content_type: str, url: str) -> PageFacts:
    """Read the head of a page that came from `url`."""
    # Only instances that show links pay for the parser.
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - as said

    head = LexborHTMLParser(_text(body, content_type)).head
    if head is None:
        return PageFacts()
    facts: dict[str, str] = {}
    for node in head.css("meta"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or ""
        content = _line(attributes.get("content") or "")
        if content:
            facts.setdefault(name.strip().lower(), content)
    title = head.css_first("title")
    return PageFacts(
        title=_first(facts, TITLES, _line(title.text()) if title else "")[:MAX_TITLE],
        description=_first(facts, DESCRIPTIONS)[:MAX_DESCRIPTION],
        image=_thumbnail(url) or _image(_first(facts, IMAGES), url),
    )


def _text(body: bytes, content_type: str) -> str:
    """Decode by byte order mark, header, the page's own word, or as UTF-8."""
    if body.startswith(codecs.BOM_UTF8):
        return body.decode("utf-8-sig", "replace")
    header = Message()
    header["content-type"] = content_type
    named = CHARSET.search(body[:CHARSET_BYTES])
    charset = header.get_content_charset() or (named[1].decode() if named else "utf-8")
    try:
        return body.decode(charset, "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _first(facts: dict[str, str], names: tuple[str, ...], default: str = "") -> str:
    return next((facts[name] for name in names if name in facts), default)


def _image(reference: str, url: str) -> str:
    """Return the picture's whole address; what no browser may load is nothing."""
    if not reference:
        return ""
    try:
        image = urljoin(url, reference)
    except ValueError:
        return ""
    good = image.startswith(("http://", "https://")) and len(image) <= MAX_IMAGE
    return image if good else ""


def _thumbnail(url: str) -> str:
    """Return the picture of a YouTube video, which its page hides from robots."""
    parts = urlsplit(url)
    if parts.hostname not in YOUTUBE_HOSTS or parts.path != "/watch":
        return ""
    video = parse_qs(parts.query).get("v", [""])[0]
    if not YOUTUBE_ID.fullmatch(video):
        return ""
    return f"https://img.youtube.com/vi/{video}/mqdefault.jpg"
