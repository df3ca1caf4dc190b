"""Sessions to messages."""

from appliance.api.converters.times import micro_time
from appliance.api.gen.appliance.v1 import session_service_pb as pb
from appliance.models.identity import REFRESH_LIFETIME, Session


def session(row: Session, owner: str, *, current: bool) -> pb.Session:
    """Convert a session; `owner` is the resource name of its account."""
    return pb.Session(
        name=f"{owner}/sessions/{row.id}",
        user_agent=row.user_agent,
        address=row.address,
        create_time=micro_time(row.create_time),
        last_seen_time=micro_time(row.last_seen_time),
        expire_time=micro_time(row.last_seen_time + REFRESH_LIFETIME),
        current=current,
    )
