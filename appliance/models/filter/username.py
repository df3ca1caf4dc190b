"""The filter of the list of accounts: one comparison with a name, nothing else."""

from appliance.errors import InvalidArgumentError
from appliance.models.filter.syntax import (
    Binary,
    Call,
    Chain,
    Literal,
    Name,
    Node,
    Unary,
    parse,
)
from appliance.models.filter.tokens import Kind, refusal

FIELD = "username"


def wanted_username(source: str) -> str:
    """Return the name that `username == "…"` asks for; refuse every other filter."""
    node = parse(source)
    if not (isinstance(node, Binary) and node.operator == "=="):
        raise InvalidArgumentError(
            f"invalid filter: unsupported operator: {_operator(node)}"
            " (only '==' is supported)"
        )
    if not (isinstance(node.left, Name) and node.left.name == FIELD):
        raise refusal(node.left.at, f"only {FIELD} can be compared here")
    right = node.right
    if not (isinstance(right, Literal) and right.token.kind is Kind.TEXT):
        raise refusal(right.at, f"{FIELD} can only be compared with a text")
    return right.token.value


def _operator(node: Node) -> str:
    """Name what joins a filter's parts the way CEL's errors do."""
    match node:
        case Binary(operator=operator) | Chain(operator=operator):
            return f"_{operator}_"
        case Unary(operator=operator):
            return f"{operator}_"
        case Call(function=function):
            return function
    return "none"
