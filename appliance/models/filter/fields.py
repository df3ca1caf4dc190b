"""The fields of a memo that filters know, and what may be asked of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from appliance.models.filter.conditions import (
    VISIBILITIES,
    Always,
    Compared,
    Condition,
    CreatedBy,
    CreatorIs,
    Every,
    Flag,
    Holds,
    Located,
    Number,
    OneOf,
    Operand,
    TagCount,
    Tagged,
    TagKey,
    Text,
    TextLength,
    TimePart,
    negated,
    visible_as,
)
from appliance.models.filter.constants import Constant, Type, mismatch
from appliance.models.filter.tokens import refusal
from appliance.models.memo import ID_BITS

EXACT, FOLDED = 1, 2
_CREATOR_PREFIX = "users/"
_LONGEST_ID = 18
_KEYS = {"create_time": "order_key", "update_time": "update_key"}
# Times that fit into a key; the years 1 to 9999 do.
_LATEST_KEYED = (1 << 38) - 2
_PLACES = frozenset({"contains", "startsWith", "endsWith"})
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


def _equality(operator: str, positive: Condition) -> Condition:
    return positive if operator == "==" else negated(positive)


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
class ContentField(Field):
    """The text of the memo."""

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a text, by bytes."""
        self._require(value, Type.STRING, operator, at)
        return Compared(Text(self.name), operator, value.value)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several texts."""
        for value in values:
            self._require(value, Type.STRING, "in", at)
        return _one_of(Text(self.name), [value.value for value in values])

    def size(self, at: int) -> Operand:
        """Count the characters."""
        del at
        return TextLength(self.name)

    def method(self, name: str, arguments: Sequence[Constant], at: int) -> Condition:
        """Search the text in any case."""
        if name not in _PLACES:
            raise refusal(at, f"{self.name} has no method {name}()")
        if len(arguments) != 1:
            raise refusal(at, f"{name}() takes one argument")
        self._require(arguments[0], Type.STRING, name, arguments[0].at)
        folded = arguments[0].value.casefold()
        return Holds(name, folded) if folded else Always(answer=True)


@dataclass(frozen=True, slots=True)
class CreatorField(Field):
    """The creator as `users/{username}`."""

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with one name."""
        self._require_equality(operator, at)
        self._require(value, Type.STRING, operator, at)
        return _equality(operator, self.one_of([value], at))

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several names; what is no name is nobody's."""
        for value in values:
            self._require(value, Type.STRING, "in", at)
        names = _comparable(value.value for value in values)
        creators = dict.fromkeys(
            _creator(name.removeprefix(_CREATOR_PREFIX))
            for name in names
            if name.startswith(_CREATOR_PREFIX)
        )
        return CreatedBy(tuple(creators)) if creators else Always(answer=False)

    def size(self, at: int) -> Operand:
        """Count the characters of the whole resource name."""
        del at
        return TextLength(self.name)


def _creator(username: str) -> CreatorIs:
    numeric = username.isascii() and username.isdigit()
    if numeric and len(username) <= _LONGEST_ID:
        return CreatorIs(username, int(username))
    return CreatorIs(username)


@dataclass(frozen=True, slots=True)
class CreatorIdField(Field):
    """The creator's number, which older clients remember."""

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with one number."""
        self._require_equality(operator, at)
        self._require(value, Type.INT, operator, at)
        return _equality(operator, self.one_of([value], at))

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several numbers."""
        for value in values:
            self._require(value, Type.INT, "in", at)
        if not values:
            return Always(answer=False)
        ids = dict.fromkeys(value.value for value in values)
        return CreatedBy(tuple(CreatorIs(user_id=user_id) for user_id in ids))


@dataclass(frozen=True, slots=True)
class VisibilityField(Field):
    """The visibility, by its name in capitals."""

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with one name; an unknown one is no memo's."""
        self._require_equality(operator, at)
        self._require(value, Type.STRING, operator, at)
        return _equality(operator, self.one_of([value], at))

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several names."""
        for value in values:
            self._require(value, Type.STRING, "in", at)
        known = [VISIBILITIES.get(value.value) for value in values]
        return visible_as(frozenset(number for number in known if number))

    def size(self, at: int) -> Operand:
        """Count the characters of the name."""
        del at
        return TextLength(self.name)


@dataclass(frozen=True, slots=True)
class TimeField(Field):
    """A time of the memo; a bare number is taken as epoch seconds."""

    column: str

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a time, by the indexed key where that says the same.

        A key is the time followed by bits of the id, so every bound of the time is a
        bound of the key, and the list is read from there.
        """
        seconds = self._seconds(value, operator, at)
        if operator == "!=" or abs(seconds) > _LATEST_KEYED:
            return Compared(Number(self.column), operator, seconds)
        begin, end = seconds << ID_BITS, (seconds + 1) << ID_BITS
        bounds = {
            ">=": (Compared(self._key, ">=", begin),),
            ">": (Compared(self._key, ">=", end),),
            "<": (Compared(self._key, "<", begin),),
            "<=": (Compared(self._key, "<", end),),
            "==": (Compared(self._key, ">=", begin), Compared(self._key, "<", end)),
        }[operator]
        return bounds[0] if len(bounds) == 1 else Every(bounds)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several times."""
        seconds = [self._seconds(value, "in", at) for value in values]
        return _one_of(Number(self.column), seconds)

    def part(self, accessor: str, at: int) -> Operand:
        """Take a part of the time."""
        del at
        return TimePart(accessor, self.column)

    @property
    def _key(self) -> Number:
        return Number(_KEYS[self.column])

    def _seconds(self, value: Constant, operator: str, at: int) -> int:
        # Clients of older versions send bare epochs.
        if value.type not in {Type.TIMESTAMP, Type.INT}:
            raise mismatch(operator, self.type, value.type, at)
        return value.seconds


@dataclass(frozen=True, slots=True)
class TagsField(Field):
    """The list of tags, as written."""

    def having(self, value: Constant, at: int) -> Condition:
        """Look for one tag, exactly as written."""
        self._require(value, Type.STRING, "in", at)
        return tagged([value.value], EXACT, among_tagged=True)

    def size(self, at: int) -> Operand:
        """Count the tags."""
        del at
        return TagCount()


@dataclass(frozen=True, slots=True)
class TagField(Field):
    """Any one tag: `tag in [...]` ignores case and finds what is below a tag."""

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Look for any of several tags."""
        for value in values:
            self._require(value, Type.STRING, "in", at)
        folded = [value.value.casefold() for value in values]
        return tagged(folded, FOLDED, among_tagged=True)


def tagged(tags: Sequence[str], kind: int, *, among_tagged: bool) -> Condition:
    """Ask for any of several tags."""
    keys = tuple(TagKey(kind, tag) for tag in _comparable(tags))
    return Tagged(keys, among_tagged) if keys else Always(answer=False)


def _comparable(names: Iterable[str]) -> list[str]:
    """Drop repetitions and what ends in a space: no tag and no user name does.

    MariaDB compares as if such spaces were not there.
    """
    return [name for name in dict.fromkeys(names) if not name.endswith(" ")]


def _one_of(operand: Operand, values: Sequence[int | str]) -> Condition:
    known = tuple(dict.fromkeys(values))
    return OneOf(operand, known) if known else Always(answer=False)


MEMO_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        ContentField("content", "a string"),
        CreatorField("creator", "a string"),
        CreatorIdField("creator_id", "an int"),
        VisibilityField("visibility", "a string"),
        TimeField("created_ts", "a timestamp", "create_time"),
        TimeField("updated_ts", "a timestamp", "update_time"),
        TagsField("tags", "a list"),
        TagField("tag", "a string"),
        *(
            BoolField(column, "a bool", Flag(column))
            for column in (
                "pinned",
                "has_link",
                "has_code",
                "has_task_list",
                "has_incomplete_tasks",
            )
        ),
        BoolField("has_location", "a bool", Located()),
    )
}
