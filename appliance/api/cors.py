"""Who may read our answers from a page of another site: everybody, without cookies.

Blogs show public memos from their visitors' browsers. Credentials are for pages of our
own host or of the public address alone.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from appliance.api.asgi import Header

METHODS = b"GET,HEAD,PUT,PATCH,POST,DELETE"
PRINTABLE = re.compile(r"[\x20-\x7e]+")
VARY: Header = (b"vary", b"Origin")
PREFLIGHT_VARY: tuple[Header, ...] = (
    VARY,
    (b"vary", b"Access-Control-Request-Method"),
    (b"vary", b"Access-Control-Request-Headers"),
)


@lru_cache(maxsize=256)
def answer_headers(origin: str, host: str, instance_url: str) -> tuple[Header, ...]:
    """Return what every answer to a request from this origin carries."""
    if not is_named(origin):
        return (VARY,)
    allowed = (b"access-control-allow-origin", origin.encode())
    if not may_have_credentials(origin, host, instance_url):
        return VARY, allowed
    return VARY, allowed, (b"access-control-allow-credentials", b"true")


def preflight_headers(
    origin: str, host: str, instance_url: str, wanted: str
) -> list[Header]:
    """Return the answer to a preflight; `wanted` are the headers it asks for."""
    if not is_named(origin):
        return [VARY]
    headers = [
        *PREFLIGHT_VARY,
        *answer_headers(origin, host, instance_url)[1:],
        (b"access-control-allow-methods", METHODS),
    ]
    if PRINTABLE.fullmatch(wanted):
        headers.append((b"access-control-allow-headers", wanted.encode()))
    return headers


def is_named(origin: str) -> bool:
    """Whether the origin says anything that can be echoed."""
    return origin != "null" and PRINTABLE.fullmatch(origin) is not None


def may_have_credentials(origin: str, host: str, instance_url: str) -> bool:
    """Whether the origin is this host, or the instance's public address."""
    try:
        page, instance = urlsplit(origin.lower()), urlsplit(instance_url.lower())
    except ValueError:
        return False
    if not page.netloc:
        return False
    return page.netloc == host.lower() or page[:2] == instance[:2]
