"""Rows in the words that `--json` prints: the wire's names, times of ISO 8601."""

from datetime import UTC, datetime, timedelta
from typing import Any

from appliance.models.audit import Outcome
from appliance.models.base import Role, State
from appliance.models.database import Row
from appliance.models.trail import shown_actor
from appliance.models.user import User

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(seconds: float | None) -> str | None:
    """Return a time since the epoch as text; None stays None."""
    if seconds is None:
        return None
    try:
        shown = EPOCH + timedelta(seconds=int(seconds))
    except OverflowError:
        # Memos may carry any time the wire can say, and rows were imported.
        return f"{int(seconds)} s"
    return shown.isoformat().replace("+00:00", "Z")


def microseconds(number: int | None) -> str | None:
    """Return a time in microseconds since the epoch as text."""
    return None if number is None else moment(number // 1_000_000)


def account(user: User) -> dict[str, Any]:
    """Return what commands say of one account."""
    return roster_entry(user.columns())


def roster_entry(row: Row) -> dict[str, Any]:
    """Return what commands say of one account, with what was counted of it."""
    facts = {
        "username": row["username"],
        "role": Role(row["role"]).name,
        "state": State(row["state"]).name,
        "displayName": row["display_name"],
        "email": row["email"],
        "createTime": moment(row["create_time"]),
    }
    for name in ("memos", "sessions", "tokens"):
        if name in row.keys():  # noqa: SIM118 - `in` looks at an sqlite3.Row's values
            facts[name] = row[name]
    return facts


def session(row: Row) -> dict[str, Any]:
    """Return what commands say of one session."""
    return {
        "id": row["id"],
        "username": row["username"],
        "userAgent": row["user_agent"],
        "address": row["address"],
        "createTime": microseconds(row["create_time"]),
        "lastSeenTime": microseconds(row["last_seen_time"]),
    }


def token(row: Row) -> dict[str, Any]:
    """Return what commands say of one personal access token."""
    return {
        "id": row["uid"],
        "username": row["username"],
        "description": row["description"],
        "createTime": microseconds(row["create_time"]),
        "expireTime": microseconds(row["expire_time"]),
        "lastUseTime": microseconds(row["last_use_time"]),
    }


def deed(row: Row) -> dict[str, Any]:
    """Return what is said of one entry of the audit log."""
    return {
        "id": row["id"],
        "time": microseconds(row["create_time"]),
        "lastTime": microseconds(row["last_time"]),
        "count": row["times"],
        "actor": shown_actor(row["actor"]),
        "kind": row["kind"],
        "name": row["target"],
        "outcome": Outcome(row["outcome"]).name,
        "address": row["address"],
        "userAgent": row["user_agent"],
        "detail": row["detail"],
    }


def trashed(row: Row) -> dict[str, Any]:
    """Return what commands say of one deleted memo."""
    return {
        "id": row["id"],
        "memo": f"memos/{row['uid']}",
        "creator": row["creator"],
        "deleter": row["deleter"],
        "deleteTime": moment(row["delete_time"]),
        "snippet": row["snippet"],
    }
