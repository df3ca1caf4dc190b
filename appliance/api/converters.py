"""Rows to messages, nothing else: no queries, no rights."""

import json

from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.appliance.v1 import trash_service_pb as trash_pb
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.api.gen.memos.api.v1 import user_service_pb as user_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.models.access import Principal
from appliance.models.database import Row
from appliance.models.identity import SECOND, PersonalAccessToken
from appliance.models.trash import TrashedMemo
from appliance.models.user import Account


def time(seconds: int) -> Timestamp:
    """Return a moment in whole seconds, the only precision that leaves the server."""
    return Timestamp(seconds=seconds)


def micro_time(microseconds: int | None) -> Timestamp | None:
    """Return a moment kept in microseconds, cut to seconds."""
    return None if microseconds is None else time(microseconds // SECOND)


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


def user(account: Account, viewer: Principal | None) -> user_pb.User:
    """Convert an account; the e-mail is for its owner and administrators only."""
    own = viewer is not None and (viewer.is_admin or viewer.user_id == account.id)
    stored_picture = account.avatar_url.startswith("data:")
    return user_pb.User(
        name=account.name,
        role=user_pb.User.Role(account.role),
        username=account.username,
        email=account.email if own else "",
        display_name=account.display_name,
        avatar_url=(
            f"/file/{account.name}/avatar" if stored_picture else account.avatar_url
        ),
        description=account.description,
        state=State(account.state),
        create_time=time(account.create_time),
        update_time=time(account.update_time),
    )


def personal_access_token(
    row: PersonalAccessToken, username: str
) -> user_pb.PersonalAccessToken:
    """Convert a token's row; the token itself is nowhere to be had."""
    return user_pb.PersonalAccessToken(
        name=f"users/{username}/personalAccessTokens/{row.uid}",
        description=row.description,
        created_at=micro_time(row.create_time),
        expires_at=micro_time(row.expire_time),
        last_used_at=micro_time(row.last_use_time),
    )


def trashed_memo(row: TrashedMemo, creator: str, deleter: str) -> trash_pb.TrashedMemo:
    """Convert an entry of the trash; names of users come from the caller."""
    return trash_pb.TrashedMemo(
        name=f"trash/{row.id}",
        memo=f"memos/{row.uid}",
        creator=creator,
        deleter=deleter,
        delete_time=time(row.delete_time),
        snippet=row.snippet,
        content=row.content,
    )
