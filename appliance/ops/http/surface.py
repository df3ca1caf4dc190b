"""Doctor, audit and storage for operators, as JSON over HTTP.

Every route is judged first, on whichever listener it is asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from quart import Blueprint, Response, request

from appliance.config import Settings
from appliance.errors import InvalidArgumentError, NotFoundError
from appliance.models import trail
from appliance.models.audit import Outcome
from appliance.models.database import Database
from appliance.ops.acts import facts
from appliance.ops.acts.ground import Ground
from appliance.ops.doctor import Verdict, examine_server
from appliance.ops.http.answers import YES, answer, limit
from appliance.ops.http.backups import BackupRoutes
from appliance.ops.measures import Measures
from appliance.ops.operations import Operations

# Returns with which status and words an ASGI scope is refused, if it is.
Judge = Callable[[Any], Awaitable[tuple[HTTPStatus, str] | None]]

SECOND = 1_000_000
SEVERITY = (Verdict.FAIL, Verdict.WARN)


class OpsSurface:
    """Answers operators. `is_started` says whether the database is open."""

    def __init__(  # noqa: PLR0913 - one parameter for each who is asked
        self,
        *,
        ground: Ground,
        configuration: Settings,
        measures: Measures,
        operations: Operations,
        judge: Judge,
        is_started: Callable[[], bool],
    ) -> None:
        self._ground = ground
        self._configuration = configuration
        self._measures = measures
        self._backups = BackupRoutes(operations)
        self._judge = judge
        self._is_started = is_started
        # Examining reads much: one at a time.
        self._examination = asyncio.Lock()

    def blueprint(self) -> Blueprint:
        """Return the routes, for a Quart app to register."""
        routes = Blueprint("operations", __name__, url_prefix="/ops")
        routes.before_request(self._admit)
        routes.errorhandler(InvalidArgumentError)(_explain)
        for view in (self.doctor, self.audit, self.storage):
            routes.add_url_rule(f"/{view.__name__}", view.__name__, view)
        self._backups.add_to(routes)
        return routes

    async def _admit(self) -> Response | None:
        if not self._is_started():
            message = "The server is starting or stopping."
            return answer({"message": message}, HTTPStatus.SERVICE_UNAVAILABLE)
        refusal = await self._judge(request.scope)
        if refusal is None:
            return None
        status, message = refusal
        refused = answer({"message": message}, status)
        if status is HTTPStatus.UNAUTHORIZED:
            refused.headers["WWW-Authenticate"] = "Bearer"
        return refused

    async def doctor(self) -> Response:
        """Look at everything that can be looked at while the server runs."""
        ground, configuration = self._ground, self._configuration
        async with self._examination:
            found = [each async for each in examine_server(ground, configuration)]
        verdicts = {finding.verdict for finding in found}
        worst = next((each for each in SEVERITY if each in verdicts), Verdict.OK)
        shown = [finding.facts() for finding in found]
        return answer({"verdict": str(worst), "findings": shown})

    async def audit(self) -> Response:
        """Tell who did what, the newest first."""
        given = request.args
        database = self._ground.database
        choice = trail.Choice(
            since=_moment(given.get("since", ""), "since"),
            until=_moment(given.get("until", ""), "until"),
            actor=await _actor(database, given.get("actor", "")),
            kind=given.get("kind", ""),
            outcome=Outcome.FAILED if given.get("failed", "") in YES else None,
        )
        rows = await trail.with_everyday(
            database,
            choice,
            limit(given.get("limit", "")),
            everything=given.get("all", "") in YES,
        )
        return answer({"entries": [facts.deed(row) for row in rows]})

    async def storage(self) -> Response:
        """Tell what takes how much room."""
        await self._measures.refresh()
        rooms = self._measures.rooms()
        if rooms is None:
            message = "Nothing has been counted yet; ask again."
            return answer({"message": message}, HTTPStatus.SERVICE_UNAVAILABLE)
        return answer(rooms)


async def _explain(error: Exception) -> Response:
    return answer({"message": str(error)}, HTTPStatus.BAD_REQUEST)


def _moment(text: str, name: str) -> int | None:
    """Read a date or time of ISO 8601 as microseconds; UTC where it does not say."""
    if not text:
        return None
    try:
        # In a query a plus means a blank.
        parsed = datetime.fromisoformat(text.replace(" ", "+"))
        if parsed.tzinfo is None:
            parsed = parsed.replace(tzinfo=UTC)
        return int(parsed.timestamp()) * SECOND
    except (ValueError, OverflowError) as error:
        message = f"{name} must be a time like 2026-01-31"
        raise InvalidArgumentError(message) from error


async def _actor(database: Database, text: str) -> str:
    try:
        return await trail.actor_of(database, text)
    except NotFoundError as error:
        raise InvalidArgumentError(str(error)) from error
