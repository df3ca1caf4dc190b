"""What a filter asks of a row, free of syntax and of any database.

Every condition is true or false for every row, never unknown, so that negation means
the same on all databases. Rows are memos; those of attachments know fewer conditions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

VISIBILITIES = {"PRIVATE": 1, "PROTECTED": 2, "PUBLIC": 3}


@dataclass(frozen=True, slots=True)
class Always:
    """The same answer for every memo."""

    answer: bool


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no column."""

    column: str


@dataclass(frozen=True, slots=True)
class Present:
    """The column is not NULL."""

    column: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text column, compared by its UTF-8 bytes."""

    column: str


@dataclass(frozen=True, slots=True)
class Number:
    """A column of whole numbers."""

    column: str


@dataclass(frozen=True, slots=True)
class TextLength:
    """The number of characters of a text field."""

    field: str


@dataclass(frozen=True, slots=True)
class TagCount:
    """How many different tags the memo has."""


@dataclass(frozen=True, slots=True)
class TimePart:
    """One part of a time in UTC; `accessor` is CEL's name for it."""

    accessor: str
    column: str


Operand = Text | Number | TextLength | TagCount | TimePart


@dataclass(frozen=True, slots=True)
class Compared:
    """`operand operator value`."""

    operand: Operand
    operator: str
    value: int | str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The operand equals one of at least one value."""

    operand: Operand
    values: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """The column has the text somewhere (`contains`) or at one end; both are folded."""

    where: str
    folded: str
    column: str


@dataclass(frozen=True, slots=True)
class HoldsAnyCase:
    """As Holds, of a column that is not folded: the database ignores the case."""

    where: str
    text: str
    column: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The regular expression, one of RE2's, is found in the column.

    `at` is where it stands in the filter: not every database can say every pattern.
    """

    column: str
    pattern: str
    at: int


@dataclass(frozen=True, slots=True)
class BoundTo:
    """The attachment belongs to one of these memos."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoundOtherwise:
    """The attachment belongs to a memo, but to none of these."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CreatorIs:
    """One creator: by name, or by id; the id of a name counts when nobody has it."""

    username: str | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class CreatedBy:
    """The creator is one of at least one."""

    creators: tuple[CreatorIs, ...]


@dataclass(frozen=True, slots=True)
class VisibleAs:
    """The visibility is one of these, but not any."""

    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class TagKey:
    """One row of the tag table: kind 1 as written, kind 2 folded, or above a slash."""

    kind: int
    tag: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """The memo has at least one of the keys, all of which are of one kind.

    To the operator `in`, as existing views rely on it, a memo without any tag is
    neither in nor out; `among_tagged` says that this is about such an `in`.
    """

    keys: tuple[TagKey, ...]
    among_tagged: bool


@dataclass(frozen=True, slots=True)
class TaggedOtherwise:
    """The memo has tags, but none of these."""

    tagged: Tagged


@dataclass(frozen=True, slots=True)
class Tags:
    """How many tags pass one test: `exists` one, `exists_one` no other, or `all`.

    The test is `==`, exact, or one of `contains`, `startsWith` and `endsWith`, which
    ignore the case of ASCII letters. `all` is false of a memo without tags.
    """

    quantifier: str
    test: str
    text: str


Condition = (
    Always
    | Every
    | Either
    | Not
    | Flag
    | Present
    | Compared
    | OneOf
    | Holds
    | HoldsAnyCase
    | Matches
    | BoundTo
    | BoundOtherwise
    | CreatedBy
    | VisibleAs
    | Tagged
    | TaggedOtherwise
    | Tags
)


def every(parts: Iterable[Condition]) -> Condition:
    """Join by `&&`, without constants and nested chains."""
    flat: list[Condition] = []
    for part in parts:
        if part == Always(answer=False):
            return part
        if isinstance(part, Every):
            flat.extend(part.parts)
        elif not isinstance(part, Always):
            flat.append(part)
    if not flat:
        return Always(answer=True)
    return Every(tuple(flat)) if len(flat) > 1 else flat[0]


def either(parts: Iterable[Condition]) -> Condition:
    """Join by `||`, without constants and nested chains."""
    flat: list[Condition] = []
    for part in parts:
        if part == Always(answer=True):
            return part
        if isinstance(part, Either):
            flat.extend(part.parts)
        elif not isinstance(part, Always):
            flat.append(part)
    if not flat:
        return Always(answer=False)
    return Either(tuple(flat)) if len(flat) > 1 else flat[0]


def negated(part: Condition) -> Condition:
    """Turn around, inside first, since an `in` is not simply turned around."""
    match part:
        case Every(parts):
            return either(map(negated, parts))
        case Either(parts):
            return every(map(negated, parts))
        case Tagged(among_tagged=True):
            return TaggedOtherwise(part)
        case VisibleAs(values):
            return visible_as(frozenset(VISIBILITIES.values()) - values)
        case Always(answer):
            return Always(answer=not answer)
    return _undone(part) or Not(part)


def _undone(part: Condition) -> Condition | None:
    match part:
        case Not(inner):
            return inner
        case TaggedOtherwise(tagged):
            return tagged
        case BoundTo(ids):
            return BoundOtherwise(ids)
        case BoundOtherwise(ids):
            return BoundTo(ids)
    return None


def visible_as(values: frozenset[int]) -> Condition:
    """Restrict to visibilities; none of them or all of them is a constant."""
    if not values or values == frozenset(VISIBILITIES.values()):
        return Always(answer=bool(values))
    return VisibleAs(values)
