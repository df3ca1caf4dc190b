"""One HTTP request to somebody else: bounded in time and size, and in where it goes.

The library is imported at the first request: most instances never make one. Proxies
named in the environment are not used, redirects are followed by hand, every connection
is new, so that each hop is judged by the policy.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from appliance.api.outgoing.targets import Policy
from appliance.errors import UnavailableError

if TYPE_CHECKING:
    import httpx

SCHEMES = ("http", "https")
MAX_REDIRECTS = 10
# These repeat the request as it is; the older ones turn it into a GET.
SAME_REQUEST = frozenset({307, 308})
BECOMES_GET = frozenset({301, 302, 303})
CREDENTIALS = frozenset({"authorization", "cookie", "x-goog-api-key"})
PORTS = {"http": 80, "https": 443}


class FetchError(UnavailableError):
    """There is no usable answer."""


class BadUrlError(FetchError):
    """invalid URL format"""  # noqa: D415 - part of a sentence on the wire


class BadSchemeError(FetchError):
    """only http/https protocols are allowed"""  # noqa: D415 - as above


class TooLargeError(FetchError):
    """The answer is too large."""


class TimedOutError(FetchError):
    """The answer took too long."""


class RedirectError(FetchError):
    """The answer leads elsewhere in a way that is not followed."""


class UnreachableError(FetchError):
    """The connection failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A request and its bounds. Printing it shows no header and no body."""

    method: str = "GET"
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes = field(default=b"", repr=False)
    policy: Policy
    seconds: float
    # More than this is an error, unless `truncate` takes what fits.
    max_bytes: int
    truncate: bool = False
    max_redirects: int = MAX_REDIRECTS


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `url` is where the last redirect led. Names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


async def fetch(request: Outbound) -> Answer:
    """Send a request and return the answer, whatever its status.

    Raises FetchError, or what `Policy.resolve` raises of a target.
    """
    try:
        async with asyncio.timeout(request.seconds):
            return await _follow(request)
    except TimeoutError as error:
        raise TimedOutError from error


async def _follow(request: Outbound) -> Answer:
    for _ in range(request.max_redirects + 1):
        answer = await _send(request)
        target = answer.headers.get("location", "")
        if not target or answer.status not in SAME_REQUEST | BECOMES_GET:
            return answer
        if answer.status in BECOMES_GET and request.content:
            raise RedirectError(f"{answer.status} would lose the body: {target[:200]}")
        request = _redirected(request, _joined(request.url, target))
    raise RedirectError("too many redirects")


def _redirected(request: Outbound, url: str) -> Outbound:
    """Repeat a request elsewhere; credentials are for the first place only."""
    headers = request.headers
    if urlsplit(url)[:2] != urlsplit(request.url)[:2]:
        headers = {
            name: value
            for name, value in headers.items()
            if name.lower() not in CREDENTIALS
        }
    return replace(request, url=url, headers=headers)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError as error:
        raise BadUrlError from error


def parse_url(url: str) -> "httpx.URL":
    """Read a URL that can be requested, or raise BadUrlError or BadSchemeError."""
    import httpx  # noqa: PLC0415 - see the module

    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise BadUrlError from error
    if parsed.scheme not in SCHEMES:
        raise BadSchemeError
    if not parsed.host or any(c.isspace() or c == "%" for c in parsed.host):
        raise BadUrlError
    return parsed


async def _send(request: Outbound) -> Answer:
    import httpx  # noqa: PLC0415 - see the module

    from appliance.api.outgoing.dialling import (  # noqa: PLC0415 - see the module
        transport,
    )

    asked = httpx.Request(
        request.method,
        parse_url(request.url),
        # An encoded body could unfold to any size.
        headers={"accept-encoding": "identity", **request.headers},
        content=request.content or None,
    )
    try:
        # The library's client would prepare redirects that are judged here.
        async with transport(request.policy, tls_context()) as carrier:
            response = await carrier.handle_async_request(asked)
            body = await _read(response, request)
    except httpx.TimeoutException as error:
        raise TimedOutError from error
    except httpx.HTTPError as error:
        raise UnreachableError(str(error) or type(error).__name__) from error
    answered = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, answered, body, request.url)


async def _read(response: "httpx.Response", request: Outbound) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > request.max_bytes:
            if not request.truncate:
                raise TooLargeError
            del body[request.max_bytes :]
            break
    return bytes(body)


@cache
def tls_context() -> ssl.SSLContext:
    """Return what every TLS connection is judged by; reading it takes a while."""
    import httpx  # noqa: PLC0415 - see the module

    return httpx.create_ssl_context()
