"""The audit log for administrators; who may ask is in `api/auth.py`."""

from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api import converters
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import audit_service_pb as pb
from appliance.api.resources import Page, digest
from appliance.errors import InvalidArgumentError
from appliance.models import trail
from appliance.models.audit import Outcome
from appliance.models.database import Database
from appliance.models.identity import SECOND
from appliance.models.listing import Cursor

LONGEST = 300


class AuditService:
    """appliance.v1.AuditService."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_audit_entries(
        self, request: pb.ListAuditEntriesRequest, _ctx: RequestContext
    ) -> pb.ListAuditEntriesResponse:
        """List who did what, the newest first."""
        asked = digest(
            "audit",
            *(request.actor, request.kind, int(request.outcome)),
            *(_micros(request.since), _micros(request.until)),
        )
        page = Page.parse(request.page_token, request.page_size, asked)
        choice = _choice(request, page.cursor.key if page.cursor else None)
        rows = await trail.entries(self._database, choice, page.limit + 1)
        shown = rows[: page.limit]
        token = ""
        if len(rows) > page.limit:
            token = page.next_token(Cursor(pinned=False, key=shown[-1]["id"]))
        return pb.ListAuditEntriesResponse(
            entries=[converters.audit_entry(row) for row in shown],
            next_page_token=token,
        )


def _choice(request: pb.ListAuditEntriesRequest, before: int | None) -> trail.Choice:
    for name, text in (("actor", request.actor), ("kind", request.kind)):
        if len(text) > LONGEST or "\0" in text:
            raise InvalidArgumentError(f"invalid {name}")
    number = int(request.outcome)
    if number and number not in set(Outcome):
        raise InvalidArgumentError("invalid outcome")
    return trail.Choice(
        since=_micros(request.since),
        until=_micros(request.until),
        actor=trail.actor_named(request.actor),
        kind=request.kind,
        outcome=Outcome(number) if number else None,
        before=before,
    )


def _micros(time: Timestamp | None) -> int | None:
    return None if time is None else time.seconds * SECOND + time.nanos // 1000
