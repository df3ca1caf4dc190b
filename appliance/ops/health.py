"""Whether the server can do its work, in one sentence for whoever asks.

Liveness says that the process answers; readiness says that the database does, that it
has this program's schema, and that there is room to write.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models.connection import check_schema
from appliance.models.database import Database
from appliance.ops.logs import get_logger

PATIENCE_SECONDS = 3.0
DISK_SECONDS = 5.0
PROBE = ".ready-"

log = get_logger()


def disk_fault(directory: Path, floor: int) -> str:
    """Return why nothing more should be written here; nothing if all is well."""
    try:
        if shutil.disk_usage(directory).free < floor:
            return "The disk is nearly full."
        descriptor, name = tempfile.mkstemp(prefix=PROBE, dir=directory)
        try:
            os.write(descriptor, b"x")
        finally:
            os.close(descriptor)
            os.unlink(name)  # noqa: PTH108 - mkstemp speaks in strings
    except OSError:
        return "The data directory cannot be written."
    return ""


class Health:
    """Knows whether the start is complete and asks the database for the rest.

    `observe` is told each verdict. Files are kept in `data`, and `floor` bytes are to
    stay free beside them.
    """

    def __init__(
        self,
        database: Database,
        observe: Callable[[bool], None] = lambda _ready: None,
        *,
        data: Path | None = None,
        floor: int = 0,
    ) -> None:
        self.started = False
        self._database = database
        self._observe = observe
        self._data = data
        self._floor = floor
        self._disk_fault = ""
        self._disk_expiry = 0.0

    async def find_obstacle(self) -> str:
        """Return why no requests should be sent here, or nothing when they may.

        The sentence is for strangers: details go to the log.
        """
        obstacle = await self._obstacle()
        self._observe(not obstacle)
        return obstacle

    async def _obstacle(self) -> str:
        if not self.started:
            return "The server is starting or stopping."
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await check_schema(self._database)
        except FailedPreconditionError as error:
            return str(error)
        except (UnavailableError, TimeoutError) as error:
            log.warning("not ready", reason=str(error) or "no answer in time")
            return "The database does not answer."
        return await self._find_disk_fault()

    async def _find_disk_fault(self) -> str:
        """Look at the disk, every few seconds at most: anybody may ask."""
        if self._data and time.monotonic() >= self._disk_expiry:
            self._disk_fault = await asyncio.to_thread(
                disk_fault, self._data, self._floor
            )
            self._disk_expiry = time.monotonic() + DISK_SECONDS
            if self._disk_fault:
                log.warning("not ready", reason=self._disk_fault, data=str(self._data))
        return self._disk_fault

    async def is_ready(self) -> bool:
        """Whether requests may be sent here."""
        return not await self.find_obstacle()
