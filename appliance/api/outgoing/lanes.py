"""Deliveries on their way: one lane per webhook, each in order, none in another's way.

A receiver that does not answer is tried again with growing pauses for three days, and
its later events wait behind the first. A receiver that answers but refuses one event is
asked five times, then the event is given up and the next one has its turn. A restart
tries everything at once.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from appliance import __version__
from appliance.api.outgoing.fetch import Answer, Outbound, fetch
from appliance.api.outgoing.signing import signed_headers
from appliance.api.outgoing.targets import Policy
from appliance.errors import ApplianceError
from appliance.models.database import Database, Row
from appliance.models.webhook import (
    Attempt,
    DeliveryState,
    give_up,
    next_pending,
    note_attempt,
    prune_log,
)

SECONDS = 30.0
MAX_ANSWER = 2048
MAX_REASON = 300
AT_ONCE = 32
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 1800.0
JITTER = 0.2
DAY = 24 * 3600
PATIENCE = 3 * DAY
# Answers about this one event, not about the receiver's state.
REFUSALS = frozenset({400, 405, 406, 410, 411, 413, 414, 415, 422, 431, 451})
REFUSED_ATTEMPTS = 5
# How many finished deliveries of a webhook are kept, and how often that is looked at.
KEPT = 500
PRUNE_INTERVAL = 50
STOP_SECONDS = 3.0
GOOD = range(200, 300)
USER_AGENT = f"MemosAppliance/{__version__}"

_LOG = structlog.get_logger()


@dataclass(slots=True)
class _Lane:
    task: asyncio.Task[None] | None = None
    # Set when there may be something new, and when a pause should end.
    news: asyncio.Event = field(default_factory=asyncio.Event)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0
    sent: int = 0


class Lanes:
    """Sends what is pending; `wake` says that there is something."""

    def __init__(
        self,
        database: Database,
        policy: Policy,
        observe: Callable[[str], None] = lambda _outcome: None,
    ) -> None:
        self._database = database
        # Told of each attempt: `delivered`, `failed` for good or `pending` still.
        self._observe = observe
        self._policy = policy
        self._lanes: dict[int, _Lane] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = False

    def start(self) -> None:
        """Allow sending."""
        self._stopping = False

    def wake(self, webhook_ids: Iterable[int]) -> None:
        """Look at what these webhooks are to be sent."""
        for webhook_id in webhook_ids:
            lane = self._lanes.get(webhook_id)
            if lane is None:
                lane = self._lanes[webhook_id] = _Lane()
                lane.task = asyncio.create_task(self._run(webhook_id, lane))
            lane.news.set()

    def hurry(self) -> None:
        """End all pauses: a webhook was changed, or somebody wants it sent again."""
        for lane in self._lanes.values():
            lane.failures = 0
            lane.hurry.set()

    async def stop(self) -> None:
        """Send nothing more; what is on its way has a moment to arrive."""
        self._stopping = True
        tasks = [lane.task for lane in self._lanes.values() if lane.task]
        self.hurry()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()

    async def _run(self, webhook_id: int, lane: _Lane) -> None:
        while not self._stopping:
            lane.news.clear()
            lane.hurry.clear()
            try:
                found = await self._step(webhook_id, lane)
            except Exception as error:  # noqa: BLE001 - the lane must outlive any fault
                _LOG.warning("delivery not possible", error=repr(error))
                lane.failures += 1
                found = True
            if not found and not lane.news.is_set():
                # Nothing runs between this look and the removal.
                break
            if lane.failures:
                await _pause(lane)
        self._lanes.pop(webhook_id, None)

    async def _step(self, webhook_id: int, lane: _Lane) -> bool:
        """Try the first pending delivery; return whether there was one."""
        row = await next_pending(self._database, webhook_id)
        if row is None:
            return False
        status, reason = await self._send(row)
        attempt = judge(row, status, reason, lane.failures)
        await note_attempt(self._database, attempt)
        self._observe(attempt.state.name.lower())
        answered = attempt.state is DeliveryState.DELIVERED or status in REFUSALS
        if answered and attempt.state is not DeliveryState.PENDING:
            lane.failures = 0
        else:
            lane.failures += 1
        await self._settle(webhook_id, lane, attempt)
        return True

    async def _send(self, row: Row) -> tuple[int, str]:
        body = row["body"].encode()
        signed = signed_headers(
            row["signing_secret"], f"msg_{row['uid']}", int(time.time()), body
        )
        request = Outbound(
            method="POST",
            url=row["url"],
            headers={
                "content-type": "application/json",
                "user-agent": USER_AGENT,
                **signed,
            },
            content=body,
            policy=self._policy,
            seconds=SECONDS,
            max_bytes=MAX_ANSWER,
            truncate=True,
        )
        async with self._slots:
            try:
                answer = await fetch(request)
            except ApplianceError as error:
                return 0, str(error)[:MAX_REASON]
        return answer.status, _words(answer)

    async def _settle(self, webhook_id: int, lane: _Lane, attempt: Attempt) -> None:
        """Clear what is too old, now and then what is too much."""
        if attempt.state is DeliveryState.FAILED and lane.failures:
            oldest = attempt.now - PATIENCE
            reason = "not tried: the receiver had not answered for three days"
            await give_up(self._database, webhook_id, attempt.now, oldest, reason)
        lane.sent += 1
        if lane.sent % PRUNE_INTERVAL == 1:
            await prune_log(self._database, webhook_id, KEPT)


async def _pause(lane: _Lane) -> None:
    seconds = pause(lane.failures)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await lane.hurry.wait()


def pause(failures: int) -> float:
    """Return how long to wait after so many failures in a row, about."""
    seconds = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 20), LONGEST_PAUSE)
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def judge(row: Row, status: int, reason: str, failures: int) -> Attempt:
    """Decide what an answer means for the delivery."""
    now = int(time.time())
    state = DeliveryState.PENDING
    if status in GOOD:
        state = DeliveryState.DELIVERED
    elif (status in REFUSALS and row["attempts"] + 1 >= REFUSED_ATTEMPTS) or (
        now - row["create_time"] >= PATIENCE
    ):
        state = DeliveryState.FAILED
    later = now + int(pause(failures + 1))
    return Attempt(
        delivery_id=row["id"],
        state=state,
        status=status,
        reason=reason,
        now=now,
        next_time=later if state is DeliveryState.PENDING else now,
    )


def _words(answer: Answer) -> str:
    """Return what a receiver said to a refusal; of a success nothing is kept."""
    if answer.status in GOOD:
        return ""
    text = answer.body.decode("utf-8", "replace").replace("\0", "")
    return " ".join(text.split())[:MAX_REASON]
