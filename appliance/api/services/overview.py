"""Counts for a page's sidebar, read from counters."""

from collections import Counter as Tally
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from appliance.api.auth import current_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import overview_service_pb as pb
from appliance.api.resources import uid_of
from appliance.errors import InvalidArgumentError, NotFoundError, UnauthenticatedError
from appliance.models import overview
from appliance.models.database import Database
from appliance.models.overview import OwnCounts, Scope
from appliance.models.user import Accounts

EVERYBODY = "users/-"
LONGEST = timedelta(days=400)
USUAL = timedelta(days=365)


class OverviewService:
    """appliance.v1.OverviewService."""

    def __init__(self, *, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    async def get_overview(
        self, request: pb.GetOverviewRequest, _ctx: RequestContext
    ) -> pb.Overview:
        """Answer the counts of what the caller may see."""
        scope = await self._scope(request.parent)
        zone = _zone(request.time_zone)
        first, last = _days(request, zone)
        own = OwnCounts()
        if scope.principal and scope.creator_id == scope.principal.user_id:
            own = await overview.own_counts(self._database, scope.creator_id)
        sums = await overview.sums(self._database, scope)
        days = await overview.days(self._database, scope, zone, first, last)
        oldest = await overview.oldest(self._database, scope)
        return pb.Overview(
            normal_count=sums.total,
            archived_count=own.archived,
            trashed_count=own.trashed,
            unread_notification_count=own.unread,
            unused_attachment_count=own.unused,
            **_properties(sums.properties),
            tags=[
                pb.Overview.Tag(tag=tag, memo_count=count)
                for tag, count in sorted(sums.tags.items(), key=lambda i: (-i[1], i[0]))
            ],
            branches=[
                pb.Overview.Branch(path=path, memo_count=count)
                for path, count in sums.shared_branches()
            ],
            days=[
                pb.Overview.Day(day=day.isoformat(), memo_count=count)
                for day, count in days
            ],
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            oldest_day=(
                "" if oldest is None else overview.day_of(oldest, zone).isoformat()
            ),
        )

    async def _scope(self, parent: str) -> Scope:
        principal = current_principal()
        if not parent:
            if principal is None:
                raise UnauthenticatedError("sign in, or say whose overview is wanted")
            return Scope(principal, principal.user_id)
        if parent == EVERYBODY:
            return Scope(principal, None)
        name = uid_of(parent, "users", "user")
        account = await self._accounts.find_by_username(name)
        if account is None:
            raise NotFoundError("user not found")
        return Scope(principal, account.id)


def _properties(counts: Tally[str]) -> dict[str, int]:
    return {
        "pinned_count": counts["pinned"],
        "open_task_count": counts["has_incomplete_tasks"],
        "task_list_count": counts["has_task_list"],
        "link_count": counts["has_link"],
        "code_count": counts["has_code"],
    }


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidArgumentError(
            "unknown time_zone: give an IANA name like Europe/Berlin"
        ) from error


def _days(request: pb.GetOverviewRequest, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day that are asked for."""
    today = datetime.now(UTC).astimezone(zone).date()
    try:
        last = date.fromisoformat(request.last_day) if request.last_day else today
        first = (
            date.fromisoformat(request.first_day) if request.first_day else last - USUAL
        )
        # The day behind the last one must have a date as well.
        last + timedelta(days=2)
        first - timedelta(days=2)
    except (ValueError, OverflowError) as error:
        raise InvalidArgumentError(
            "first_day and last_day are days like 2026-01-31"
        ) from error
    if not timedelta(0) <= last - first <= LONGEST:
        raise InvalidArgumentError(
            f"first_day comes before last_day, by at most {LONGEST.days} days"
        )
    return first, last
