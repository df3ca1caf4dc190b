"""The tree: precedence, and the limits that keep it small."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.errors import InvalidArgumentError
from appliance.models.filter.syntax import (
    DEEPEST_NESTING,
    LONGEST_LIST,
    LONGEST_SOURCE,
    Access,
    Binary,
    Call,
    Chain,
    ListOf,
    Literal,
    Name,
    Node,
    Unary,
    parse,
)


def shown(node: Node) -> str:  # noqa: PLR0911 - one line per kind of node
    """Write a tree with all its parentheses."""
    match node:
        case Literal(token):
            return token.value
        case Name(name):
            return name
        case ListOf(items):
            return "[" + " ".join(map(shown, items)) + "]"
        case Call(function, target, arguments):
            before = "" if target is None else shown(target) + "."
            return f"{before}{function}({' '.join(map(shown, arguments))})"
        case Access(of, what):
            return f"{shown(of)}.{what}"
        case Unary(operator, operand):
            return f"({operator}{shown(operand)})"
        case Binary(operator, left, right):
            return f"({shown(left)} {operator} {shown(right)})"
        case Chain(operator, parts):
            return "(" + f" {operator} ".join(map(shown, parts)) + ")"


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("a && b || c && d", "((a && b) || (c && d))"),
        ("a || b && c || d", "(a || (b && c) || d)"),
        ("!a && b", "((!a) && b)"),
        ("!!a", "(!(!a))"),
        ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"),
        ("a < b + 1 && c in [1, 2]", "((a < (b + 1)) && (c in [1 2]))"),
        ("(a || b) && c", "((a || b) && c)"),
        ("-1 - -a", "((-1) - (-a))"),
        ("a.f(1).g()[2].h", "a.f(1).g().[].h"),
        ("f(a, [b], )", "f(a [b])"),
        ("a == b == c", "((a == b) == c)"),
        ("[]", "[]"),
    ],
)
def test_operators_bind_as_in_cel(source: str, tree: str) -> None:
    assert shown(parse(source)) == tree


def test_nodes_know_their_place() -> None:
    node = parse("a && b.f('c')")
    assert isinstance(node, Chain)
    assert [part.at for part in node.parts] == [0, 7]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000 + "a" + ")" * 3000,
        "(" * (DEEPEST_NESTING + 1) + "a" + ")" * (DEEPEST_NESTING + 1),
        "!" * 8000 + "a",
        "1" + "+1" * 4000,
        "(" * 30 + "1" + "+1" * 30 + "".join(")" + "+1" * 30 for _ in range(30)),
        "a" + ".b" * 4000,
        "a" + ".f()" * 2000,
        "[" * 4000,
        "f(" * 4000,
        "a" + "[0" * 4000,
        "a" + "==a" * 2700,
    ],
)
def test_depth_is_limited(source: str) -> None:
    with pytest.raises(InvalidArgumentError, match="nested deeper"):
        parse(source)


def test_chains_may_be_long() -> None:
    node = parse(" || ".join(["a"] * 1600))
    assert isinstance(node, Chain)
    assert len(node.parts) == 1600


def test_nesting_up_to_the_limit_is_fine() -> None:
    depth = DEEPEST_NESTING - 1
    assert parse("(" * depth + "a" + ")" * depth) == Name("a", depth)


def test_source_and_lists_are_limited() -> None:
    with pytest.raises(InvalidArgumentError, match="longer than"):
        parse("a" * (LONGEST_SOURCE + 1))
    with pytest.raises(InvalidArgumentError, match=f"more than {LONGEST_LIST}"):
        parse("a in [" + "1," * (LONGEST_LIST + 1) + "]")


@pytest.mark.parametrize(
    "source",
    ["a ? b : c", "{}", ".a", "a.", "a.1", "in", "a in in", "f(", "f(,)", "a b", "()"],
)
def test_other_sentences_are_refused(source: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid filter at character"):
        parse(source)


@given(st.text("ab.()[]!&|=<>+-*/%,'1 in", max_size=60))
def test_no_sentence_breaks_the_parser(source: str) -> None:
    with suppress(InvalidArgumentError):
        parse(source)
