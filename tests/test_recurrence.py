"""When something comes round, also on the two odd nights of a year."""

from datetime import UTC, datetime

import pytest

from appliance.errors import InvalidArgumentError
from appliance.recurrence import (
    Recurrence,
    parse_duration,
    parse_recurrence,
    parse_zone,
)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def after(text: str, zone: str, moment: str, times: int = 3) -> list[str]:
    recurrence = Recurrence.parse(text, zone)
    assert recurrence is not None
    found, when = [], at(moment)
    for _ in range(times):
        when = recurrence.after(when)
        found.append(f"{datetime.fromtimestamp(when, UTC):%m-%dT%H:%M}")
    return found


def test_nothing_never_comes() -> None:
    assert Recurrence.parse("  ") is None


@pytest.mark.parametrize(
    ("text", "zone", "moment", "times"),
    [
        ("0 3 * * *", "", "2026-01-01T03:00", ["01-02T03:00", "01-03T03:00"]),
        ("0 3 * * 1", "", "2026-01-01T03:00", ["01-05T03:00", "01-12T03:00"]),
        ("@daily", "Asia/Tokyo", "2026-01-01T00:00", ["01-01T18:00", "01-02T18:00"]),
        ("@midnight", "", "2026-01-01T03:00", ["01-02T00:00", "01-03T00:00"]),
        ("@hourly", "", "2026-01-01T03:30", ["01-01T04:00", "01-01T05:00"]),
        ("@weekly", "", "2026-01-01T03:30", ["01-04T03:00", "01-11T03:00"]),
        ("@monthly", "", "2026-01-01T03:30", ["02-01T03:00", "03-01T03:00"]),
        ("@yearly", "", "2026-01-01T03:30", ["01-01T03:00"]),
        ("@annually", "", "2026-02-01T03:30", ["01-01T03:00", "01-01T03:00"]),
        ("every 6h", "", "2026-01-01T03:30", ["01-01T09:30", "01-01T15:30"]),
        # Half past two does not exist on March 29, and comes right behind the gap.
        (
            "30 2 * * *",
            "Europe/Berlin",
            "2026-03-28T00:00",
            ["03-28T01:30", "03-29T01:00"],
        ),
        # It exists twice on October 25, and comes once.
        (
            "30 2 * * *",
            "Europe/Berlin",
            "2026-10-24T12:00",
            ["10-25T00:30", "10-26T01:30"],
        ),
    ],
)
def test_it_comes_round(text: str, zone: str, moment: str, times: list[str]) -> None:
    assert after(text, zone, moment, len(times)) == times


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "@never",
        "* * * *",
        "60 * * * *",
        "0 0 31 2 *",
        "every",
        "every 5",
        "every 1s",
    ],
)
def test_what_never_works_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgumentError):
        parse_recurrence(text)


def test_zones_and_durations() -> None:
    assert parse_zone("").key == "UTC"
    for text in ("Mars/Base", "../etc/passwd", "/etc/passwd", "Europe"):
        with pytest.raises(InvalidArgumentError):
            parse_zone(text)
    assert [parse_duration(text) for text in ("", "0", "90s", "2m", "1w")] == [
        *(0, 0, 90, 120, 604800)
    ]
    for text in ("5", "x", "-1s", "1y"):
        with pytest.raises(InvalidArgumentError):
            parse_duration(text)
