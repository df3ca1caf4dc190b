"""Comprehensions over tags: `tags.exists(t, t.startsWith("a"))` and its kin."""

from collections.abc import Callable

from appliance.models.filter.conditions import Condition, Tags
from appliance.models.filter.constants import Constant, Type
from appliance.models.filter.syntax import Binary, Call, Name, Node
from appliance.models.filter.tokens import refusal

QUANTIFIERS = frozenset({"all", "exists", "exists_one"})
_METHODS = frozenset({"contains", "endsWith", "startsWith"})


def over_tags(node: Call, value: Callable[[Node], Constant]) -> Condition:
    """Read a comprehension; `value` evaluates what must be constant in it."""
    match node.arguments:
        case (Name(variable), predicate):
            test, compared = _test(variable, predicate)
        case _:
            raise refusal(node.at, f"{node.function}() takes a variable and a test")
    constant = value(compared)
    if constant.type is not Type.STRING:
        raise refusal(constant.at, f"a tag is a string, not {constant.type}")
    return Tags(node.function, test, constant.value)


def _test(variable: str, predicate: Node) -> tuple[str, Node]:
    match predicate:
        case Binary("==", Name(name), compared) if name == variable:
            return "==", compared
        case Binary("==", compared, Name(name)) if name == variable:
            return "==", compared
        case Call(method, Name(name), (compared,)) if name == variable:
            if method in _METHODS:
                return method, compared
    wanted = ", ".join(sorted(_METHODS))
    raise refusal(predicate.at, f"the test must be one of ==, {wanted} on {variable}")
