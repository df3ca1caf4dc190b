"""Moments become whole seconds."""

import pytest

from appliance.api import converters


@pytest.mark.parametrize("seconds", [-62_135_596_800, -1, 0, 1 << 33])
def test_second_is_answered_as_it_is(seconds: int) -> None:
    moment = converters.time(seconds)

    assert (moment.seconds, moment.nanos) == (seconds, 0)


@pytest.mark.parametrize(
    ("microseconds", "seconds"), [(0, 0), (1_999_999, 1), (-1, -1)]
)
def test_microseconds_are_cut(microseconds: int, seconds: int) -> None:
    moment = converters.micro_time(microseconds)

    assert moment is not None
    assert (moment.seconds, moment.nanos) == (seconds, 0)


def test_no_moment_stays_none() -> None:
    assert converters.micro_time(None) is None
