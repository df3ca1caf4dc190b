"""Sessions to messages."""

from appliance.api import converters
from appliance.api.gen.appliance.v1 import session_service_pb as pb
from appliance.models.identity import Session


def test_a_session_says_whose_it_is_and_when_it_ends() -> None:
    row = Session(
        id=5,
        user_id=1,
        user_agent="Phone",
        address="::1",
        create_time=1_000_000,
        last_seen_time=2_000_000,
    )
    assert converters.session(row, "users/ann", current=True) == pb.Session(
        name="users/ann/sessions/5",
        user_agent="Phone",
        address="::1",
        create_time=converters.time(1),
        last_seen_time=converters.time(2),
        expire_time=converters.time(2 + 30 * 24 * 3600),
        current=True,
    )
