"""The headers of a file: what a browser may do with what somebody uploaded."""

from urllib.parse import quote

from appliance.api.asgi import Header

# Served as bytes and no more: a browser would run them in the server's name.
RUNNABLE = frozenset(
    {
        "text/html",
        "text/javascript",
        "text/xml",
        "application/javascript",
        "application/x-javascript",
        "application/xhtml+xml",
        "application/xml",
    }
)
SHOWN = ("image/", "audio/", "video/")
PDF = "application/pdf"
OCTETS = "application/octet-stream"
# A picture that holds a script stays a picture.
SECURITY: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline';"),
)
GAMUT: Header = (b"color-gamut", b"srgb, p3, rec2020")
PUBLIC: Header = (b"cache-control", b"public, no-cache")
PRIVATE: Header = (b"cache-control", b"private, no-store")


def served_type(media_type: str) -> str:
    """Return the type to serve a file as."""
    if media_type in RUNNABLE or not media_type.isascii():
        return OCTETS
    if media_type.startswith("text/"):
        return f"{media_type}; charset=utf-8"
    return media_type or OCTETS


def describing(media_type: str, filename: str) -> list[Header]:
    """Return what stands on every answer about a file, refused ranges too."""
    headers = list(SECURITY)
    if not media_type.startswith(SHOWN) and media_type != PDF:
        headers.append((b"content-disposition", disposition(filename).encode()))
    if media_type.startswith(("image/", "video/")):
        headers.append(GAMUT)
    return headers


def disposition(filename: str) -> str:
    """Return a Content-Disposition that old and new clients read alike."""
    plain = "".join(each if " " <= each <= "~" else "_" for each in filename)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    header = f'attachment; filename="{escaped}"'
    if plain == filename:
        return header
    return f"{header}; filename*=UTF-8''{quote(filename, safe='', errors='replace')}"
