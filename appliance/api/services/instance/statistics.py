"""How much room the instance takes."""

import asyncio
import os
import time
from contextlib import suppress
from pathlib import Path

from appliance.api import converters
from appliance.api.contract import RequestContext
from appliance.api.core import Core
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.models.sizes import database_size

SECONDS = 60.0


class Statistics:
    """The RPC of InstanceService that measures; once a minute, however often asked."""

    def __init__(self, core: Core) -> None:
        self._database = core.database
        self._data = core.configuration.data
        self._measured: pb.InstanceStats | None = None
        self._expiry = 0.0
        self._turn = asyncio.Lock()

    async def get_instance_stats(
        self, _request: pb.GetInstanceStatsRequest, _ctx: RequestContext
    ) -> pb.InstanceStats:
        """Answer what was measured last, within the last minute."""
        async with self._turn:
            if self._measured is None or time.monotonic() >= self._expiry:
                self._measured = await self._measure()
                self._expiry = time.monotonic() + SECONDS
            return self._measured

    async def _measure(self) -> pb.InstanceStats:
        return pb.InstanceStats(
            database=pb.InstanceStats.DatabaseStats(
                driver=str(self._database.dialect),
                size_bytes=await database_size(self._database),
            ),
            # As many files as there are attachments: not on the event loop.
            local_storage_bytes=await asyncio.to_thread(folder_size, self._data),
            generated_time=converters.time(int(time.time())),
        )


def folder_size(folder: Path) -> int:
    """Return the bytes of all files in a folder and those below it.

    Links are not followed, and what vanishes meanwhile counts nothing.
    """
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                # Also a link counts as what it is.
                total += os.lstat(f"{place}/{name}").st_size
    return total
