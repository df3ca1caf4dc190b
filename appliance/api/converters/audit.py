"""Entries of the audit log to messages."""

from typing import cast

from appliance.api.converters.times import micro_time
from appliance.api.gen.appliance.v1 import audit_service_pb as pb
from appliance.models.database import Row


def audit_entry(row: Row) -> pb.AuditEntry:
    """Convert an entry."""
    return pb.AuditEntry(
        name=f"audit/{row['id']}",
        create_time=micro_time(row["create_time"]),
        last_time=micro_time(row["last_time"]),
        count=row["times"],
        kind=row["kind"],
        target=row["target"],
        actor=row["actor"],
        address=row["address"],
        user_agent=row["user_agent"],
        outcome=pb.AuditEntry.Outcome(cast("int", row["outcome"])),
        detail=row["detail"],
    )
