"""Failures for the audit log, kept for a moment and written together.

Whoever guesses passwords makes many a second: those alike become one entry with a
count, and one write every few seconds takes them all, however many there are.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from appliance.models.audit import AuditRow, Outcome, entry, origin
from appliance.models.database import Database

SECONDS = 5.0
# Different failures that are told apart in one write; the others are only counted.
MOST = 100
ELSEWHERE = "of many others"

Key = tuple[str, str, str, str, str]


class Failures:
    """Takes failures at no cost, and writes them while `writing` runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[Key, AuditRow] = {}

    def note(self, kind: str, *, target: str = "", detail: str = "") -> None:
        """Tell of a failure of the present request."""
        place = origin.get()
        key = (kind, target, detail, place.actor, place.address)
        row = self._waiting.get(key)
        if row is None and len(self._waiting) >= MOST:
            key = (kind, "", ELSEWHERE, "", "")
            row = self._waiting.get(key)
        if row is None:
            row = entry(kind, target=target, detail=detail, outcome=Outcome.FAILED)
            if key[2] is ELSEWHERE:
                row.target = row.actor = row.address = row.user_agent = ""
                row.detail = ELSEWHERE
            self._waiting[key] = row
        else:
            row.times += 1
            row.last_time = time.time_ns() // 1000

    async def flush(self) -> None:
        """Write what waits; what cannot be written waits on."""
        if not self._waiting:
            return
        rows: list[AuditRow] = []
        try:
            async with self._database.write() as transaction:
                # Only now: waiting for a turn may take long.
                rows, self._waiting = list(self._waiting.values()), {}
                await AuditRow.bulk_create(rows, using_db=transaction.connection)
        except BaseException:
            self._give_back(rows)
            raise

    def _give_back(self, rows: list[AuditRow]) -> None:
        for row in rows:
            key = (row.kind, row.target, row.detail, row.actor, row.address)
            if newer := self._waiting.get(key):
                row.times += newer.times
                row.last_time = newer.last_time
            self._waiting[key] = row

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Write every few seconds for the block, and the rest at its end."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._try_to_flush()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS)
            await self._try_to_flush()

    async def _try_to_flush(self) -> None:
        try:
            await self.flush()
        except Exception as error:  # noqa: BLE001 - the next try may be better
            structlog.get_logger().warning("failures wait", error=str(error))
