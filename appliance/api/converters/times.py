"""Moments of the database to moments of the wire."""

from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.models.identity import SECOND


def time(seconds: int) -> Timestamp:
    """Return a moment in whole seconds, the only precision that leaves the server."""
    return Timestamp(seconds=seconds)


def micro_time(microseconds: int | None) -> Timestamp | None:
    """Return a moment kept in microseconds, cut to seconds."""
    return None if microseconds is None else time(microseconds // SECOND)
