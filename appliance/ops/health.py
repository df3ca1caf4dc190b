"""Whether the server can do its work, in one sentence for whoever asks.

Liveness says that the process answers; readiness says that the database does, and that
it has this program's schema.
"""

import asyncio
from collections.abc import Callable

from appliance.errors import FailedPreconditionError, UnavailableError
from appliance.models.connection import check_schema
from appliance.models.database import Database
from appliance.ops.logs import get_logger

PATIENCE_SECONDS = 3.0

log = get_logger()


class Health:
    """Knows whether the start is complete and asks the database for the rest.

    `observe` is told each verdict.
    """

    def __init__(
        self, database: Database, observe: Callable[[bool], None] = lambda _ready: None
    ) -> None:
        self.started = False
        self._database = database
        self._observe = observe

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
        return ""

    async def is_ready(self) -> bool:
        """Whether requests may be sent here."""
        return not await self.find_obstacle()
