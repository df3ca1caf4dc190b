"""Constants: times, durations and arithmetic, and what they refuse."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.filter.constants import (
    Constant,
    Type,
    calculate,
    checked,
    compare,
    duration,
    instant,
    negative,
    timestamp,
    whole,
)

SECOND = 1_000_000_000
LARGEST = (1 << 63) - 1


def text(value: str) -> Constant:
    """Make a string."""
    return Constant(Type.STRING, value, 0)


def number(value: int) -> Constant:
    """Make an int."""
    return Constant(Type.INT, value, 0)


@pytest.mark.parametrize(
    ("written", "nanoseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T23:59:59.5Z", -SECOND // 2),
        ("1970-01-01T00:00:00.123456789123Z", 123_456_789),
        ("0001-01-01T00:00:00Z", -62_135_596_800 * SECOND),
        ("9999-12-31T23:59:59-00:00", 253_402_300_799 * SECOND),
    ],
)
def test_timestamps_are_rfc_3339(written: str, nanoseconds: int) -> None:
    assert timestamp(text(written)) == Constant(Type.TIMESTAMP, nanoseconds, 0)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2024-03-01",
        "2024-03-01T00:00:00",
        "2024-03-01 00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2024-03-01T24:00:00Z",
        "2024-03-01T00:00:00+24:00",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٤-03-01T00:00:00Z",
    ],
)
def test_other_times_are_refused(written: str) -> None:
    with pytest.raises(InvalidArgumentError):
        timestamp(text(written))


def test_timestamps_may_be_epoch_seconds() -> None:
    assert timestamp(number(-5)).seconds == -5
    assert number(7).seconds == 7
    with pytest.raises(InvalidArgumentError, match="years"):
        timestamp(number(LARGEST))
    with pytest.raises(InvalidArgumentError, match="not bool"):
        timestamp(Constant(Type.BOOL, value=True, at=0))


@pytest.mark.parametrize(
    ("written", "nanoseconds"),
    [
        ("24h", 86_400 * SECOND),
        ("1h30m", 5400 * SECOND),
        ("-1.5s", -3 * SECOND // 2),
        ("+.5m", 30 * SECOND),
        ("1ms2us3ns", 1_002_003),
        ("1µs1μs", 2_000),
        ("0", 0),
    ],
)
def test_durations_are_in_gos_notation(written: str, nanoseconds: int) -> None:
    assert duration(text(written)).value == nanoseconds


@pytest.mark.parametrize("written", ["", "1d", "1", "h", ".h", "1 h", "1h ", "--1h"])
def test_other_durations_are_refused(written: str) -> None:
    with pytest.raises(InvalidArgumentError, match="no duration"):
        duration(text(written))


def test_durations_are_limited() -> None:
    with pytest.raises(InvalidArgumentError, match="out of range"):
        duration(text("9999999999h"))
    with pytest.raises(InvalidArgumentError, match="no duration"):
        duration(text("1" * 5000 + "h"))
    with pytest.raises(InvalidArgumentError, match="takes a string"):
        duration(number(1))


def test_times_are_shifted_by_durations() -> None:
    day, now = duration(text("24h")), instant(90_000 * SECOND, 0)
    assert calculate("-", now, day, 0).value == 3600 * SECOND
    assert calculate("+", day, now, 0).type is Type.TIMESTAMP
    assert calculate("-", now, now, 0) == Constant(Type.DURATION, 0, 0)
    assert calculate("+", day, day, 0).value == 2 * day.value
    for operator, left, right in (("-", day, now), ("+", now, now), ("*", day, day)):
        with pytest.raises(InvalidArgumentError, match="cannot apply"):
            calculate(operator, left, right, 0)


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (7, "+", -2, 5),
        (7, "-", 9, -2),
        (-7, "*", 3, -21),
        (-7, "/", 2, -3),
        (7, "/", -2, -3),
        (-7, "%", 2, -1),
        (7, "%", -2, 1),
    ],
)
def test_whole_numbers_are_divided_towards_zero(
    left: int, operator: str, right: int, result: int
) -> None:
    assert calculate(operator, number(left), number(right), 0) == number(result)


@pytest.mark.parametrize("operator", ["/", "%"])
def test_division_by_zero_is_refused(operator: str) -> None:
    with pytest.raises(InvalidArgumentError, match="division by zero"):
        calculate(operator, number(1), number(0), 0)


def test_numbers_are_limited() -> None:
    for operator in ("+", "*"):
        with pytest.raises(InvalidArgumentError, match="out of range"):
            calculate(operator, number(LARGEST), number(LARGEST), 0)
    with pytest.raises(InvalidArgumentError, match="out of range"):
        negative(number(-LARGEST - 1))
    with pytest.raises(InvalidArgumentError, match="out of range"):
        checked(Type.UINT, -1, 0)
    with pytest.raises(InvalidArgumentError, match="out of range"):
        whole("1" * 21, 0)
    with pytest.raises(InvalidArgumentError, match="out of range"):
        checked(Type.DOUBLE, float("1e999"), 0)
    assert whole("0xFf", 0) == 255


def test_doubles_and_texts_are_calculated_too() -> None:
    half = checked(Type.DOUBLE, 0.5, 0)
    results = [calculate(operator, half, half, 0).value for operator in "+-*/"]
    assert results == [1.0, 0.0, 0.25, 1.0]
    with pytest.raises(InvalidArgumentError, match="division by zero"):
        calculate("/", half, checked(Type.DOUBLE, 0.0, 0), 0)
    assert calculate("+", text("a"), text("b"), 0) == text("ab")
    assert negative(half).value == -0.5


def test_types_do_not_mix() -> None:
    with pytest.raises(InvalidArgumentError, match="cannot apply == to int and string"):
        compare("==", number(1), text("1"), 0)
    with pytest.raises(InvalidArgumentError, match=r"cannot apply \+"):
        calculate("+", number(1), text("1"), 0)
    with pytest.raises(InvalidArgumentError, match="cannot negate string"):
        negative(text("1"))
    null = Constant(Type.NULL, None, 0)
    assert compare("==", null, null, 0)
    with pytest.raises(InvalidArgumentError, match="cannot apply <"):
        compare("<", null, null, 0)
