"""From the tree of a filter to what it asks: names, types and constants resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from appliance.models.filter.comprehensions import QUANTIFIERS, over_tags
from appliance.models.filter.conditions import (
    Always,
    Compared,
    Condition,
    Operand,
    TagCount,
    either,
    every,
    negated,
)
from appliance.models.filter.constants import (
    COMPARISONS,
    Constant,
    Type,
    calculate,
    checked,
    compare,
    duration,
    instant,
    mismatch,
    negative,
    timestamp,
    whole,
)
from appliance.models.filter.fields import ACCESSORS, Field
from appliance.models.filter.memo_fields import EXACT, TagsField, tagged
from appliance.models.filter.syntax import (
    Access,
    Binary,
    Call,
    Chain,
    ListOf,
    Literal,
    Name,
    Node,
    Unary,
)
from appliance.models.filter.tokens import Kind, refusal

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NAMED = {
    "true": (Type.BOOL, True),
    "false": (Type.BOOL, False),
    "null": (Type.NULL, None),
}
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition together with its place."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that depends on the memo."""

    operand: Operand


Meaning = Constant | Field | Asked | Measured


class Reader:
    """Reads filters over one set of fields at one moment."""

    def __init__(self, fields: Mapping[str, Field], now: int) -> None:
        self._fields = fields
        self._now = now

    def condition(self, node: Node) -> Condition:
        """Read a node that must be true or false."""
        match self._meaning(node):
            case Asked(condition):
                return condition
            case Field() as field:
                return field.alone(node.at)
            case Constant(Type.BOOL, value):
                return Always(answer=value)
            case Constant(kind):
                raise refusal(node.at, f"{kind} is not true or false")
        raise refusal(node.at, "a number is not true or false")

    def _meaning(self, node: Node) -> Meaning:
        match node:
            case Literal():
                return _constant(node)
            case Name():
                return self._named(node)
            case Unary():
                return self._unary(node)
            case Call():
                return self._call(node)
            case Chain() | Binary():
                return self._operation(node)
            case ListOf():
                raise refusal(node.at, "a list can only stand behind in")
            case Access():
                raise self._access(node)

    def _operation(self, node: Chain | Binary) -> Meaning:
        if isinstance(node, Chain):
            return self._chain(node)
        if node.operator == "in":
            return _settled(self._membership(node), node.at)
        if node.operator in COMPARISONS:
            return self._comparison(node)
        return self._arithmetic(node)

    def _named(self, node: Name) -> Meaning:
        if node.name in _NAMED:
            return Constant(*_NAMED[node.name], node.at)
        if node.name == "now":
            return instant(self._now * 10**9, node.at)
        if field := self._fields.get(node.name):
            return field
        raise _unknown(node.name, node.at)

    def _access(self, node: Access) -> Exception:
        self._meaning(node.of)
        return refusal(node.at, "members and elements cannot be selected")

    def _chain(self, node: Chain) -> Meaning:
        parts = [self.condition(part) for part in node.parts]
        joined = every(parts) if node.operator == "&&" else either(parts)
        return _settled(joined, node.at)

    def _unary(self, node: Unary) -> Meaning:
        if node.operator == "!":
            return _settled(negated(self.condition(node.operand)), node.at)
        if isinstance(node.operand, Literal) and node.operand.token.kind is Kind.WHOLE:
            # The smallest number has no positive twin, so the sign belongs to it.
            value = -whole(node.operand.token.value, node.operand.at)
            return checked(Type.INT, value, node.at)
        return negative(self._value(node.operand))

    def _comparison(self, node: Binary) -> Meaning:
        left, right = self._meaning(node.left), self._meaning(node.right)
        if isinstance(left, Constant) and isinstance(right, Constant):
            answer = compare(node.operator, left, right, node.at)
            return Constant(Type.BOOL, answer, node.at)
        if isinstance(right, Constant):
            return _settled(_compared(left, node.operator, right, node.at), node.at)
        if isinstance(left, Constant):
            mirrored = _MIRRORED[node.operator]
            return Asked(_compared(right, mirrored, left, node.at))
        raise refusal(node.at, "one side of a comparison must be a constant")

    def _membership(self, node: Binary) -> Condition:
        left = self._meaning(node.left)
        if isinstance(node.right, ListOf):
            values = self._values(node.right.items)
            if isinstance(left, Field):
                return left.one_of(values, node.at)
            raise refusal(node.at, "only a field can be looked for in a list")
        right = self._meaning(node.right)
        if not isinstance(left, Constant):
            raise refusal(node.at, "expected a list behind in")
        if not isinstance(right, Field):
            raise refusal(node.at, "expected a list behind in")
        return right.having(left, node.at)

    def _arithmetic(self, node: Binary) -> Constant:
        left, right = self._value(node.left), self._value(node.right)
        return calculate(node.operator, left, right, node.at)

    def _value(self, node: Node) -> Constant:
        meaning = self._meaning(node)
        if isinstance(meaning, Constant):
            return meaning
        raise refusal(node.at, "expected a constant: fields cannot be calculated with")

    def _values(self, nodes: Sequence[Node]) -> list[Constant]:
        return [self._value(node) for node in nodes]

    def _call(self, node: Call) -> Meaning:
        if node.target is None:
            return self._function(node)
        if node.target == Name("sets", node.target.at):
            return Asked(self._set_function(node))
        target = self._meaning(node.target)
        if isinstance(target, TagsField) and node.function in QUANTIFIERS:
            return Asked(over_tags(node, self._value))
        if node.function == "size" and not node.arguments:
            return self._size(target, node.at)
        if node.function in ACCESSORS:
            return _part(target, node)
        if not isinstance(target, Field):
            raise refusal(node.at, f"unknown method {node.function}()")
        values = self._values(node.arguments)
        return Asked(target.method(node.function, values, node.at))

    def _function(self, node: Call) -> Meaning:
        match node.function, node.arguments:
            case "timestamp", (argument,):
                return timestamp(self._value(argument))
            case "duration", (argument,):
                return duration(self._value(argument))
            case "size", (argument,):
                return self._size(self._meaning(argument), node.at)
            case (("timestamp" | "duration" | "size"), _):
                raise refusal(node.at, f"{node.function}() takes one argument")
        raise refusal(node.at, f"unknown function {node.function}()")

    def _size(self, of: Meaning, at: int) -> Meaning:
        if isinstance(of, Field):
            return Measured(of.size(at))
        if isinstance(of, Constant) and of.type is Type.STRING:
            return Constant(Type.INT, len(of.value), at)
        raise refusal(at, "size() takes a text or a list")

    def _set_function(self, node: Call) -> Condition:
        match node.arguments:
            case (first, ListOf(items)):
                field, values = self._meaning(first), self._values(items)
            case _:
                raise refusal(node.at, f"sets.{node.function}() takes tags and a list")
        if not isinstance(field, TagsField):
            raise refusal(node.at, f"sets.{node.function}() takes tags and a list")
        texts = dict.fromkeys(map(_text, values))
        single = [tagged([text], EXACT, among_tagged=False) for text in texts]
        match node.function:
            case "contains":
                return every(single)
            case "intersects":
                return tagged(list(texts), EXACT, among_tagged=False)
            case "equivalent":
                return every([*single, Compared(TagCount(), "==", len(texts))])
        raise refusal(node.at, f"unknown function sets.{node.function}()")


def _constant(node: Literal) -> Constant:
    written, at = node.token.value, node.at
    match node.token.kind:
        case Kind.TEXT:
            return Constant(Type.STRING, written, at)
        case Kind.BYTES:
            return Constant(Type.BYTES, written, at)
        case Kind.FLOAT:
            return checked(Type.DOUBLE, float(written), at)
        case Kind.UNSIGNED:
            return checked(Type.UINT, whole(written, at), at)
    return checked(Type.INT, whole(written, at), at)


def _text(value: Constant) -> str:
    if value.type is not Type.STRING:
        raise refusal(value.at, f"a tag is a string, not {value.type}")
    return str(value.value)


def _settled(condition: Condition, at: int) -> Meaning:
    if isinstance(condition, Always):
        return Constant(Type.BOOL, condition.answer, at)
    return Asked(condition)


def _compared(left: Meaning, operator: str, value: Constant, at: int) -> Condition:
    match left:
        case Field():
            return left.compared(operator, value, at)
        case Measured(operand) if value.type is Type.INT:
            return Compared(operand, operator, value.value)
        case Measured():
            raise mismatch(operator, Type.INT, value.type, at)
    raise refusal(at, "a condition cannot be compared; use it alone or with !")


def _part(of: Meaning, node: Call) -> Meaning:
    if node.arguments:
        raise refusal(node.at, f"{node.function}() takes no time zone; times are UTC")
    if isinstance(of, Field):
        return Measured(of.part(node.function, node.at))
    if isinstance(of, Constant) and of.type is Type.TIMESTAMP:
        return Constant(Type.INT, part_of(of.seconds, node.function), node.at)
    raise refusal(node.at, f"{node.function}() applies to timestamps")


def part_of(seconds: int, accessor: str) -> int:
    """Take a part of a time that is known."""
    time = _EPOCH + timedelta(seconds=seconds)
    parts = {
        "getFullYear": time.year,
        "getMonth": time.month - 1,
        "getDate": time.day,
        "getDayOfMonth": time.day - 1,
        "getDayOfWeek": time.isoweekday() % 7,
        "getDayOfYear": time.timetuple().tm_yday - 1,
        "getHours": time.hour,
        "getMinutes": time.minute,
        "getSeconds": time.second,
    }
    return parts[accessor]


def _unknown(name: str, at: int) -> Exception:
    return refusal(at, f'unknown field "{name}"')
