"""Memos to messages."""

import json

from appliance.api.converters.times import time
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.models.database import Row


def memo(row: Row, username: str, parent_uid: str | None) -> memo_pb.Memo:
    """Convert a row of `reads.MEMO_COLUMNS`."""
    return memo_pb.Memo(
        name=f"memos/{row['uid']}",
        state=State(row["state"]),
        creator=f"users/{username}",
        create_time=time(row["create_time"]),
        update_time=time(row["update_time"]),
        content=row["content"],
        visibility=memo_pb.Visibility(row["visibility"]),
        tags=json.loads(row["tags"]),
        pinned=bool(row["pinned"]),
        property=memo_pb.Memo.Property(
            has_link=bool(row["has_link"]),
            has_task_list=bool(row["has_task_list"]),
            has_code=bool(row["has_code"]),
            has_incomplete_tasks=bool(row["has_incomplete_tasks"]),
            title=row["title"],
        ),
        parent=f"memos/{parent_uid}" if parent_uid else None,
        snippet=row["snippet"],
        location=_location(row),
    )


def _location(row: Row) -> memo_pb.Location | None:
    if row["location_placeholder"] is None:
        return None
    return memo_pb.Location(
        placeholder=row["location_placeholder"],
        latitude=row["location_latitude"] or 0.0,
        longitude=row["location_longitude"] or 0.0,
    )
