"""What may be asked of a field, by its kind, whatever it is a field of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from appliance.models.filter.conditions import (
    Always,
    Compared,
    Condition,
    Every,
    Holds,
    HoldsAnyCase,
    Matches,
    Number,
    OneOf,
    Operand,
    Text,
    TextLength,
    TimePart,
    negated,
)
from appliance.models.filter.constants import Constant, Type, mismatch
from appliance.models.filter.tokens import refusal
from appliance.models.memo import ID_BITS
from appliance.models.regexp import PatternError, compiled

# Times that fit into a key; the years 1 to 9999 do.
_LATEST_KEYED = (1 << 38) - 2
_PLACES = frozenset({"contains", "startsWith", "endsWith"})
LONGEST_PATTERN = 1000
ACCESSORS = frozenset(
    {
        "getFullYear",
        "getMonth",
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getHours",
        "getMinutes",
        "getSeconds",
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """What is common to all fields: by default, everything is refused."""

    name: str
    type: str

    def alone(self, at: int) -> Condition:
        """Use the field itself as a condition."""
        raise refusal(at, f"{self.name} is {self.type}, not true or false")

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a constant on the right."""
        raise mismatch(operator, self.name, value.type, at)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Look for the field in a list."""
        del values
        raise refusal(at, f"{self.name} cannot stand before in")

    def having(self, value: Constant, at: int) -> Condition:
        """Look for a value in the field."""
        del value
        raise refusal(at, f"{self.name} is no list")

    def size(self, at: int) -> Operand:
        """Count the characters or elements."""
        raise refusal(at, f"size() does not apply to {self.name}")

    def method(self, name: str, arguments: Sequence[Constant], at: int) -> Condition:
        """Call a method that answers true or false."""
        del arguments
        raise refusal(at, f"{self.name} has no method {name}()")

    def part(self, accessor: str, at: int) -> Operand:
        """Take a part of a time."""
        raise refusal(at, f"{self.name} has no method {accessor}()")

    def _require(self, value: Constant, wanted: Type, operator: str, at: int) -> None:
        if value.type is not wanted:
            raise mismatch(operator, self.type, value.type, at)

    def _require_equality(self, operator: str, at: int) -> None:
        if operator not in {"==", "!="}:
            raise refusal(at, f"{self.name} can only be compared with == and !=")


@dataclass(frozen=True, slots=True)
class EqualityField(Field):
    """A field without an order: equal to a constant or to one of several, or not."""

    value_type: ClassVar[Type] = Type.STRING

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare by == and !=, as a list of one."""
        self._require_equality(operator, at)
        self._require(value, self.value_type, operator, at)
        positive = self.one_of([value], at)
        return positive if operator == "==" else negated(positive)

    def _values(self, values: Sequence[Constant], at: int) -> list[Any]:
        for value in values:
            self._require(value, self.value_type, "in", at)
        return [value.value for value in values]


@dataclass(frozen=True, slots=True)
class BoolField(Field):
    """A flag, used alone or compared with true and false."""

    condition: Condition

    def alone(self, at: int) -> Condition:
        """Use the flag itself."""
        del at
        return self.condition

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with `true` or `false`."""
        self._require_equality(operator, at)
        self._require(value, Type.BOOL, operator, at)
        same = (operator == "==") == value.value
        return self.condition if same else negated(self.condition)


@dataclass(frozen=True, slots=True)
class TextField(Field):
    """A text; `folded` is the column that holds it in folded case, if there is one."""

    column: str
    folded: str | None = None

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a text, by bytes."""
        self._require(value, Type.STRING, operator, at)
        return Compared(Text(self.column), operator, value.value)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several texts."""
        for value in values:
            self._require(value, Type.STRING, "in", at)
        return one_of(Text(self.column), [value.value for value in values])

    def size(self, at: int) -> Operand:
        """Count the characters."""
        del at
        return TextLength(self.column)

    def method(self, name: str, arguments: Sequence[Constant], at: int) -> Condition:
        """Search the text in any case, or by a regular expression."""
        if name not in _PLACES and name != "matches":
            raise refusal(at, f"{self.name} has no method {name}()")
        if len(arguments) != 1:
            raise refusal(at, f"{name}() takes one argument")
        (argument,) = arguments
        self._require(argument, Type.STRING, name, argument.at)
        if name == "matches":
            return Matches(self.column, _pattern(argument), argument.at)
        if not argument.value:
            return Always(answer=True)
        if self.folded:
            return Holds(name, argument.value.casefold(), self.folded)
        return HoldsAnyCase(name, argument.value, self.column)


def _pattern(argument: Constant) -> str:
    pattern: str = argument.value
    if len(pattern) > LONGEST_PATTERN:
        raise refusal(argument.at, f"pattern longer than {LONGEST_PATTERN} characters")
    try:
        compiled(pattern)
    except PatternError as error:
        raise refusal(argument.at, f"no regular expression: {error}") from error
    return pattern


@dataclass(frozen=True, slots=True)
class TimeField(Field):
    """A time; a bare number is taken as epoch seconds.

    `key` is an indexed column that packs the time ahead of the id, if there is one.
    """

    column: str
    key: str | None = None

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a time, by the indexed key where that says the same.

        Every bound of the time is a bound of the key, and the list is read from there.
        """
        seconds = self._seconds(value, operator, at)
        if not self.key or operator == "!=" or abs(seconds) > _LATEST_KEYED:
            return Compared(Number(self.column), operator, seconds)
        key = Number(self.key)
        begin, end = seconds << ID_BITS, (seconds + 1) << ID_BITS
        bounds = {
            ">=": (Compared(key, ">=", begin),),
            ">": (Compared(key, ">=", end),),
            "<": (Compared(key, "<", begin),),
            "<=": (Compared(key, "<", end),),
            "==": (Compared(key, ">=", begin), Compared(key, "<", end)),
        }[operator]
        return bounds[0] if len(bounds) == 1 else Every(bounds)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several times."""
        seconds = [self._seconds(value, "in", at) for value in values]
        return one_of(Number(self.column), seconds)

    def part(self, accessor: str, at: int) -> Operand:
        """Take a part of the time."""
        del at
        return TimePart(accessor, self.column)

    def _seconds(self, value: Constant, operator: str, at: int) -> int:
        # Clients of older versions send bare epochs.
        if value.type not in {Type.TIMESTAMP, Type.INT}:
            raise mismatch(operator, self.type, value.type, at)
        return value.seconds


def one_of(operand: Operand, values: Sequence[int | str]) -> Condition:
    """Ask for any of several values; none is nobody's."""
    known = tuple(dict.fromkeys(values))
    return OneOf(operand, known) if known else Always(answer=False)
