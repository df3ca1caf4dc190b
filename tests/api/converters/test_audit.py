"""Entries of the audit log to messages."""

from appliance.api import converters
from appliance.api.gen.appliance.v1 import audit_service_pb as pb
from appliance.models.audit import Outcome, entry


def test_an_entry_says_all_it_knows() -> None:
    row = entry("session.refused", target="users/ann", outcome=Outcome.FAILED)
    row.id, row.create_time, row.last_time, row.times = 7, 2_000_000, 3_000_000, 4
    assert converters.audit_entry(row.columns()) == pb.AuditEntry(
        name="audit/7",
        create_time=converters.time(2),
        last_time=converters.time(3),
        count=4,
        kind="session.refused",
        target="users/ann",
        actor="server",
        outcome=pb.AuditEntry.Outcome.FAILED,
    )
