"""Filenames and media types: which are accepted, and what a file is if nobody says."""

import mimetypes
import re

from appliance.errors import InvalidArgumentError

MAX_TYPE_BYTES = 255
OCTETS = "application/octet-stream"
TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105 - a piece of grammar
TYPE = re.compile(rf"\s*(?P<type>{TOKEN}(?:/{TOKEN})?)\s*(?P<rest>(?:;.*)?)", re.DOTALL)
PARAMETERS = re.compile(
    rf'(?:;\s*(?:{TOKEN}\s*=\s*(?:{TOKEN}|"(?:[^"\\]|\\.)*")\s*)?)*', re.DOTALL
)
# Not what the machine's own tables say: the same file is the same everywhere.
TABLES = mimetypes.MimeTypes(filenames=())
OFFICE = "application/vnd.openxmlformats-officedocument"
KNOWN = {
    ".avif": "image/avif",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".flac": "audio/flac",
    ".gz": "application/gzip",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".pptx": f"{OFFICE}.presentationml.presentation",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".xml": "text/xml",
}
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBPVP", "image/webp"),
    (8, b"WAVE", "audio/wave"),
    (8, b"AVI ", "video/avi"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"%!PS-Adobe-", "application/postscript"),
    (0, b"OggS\0", "application/ogg"),
    (0, b"MThd\0\0\0\x06", "audio/midi"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/x-rar-compressed"),
    (0, b"\x1f\x8b\x08", "application/x-gzip"),
    (0, b"\0asm", "application/wasm"),
    (0, b"\0\x01\0\0", "font/ttf"),
    (0, b"OTTO", "font/otf"),
    (0, b"wOFF", "font/woff"),
    (0, b"wOF2", "font/woff2"),
    (0, b"\0\0\x01\0", "image/x-icon"),
)
MARKUP = re.compile(
    rb"\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|"
    rb"b|body|br|p|!--)[\s>]",
    re.IGNORECASE,
)
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
SNIFFED_BYTES = 512


def checked_filename(filename: str) -> str:
    """Return a name that is no path, or raise InvalidArgumentError."""
    if not filename:
        raise InvalidArgumentError("filename is required")
    if "\0" in filename or "/" in filename or "\\" in filename:
        raise InvalidArgumentError("filename contains invalid characters or format")
    if filename[0] in " ." or filename[-1] in " .":
        raise InvalidArgumentError("filename contains invalid characters or format")
    return filename


def checked_type(text: str) -> str:
    """Return a media type in lower case without its parameters, or raise."""
    match = TYPE.fullmatch(text)
    if (
        match is None
        or len(text.encode()) > MAX_TYPE_BYTES
        or not PARAMETERS.fullmatch(match["rest"])
    ):
        raise InvalidArgumentError("invalid MIME type format")
    return match["type"].lower()


def guess(filename: str, head: bytes) -> str:
    """Return what a file is by its extension, else by how it begins."""
    extension = f".{filename.rpartition('.')[2].lower()}" if "." in filename else ""
    by_name = KNOWN.get(extension) or TABLES.guess_type(f"x{extension}")[0]
    return by_name or sniff(head[:SNIFFED_BYTES])


def sniff(head: bytes) -> str:
    """Return what a file is by how it begins; unknown bytes are just bytes."""
    for offset, mark, found in SIGNATURES:
        if head[offset:].startswith(mark) and (not offset or head.startswith(b"RIFF")):
            return found
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if MARKUP.match(head):
        return "text/html"
    if head.lstrip().startswith(b"<?xml"):
        return "text/xml"
    if head.startswith(BYTE_ORDER_MARKS) or not BINARY.search(head):
        return "text/plain"
    return OCTETS
