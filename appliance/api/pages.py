"""The built page: which files there are, and how each may be kept and used.

Files are listed once, at the start: a request can only name what was in the list, so no
path leads outside the directory.
"""

import hashlib
import html
import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

INDEX = "index.html"
# Stands in the page's <base href> until the server knows where it is mounted.
BASE_PATH_MARK = "__BASE_PATH__"
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ENCODINGS = {"br": ".br", "gzip": ".gz"}


def content_security_policy(tiles: str = "", frames: Iterable[str] = ()) -> str:
    """Return what the page may do: its own scripts, styles and calls, and pictures.

    Besides that, nothing but the map tiles of one origin and frames of some.
    """
    connect = f"'self' {tiles}".rstrip()
    # Its own: the document that draws diagrams.
    framed = " ".join(("'self'", *frames))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"connect-src {connect}",
            "font-src 'self'",
            "img-src 'self' data: blob: https: http:",
            "media-src 'self' blob: https: http:",
            f"frame-src {framed}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


SECURITY = {
    "Content-Security-Policy": content_security_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Draws the diagrams of notes: a document without an origin, a network or a cookie, and
# with styles of its own. The page shows what it sends back as a picture.
DIAGRAM = "diagram.html"
DIAGRAM_POLICY = (
    "sandbox allow-scripts; "
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'unsafe-inline'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'self'"
)
DIAGRAM_SECURITY = {
    "Content-Security-Policy": DIAGRAM_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}
# Names of assets carry a digest of their content.
FOREVER = "public, max-age=2592000, immutable"
AN_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file of the page and its precompressed twins, by content encoding."""

    path: Path
    media_type: str
    cache_control: str
    twins: Mapping[str, Path] = field(default_factory=dict)
    security: Mapping[str, str] = field(default_factory=lambda: SECURITY)

    def best(self, accepted: str) -> tuple[Path, str]:
        """Return the file to send and its encoding for an Accept-Encoding header."""
        offers = parse_accept_header(accepted, Accept)
        for encoding, twin in self.twins.items():
            if offers.quality(encoding) > 0:
                return twin, encoding
        return self.path, ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was built: the document, with its digest, and the files."""

    document: bytes
    etag: str
    files: Mapping[str, StaticFile]

    @classmethod
    def load(cls, directory: Path, base_path: str) -> "Page | None":
        """Read what was built, or return None where nothing was."""
        index = directory / INDEX
        if not index.is_file():
            return None
        text = index.read_text("utf-8")
        document = text.replace(BASE_PATH_MARK, html.escape(base_path)).encode()
        etag = hashlib.sha256(document).hexdigest()[:20]
        return cls(document, etag, dict(_files(directory)))


def _files(directory: Path) -> Iterator[tuple[str, StaticFile]]:
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_file() and name != INDEX and path.suffix not in ENCODINGS.values():
            yield name, _file(path, name)


def _file(path: Path, name: str) -> StaticFile:
    twins = {
        encoding: twin
        for encoding, suffix in ENCODINGS.items()
        if (twin := path.with_name(path.name + suffix)).is_file()
    }
    return StaticFile(
        path=path,
        media_type=_media_type(name),
        cache_control=FOREVER if name.startswith("assets/") else AN_HOUR,
        twins=twins,
        security=DIAGRAM_SECURITY if name == DIAGRAM else SECURITY,
    )


def _media_type(name: str) -> str:
    known, _ = _standard_types().guess_type(name)
    kind = MEDIA_TYPES.get(PurePosixPath(name).suffix, known)
    if kind and kind.startswith("text/"):
        return f"{kind}; charset=utf-8"
    return kind or "application/octet-stream"


@cache
def _standard_types() -> mimetypes.MimeTypes:
    # Not the machine's own table: some systems call scripts text/plain.
    return mimetypes.MimeTypes()
