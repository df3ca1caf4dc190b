"""Rows in words."""

import pytest

from appliance.models.audit import entry
from appliance.ops.acts import facts


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "253402300800 s"),
    ],
)
def test_times_are_told_as_far_as_calendars_go(
    seconds: int | None, text: str | None
) -> None:
    assert facts.moment(seconds) == text


def test_microseconds_are_cut_to_seconds() -> None:
    assert facts.microseconds(1_999_999) == "1970-01-01T00:00:01Z"
    assert facts.microseconds(None) is None


@pytest.mark.parametrize(
    ("actor", "told"),
    [("server", "(server)"), ("users/ann", "ann"), ("", "(nobody)")],
)
def test_deeds_name_whoever_did_them(actor: str, told: str) -> None:
    row = entry("user.created", target="users/ben")
    row.create_time, row.actor = 1_000_000, actor
    deed = facts.deed(row.columns())
    assert (deed["actor"], deed["name"]) == (told, "users/ben")
    assert deed["time"] == "1970-01-01T00:00:01Z"
