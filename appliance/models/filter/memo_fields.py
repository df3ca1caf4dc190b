"""The fields of a memo that filters know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from appliance.models.filter.conditions import (
    VISIBILITIES,
    Always,
    Condition,
    CreatedBy,
    CreatorIs,
    Flag,
    Operand,
    Present,
    TagCount,
    Tagged,
    TagKey,
    TextLength,
    visible_as,
)
from appliance.models.filter.constants import Constant, Type
from appliance.models.filter.fields import (
    BoolField,
    EqualityField,
    Field,
    TextField,
    TimeField,
)

EXACT, FOLDED = 1, 2
_CREATOR_PREFIX = "users/"
_LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class CreatorField(EqualityField):
    """The creator as `users/{username}`."""

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several names; what is no name is nobody's."""
        creators = dict.fromkeys(
            _creator(name.removeprefix(_CREATOR_PREFIX))
            for name in _comparable(self._values(values, at))
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
class CreatorIdField(EqualityField):
    """The creator's number, which older clients remember."""

    value_type: ClassVar[Type] = Type.INT

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several numbers."""
        ids = dict.fromkeys(self._values(values, at))
        if not ids:
            return Always(answer=False)
        return CreatedBy(tuple(CreatorIs(user_id=user_id) for user_id in ids))


@dataclass(frozen=True, slots=True)
class VisibilityField(EqualityField):
    """The visibility, by its name in capitals."""

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several names; an unknown one is no memo's."""
        known = map(VISIBILITIES.get, self._values(values, at))
        return visible_as(frozenset(number for number in known if number))

    def size(self, at: int) -> Operand:
        """Count the characters of the name."""
        del at
        return TextLength(self.name)


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


MEMO_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        TextField("content", "a string", "content", "content_folded"),
        CreatorField("creator", "a string"),
        CreatorIdField("creator_id", "an int"),
        VisibilityField("visibility", "a string"),
        TimeField("created_ts", "a timestamp", "create_time", "order_key"),
        TimeField("updated_ts", "a timestamp", "update_time", "update_key"),
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
        BoolField("has_location", "a bool", Present("location_latitude")),
    )
}
