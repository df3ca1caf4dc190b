"""Constants of a filter: their types, and the arithmetic done before the query."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

from appliance.models.filter.tokens import refusal

_WHOLE_LIMIT = 1 << 63
_NANOSECONDS = 1_000_000_000
_EARLIEST = -62_135_596_800  # 0001-01-01T00:00:00Z
_LATEST = 253_402_300_799  # 9999-12-31T23:59:59Z

_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?"
    r"(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_DURATION = re.compile(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_LONGEST_DURATION = 200
_DURATION_PART = re.compile(r"(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)")
_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": _NANOSECONDS,
    "m": 60 * _NANOSECONDS,
    "h": 3600 * _NANOSECONDS,
}
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


class Type(StrEnum):
    """CEL's types, named as error messages name them."""

    BOOL = "bool"
    INT = "int"
    UINT = "uint"
    DOUBLE = "double"
    STRING = "string"
    BYTES = "bytes"
    NULL = "null"
    TIMESTAMP = "timestamp"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known before the query; times are in nanoseconds."""

    type: Type
    value: Any
    at: int

    @property
    def seconds(self) -> int:
        """A timestamp, or a bare number meant as one, in whole epoch seconds."""
        if self.type is Type.TIMESTAMP:
            return int(self.value // _NANOSECONDS)
        return int(self.value)


def whole(written: str, at: int) -> int:
    """Read an integer; the sign is checked by whoever applies it."""
    # The length is bounded first: converting very long numerals takes quadratic time.
    if len(written) > 20:  # noqa: PLR2004 - digits of the largest 64-bit number
        raise refusal(at, "number out of range")
    return int(written, 16 if written[:2] in {"0x", "0X"} else 10)


def checked(kind: Type, value: float, at: int) -> Constant:
    """Make a number constant, refusing what does not fit its type."""
    low = 0 if kind is Type.UINT else -_WHOLE_LIMIT
    high = 2 * _WHOLE_LIMIT if kind is Type.UINT else _WHOLE_LIMIT
    if kind is Type.DOUBLE:
        if not math.isfinite(value):
            raise refusal(at, "number out of range")
    elif not low <= value < high:
        raise refusal(at, "number out of range")
    return Constant(kind, value, at)


def instant(nanoseconds: int, at: int) -> Constant:
    """Make a timestamp between the years 1 and 9999."""
    if not _EARLIEST <= nanoseconds // _NANOSECONDS <= _LATEST:
        raise refusal(at, "timestamp outside the years 1 to 9999")
    return Constant(Type.TIMESTAMP, nanoseconds, at)


def timestamp(of: Constant) -> Constant:
    """Evaluate `timestamp("RFC 3339")` and `timestamp(epoch seconds)`."""
    match of.type:
        case Type.TIMESTAMP:
            return of
        case Type.INT:
            return instant(of.value * _NANOSECONDS, of.at)
        case Type.STRING:
            return instant(_rfc3339(of.value, of.at), of.at)
    raise refusal(of.at, f"timestamp() takes a string or an int, not {of.type}")


def _rfc3339(written: str, at: int) -> int:
    found = _INSTANT.fullmatch(written)
    if not found:
        raise refusal(at, f'"{written[:40]}" is no RFC 3339 time')
    try:
        base = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    except ValueError:
        raise refusal(at, f'"{written[:40]}" is no RFC 3339 time') from None
    fraction = int((found[2] or "").ljust(9, "0") or 0)
    seconds = int((base - datetime.fromtimestamp(0, UTC)).total_seconds())
    return (seconds - _offset(found[3])) * _NANOSECONDS + fraction


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def duration(of: Constant) -> Constant:
    """Evaluate `duration("1h30m")`, in Go's notation; a day has no unit there."""
    if of.type is Type.DURATION:
        return of
    if of.type is not Type.STRING:
        raise refusal(of.at, f"duration() takes a string, not {of.type}")
    written: str = of.value
    # Python refuses to convert very long numerals.
    if len(written) > _LONGEST_DURATION or not _DURATION.fullmatch(written):
        raise refusal(of.at, f'"{written[:40]}" is no duration such as "24h" or "90m"')
    total = sum(
        int((ahead or "0") + (behind or "")) * _UNITS[unit] // 10 ** len(behind)
        for ahead, behind, unit in _DURATION_PART.findall(written)
    )
    return _span(-total if written[0] == "-" else total, of.at)


def _span(nanoseconds: int, at: int) -> Constant:
    if not -_WHOLE_LIMIT <= nanoseconds < _WHOLE_LIMIT:
        raise refusal(at, "duration out of range")
    return Constant(Type.DURATION, nanoseconds, at)


def negative(of: Constant) -> Constant:
    """Evaluate `-x`."""
    if of.type not in {Type.INT, Type.DOUBLE}:
        raise refusal(of.at, f"cannot negate {of.type}")
    return checked(of.type, -of.value, of.at)


def compare(operator: str, left: Constant, right: Constant, at: int) -> bool:
    """Compare two constants of one type; only equality is defined for all types."""
    if left.type is not right.type:
        raise mismatch(operator, left.type, right.type, at)
    if left.type is Type.NULL and operator not in {"==", "!="}:
        raise mismatch(operator, left.type, right.type, at)
    return COMPARISONS[operator](left.value, right.value)


def mismatch(operator: str, left: str, right: str, at: int) -> Exception:
    """Make the error for operands that an operator does not take."""
    return refusal(at, f"cannot apply {operator} to {left} and {right}")


def calculate(operator: str, left: Constant, right: Constant, at: int) -> Constant:
    """Evaluate `+ - * / %` over numbers, timestamps and durations."""
    types = left.type, right.type
    if operator in {"+", "-"} and Type.DURATION in types:
        return _shifted(operator, left, right, at)
    if types == (Type.TIMESTAMP, Type.TIMESTAMP) and operator == "-":
        return _span(left.value - right.value, at)
    if types == (Type.STRING, Type.STRING) and operator == "+":
        return Constant(Type.STRING, left.value + right.value, at)
    if types in {(Type.INT, Type.INT), (Type.UINT, Type.UINT)}:
        return checked(left.type, _whole_result(operator, left, right, at), at)
    if types == (Type.DOUBLE, Type.DOUBLE) and operator != "%":
        return checked(Type.DOUBLE, _double_result(operator, left, right, at), at)
    raise mismatch(operator, *types, at)


def _shifted(operator: str, left: Constant, right: Constant, at: int) -> Constant:
    sign = 1 if operator == "+" else -1
    total = left.value + sign * right.value
    match left.type, right.type:
        case Type.DURATION, Type.DURATION:
            return _span(total, at)
        case Type.TIMESTAMP, Type.DURATION:
            return instant(total, at)
        case Type.DURATION, Type.TIMESTAMP if operator == "+":
            return instant(total, at)
    raise mismatch(operator, left.type, right.type, at)


# What means the same for whole and other numbers; division does not.
_EXACT: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


def _whole_result(operator: str, left: Constant, right: Constant, at: int) -> int:
    a, b = int(left.value), int(right.value)
    if operator in _EXACT:
        return int(_EXACT[operator](a, b))
    if b == 0:
        raise refusal(at, "division by zero")
    quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    return quotient if operator == "/" else a - b * quotient


def _double_result(operator: str, left: Constant, right: Constant, at: int) -> float:
    a, b = float(left.value), float(right.value)
    if operator in _EXACT:
        return float(_EXACT[operator](a, b))
    if b == 0:
        raise refusal(at, "division by zero")
    return a / b
