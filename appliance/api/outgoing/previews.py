"""Previews of links: fetched once, remembered for a while, a few at a time."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from appliance import __version__
from appliance.api.outgoing.fetch import (
    BadSchemeError,
    BadUrlError,
    Outbound,
    fetch,
)
from appliance.api.outgoing.page_facts import PageFacts, is_page, read_page
from appliance.api.outgoing.targets import (
    PUBLIC_ONLY,
    ForbiddenTargetError,
    Policy,
    UnresolvedError,
    literal,
)
from appliance.errors import (
    ApplianceError,
    InvalidArgumentError,
    ResourceExhaustedError,
)

SECONDS = 5.0
MAX_BYTES = 512 * 1024
MAX_URL = 2048
FIRST_ERROR = 400
HEADERS = {
    "user-agent": f"Mozilla/5.0 (compatible; MemosAppliance/{__version__})",
    "accept": "text/html,application/xhtml+xml",
}
# How many are remembered, how many seconds what worked and what failed.
CAPACITY = 1000
GOOD_SECONDS = 24 * 3600.0
BAD_SECONDS = 60.0
AT_ONCE = 8
MAX_WAITING = 100


@dataclass(frozen=True, slots=True)
class _Known:
    facts: PageFacts | InvalidArgumentError
    until: float


class Previews:
    """Answers what pages say about themselves."""

    def __init__(self, policy: Policy = PUBLIC_ONLY) -> None:
        self._policy = policy
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._flights: dict[str, asyncio.Task[PageFacts | InvalidArgumentError]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def of(self, url: str) -> PageFacts:
        """Return the facts of a page; InvalidArgumentError where there are none."""
        if len(url) > MAX_URL:
            # Not even remembered: what failed is kept under its whole address.
            raise _failure(str(BadUrlError()))
        known = self._known.get(url)
        if known and known.until > time.monotonic():
            self._known.move_to_end(url)
            return _unpack(known.facts)
        flight = self._flights.get(url)
        if flight is None:
            if len(self._flights) >= MAX_WAITING:
                raise ResourceExhaustedError("too many links are being fetched")
            flight = asyncio.create_task(self._fly(url))
            self._flights[url] = flight
        # One who hangs up does not take the answer from those who wait as well.
        return _unpack(await asyncio.shield(flight))

    async def _fly(self, url: str) -> PageFacts | InvalidArgumentError:
        facts: PageFacts | InvalidArgumentError
        try:
            async with self._slots:
                facts = await self._load(url)
        except InvalidArgumentError as error:
            facts = error
        finally:
            del self._flights[url]
        bad = isinstance(facts, InvalidArgumentError)
        until = time.monotonic() + (BAD_SECONDS if bad else GOOD_SECONDS)
        self._known[url] = _Known(facts, until)
        self._known.move_to_end(url)
        while len(self._known) > CAPACITY:
            self._known.popitem(last=False)
        return facts

    async def _load(self, url: str) -> PageFacts:
        request = Outbound(
            url=url,
            headers=HEADERS,
            policy=self._policy,
            seconds=SECONDS,
            max_bytes=MAX_BYTES,
            truncate=True,
        )
        try:
            answer = await fetch(request)
        except (BadSchemeError, BadUrlError) as error:
            raise _failure(str(error)) from error
        except ForbiddenTargetError as error:
            raise _failure(_forbidden(error, url)) from error
        except UnresolvedError as error:
            reason = f'Get "{url}": failed to resolve hostname: {error}'
            raise _failure(reason) from error
        except ApplianceError as error:
            raise _failure(f'Get "{url}": {error}') from error
        if answer.status >= FIRST_ERROR:
            raise _failure(f"the page answers {answer.status}")
        content_type = answer.headers.get("content-type", "")
        if not is_page(content_type) or "content-encoding" in answer.headers:
            raise _failure("not a web page")
        return await asyncio.to_thread(read_page, answer.body, content_type, answer.url)


def _failure(reason: str) -> InvalidArgumentError:
    return InvalidArgumentError(f"failed to fetch link metadata: {reason}")


def _forbidden(error: ForbiddenTargetError, url: str) -> str:
    refusal = "internal IP addresses are not allowed"
    if literal(error.host):
        return f"{error.address}: {refusal}"
    return f'Get "{url}": host={error.host}, ip={error.address}: {refusal}'


def _unpack(facts: PageFacts | InvalidArgumentError) -> PageFacts:
    if isinstance(facts, InvalidArgumentError):
        # Fresh each time: a traceback would grow with each one who is told.
        raise InvalidArgumentError(str(facts))
    return facts
