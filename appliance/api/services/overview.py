"""Counts for a page's sidebar, read from counters."""

from collections import Counter as Tally

from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import overview_service_pb as pb
from appliance.models import reads
from appliance.models.base import State
from appliance.models.counter import CounterKind
from appliance.models.database import Database
from appliance.models.trash import TrashedMemo


class OverviewService:
    """appliance.v1.OverviewService."""

    def __init__(self, *, database: Database) -> None:
        self._database = database

    async def get_overview(
        self, _request: pb.GetOverviewRequest, _ctx: RequestContext
    ) -> pb.Overview:
        """Answer the caller's own counts."""
        principal = require_principal()
        totals: Tally[int] = Tally()
        tags: Tally[str] = Tally()
        days: Tally[str] = Tally()
        for row in await reads.counts(self._database, principal.user_id):
            if row["kind"] == CounterKind.TOTAL:
                totals[row["state"]] += row["value"]
            if row["state"] != State.NORMAL:
                continue
            if row["kind"] == CounterKind.TAG:
                tags[row["name"]] += row["value"]
            elif row["kind"] == CounterKind.DAY:
                days[row["name"]] += row["value"]
        return pb.Overview(
            normal_count=totals[State.NORMAL],
            archived_count=totals[State.ARCHIVED],
            trashed_count=await TrashedMemo.filter(
                creator_id=principal.user_id
            ).count(),
            tags=[
                pb.Overview.Tag(tag=tag, memo_count=count)
                for tag, count in sorted(tags.items(), key=lambda i: (-i[1], i[0]))
            ],
            days=[
                pb.Overview.Day(day=day, memo_count=count)
                for day, count in sorted(days.items())
            ],
        )
