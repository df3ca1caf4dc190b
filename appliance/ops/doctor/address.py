"""Whether the public address leads here, and how long its certificate lasts."""

import ssl
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from appliance.ops.doctor.finding import Finding, bad, doubtful, good

SECONDS = 5.0
MOST_BYTES = 4096
ALIVE = "Service ready."
DAY = 24 * 3600
SHORT, SOON = 3, 14


async def look_at_address(
    url: str, trusted: ssl.SSLContext | None = None
) -> list[Finding]:
    """Ask the address once, for seconds and some bytes at most."""
    limits = httpx.Timeout(SECONDS)
    try:
        async with (
            # No proxy of the environment, no redirect: what people reach is judged.
            httpx.AsyncClient(
                timeout=limits, trust_env=False, verify=trusted or True
            ) as client,
            client.stream("GET", f"{url.rstrip('/')}/healthz") as answer,
        ):
            text = await _beginning(answer)
            return list(_judged(url, answer, text))
    except httpx.HTTPError as error:
        return [_refused(url, error)]
    except httpx.InvalidURL as error:
        return [bad("address", f"{url}: {error}", "Mend --instance-url.")]


async def _beginning(answer: httpx.Response) -> str:
    read = b""
    async for chunk in answer.aiter_raw():
        read += chunk
        if len(read) >= MOST_BYTES:
            break
    return read[:MOST_BYTES].decode("utf-8", "replace")


def _judged(url: str, answer: httpx.Response, text: str) -> Iterator[Finding]:
    if answer.status_code == httpx.codes.OK and text.strip() == ALIVE:
        yield good("address", f"{url} leads to this server")
    else:
        yield bad(
            "address",
            f"{url}/healthz answers {answer.status_code} and not as this server does",
            "Let the proxy hand all paths to this server, or mend --instance-url.",
        )
    if urlsplit(url).scheme == "https":
        stream: Any = answer.extensions.get("network_stream")
        tls = stream and stream.get_extra_info("ssl_object")
        if certificate := tls and tls.getpeercert():
            yield _lasting(certificate["notAfter"])


def _lasting(end: str) -> Finding:
    days = int((ssl.cert_time_to_seconds(end) - time.time()) // DAY)
    fact = f"the certificate lasts {days} more days, until {end}"
    advice = "Renew it: see why the proxy did not."
    if days < SHORT:
        return bad("certificate", fact, advice)
    if days < SOON:
        return doubtful("certificate", fact, advice)
    return good("certificate", fact)


def _refused(url: str, error: httpx.HTTPError) -> Finding:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            advice = (
                "Clients refuse it: give the proxy a valid certificate, with the "
                "certificates between it and the authority."
            )
            return bad("certificate", f"{url}: {cause.verify_message}", advice)
        cause = cause.__cause__ or cause.__context__
    reason = str(error) or type(error).__name__
    return doubtful(
        "address",
        f"{url} cannot be reached from here: {reason}",
        "Some routers do not lead inside out again; else mend DNS or the proxy.",
    )
