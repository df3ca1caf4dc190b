"""The sentence structure of a filter: CEL's expressions as a tree.

A chain of `&&` or `||` is one node, so that its length costs no depth; everything else
that nests is limited, which keeps every later walk within Python's stack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from appliance.models.filter.tokens import Kind, Token, refusal, tokens

LONGEST_SOURCE = 8192
DEEPEST_NESTING = 40
LONGEST_LIST = 1000

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_SUMS = frozenset({"+", "-"})
_PRODUCTS = frozenset({"*", "/", "%"})
_OPERATOR_KINDS = frozenset({Kind.SIGN, Kind.NAME})
_NOT_SUPPORTED = {"{": "maps", "?": "the conditional operator", ".": "a leading dot"}


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant as it stands in the filter."""

    token: Token

    @property
    def at(self) -> int:
        """The place of its first character."""
        return self.token.at


@dataclass(frozen=True, slots=True)
class Name:
    """A field, `now`, `true`, `false`, `null` or a variable."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list in brackets."""

    items: tuple["Node", ...]
    at: int
    height: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `target` is what stands before the dot of a method."""

    function: str
    target: "Node | None"
    arguments: tuple["Node", ...]
    at: int
    height: int


@dataclass(frozen=True, slots=True)
class Access:
    """A selected member or an indexed element."""

    of: "Node"
    what: str
    at: int
    height: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x` or `-x`."""

    operator: str
    operand: "Node"
    at: int
    height: int


@dataclass(frozen=True, slots=True)
class Binary:
    """A comparison, `in`, or arithmetic."""

    operator: str
    left: "Node"
    right: "Node"
    at: int
    height: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Two or more operands joined by `&&` or by `||`."""

    operator: str
    parts: tuple["Node", ...]
    at: int
    height: int


Node = Literal | Name | ListOf | Call | Access | Unary | Binary | Chain


# Pages of one list and the widgets of one view send the same few filters.
@lru_cache(maxsize=64)
def parse(source: str) -> Node:
    """Read one expression; raise InvalidArgumentError naming the place that breaks."""
    if len(source) > LONGEST_SOURCE:
        raise refusal(LONGEST_SOURCE, f"longer than {LONGEST_SOURCE} characters")
    return _Parser(list(tokens(source))).whole()


class _Parser:
    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._either()
        if self._word.kind is not Kind.END:
            raise self._unexpected()
        return node

    @property
    def _word(self) -> Token:
        return self._words[self._next]

    def _unexpected(self) -> Exception:
        if problem := _NOT_SUPPORTED.get(self._word.value):
            return refusal(self._word.at, f"{problem} cannot be used in filters")
        return refusal(self._word.at, f"unexpected {self._word}")

    def _at_sign(self, *signs: str) -> bool:
        return self._word.kind is Kind.SIGN and self._word.value in signs

    def _take(self) -> Token:
        word = self._word
        self._next += 1
        return word

    def _expect(self, sign: str) -> Token:
        if not self._at_sign(sign):
            raise refusal(self._word.at, f'expected "{sign}", found {self._word}')
        return self._take()

    def _deeper(self) -> None:
        self._depth += 1
        self._limit(self._depth)

    def _limit(self, depth: int) -> int:
        if depth > DEEPEST_NESTING:
            raise refusal(self._word.at, f"nested deeper than {DEEPEST_NESTING} levels")
        return depth

    def _over(self, *nodes: Node | None) -> int:
        return self._limit(1 + max((_height(node) for node in nodes), default=0))

    def _either(self) -> Node:
        self._deeper()
        parts = [self._every()]
        at = self._word.at
        while self._at_sign("||"):
            self._take()
            parts.append(self._every())
        self._depth -= 1
        return self._joined("||", parts, at)

    def _every(self) -> Node:
        parts = [self._comparison()]
        at = self._word.at
        while self._at_sign("&&"):
            self._take()
            parts.append(self._comparison())
        return self._joined("&&", parts, at)

    def _joined(self, operator: str, parts: list[Node], at: int) -> Node:
        if len(parts) == 1:
            return parts[0]
        return Chain(operator, tuple(parts), at, self._over(*parts))

    def _comparison(self) -> Node:
        return self._left_to_right(_COMPARISONS, self._sum)

    def _sum(self) -> Node:
        return self._left_to_right(_SUMS, self._product)

    def _product(self) -> Node:
        return self._left_to_right(_PRODUCTS, self._unary)

    def _left_to_right(
        self, operators: frozenset[str], operand: Callable[[], Node]
    ) -> Node:
        node = operand()
        while self._word.kind in _OPERATOR_KINDS and self._word.value in operators:
            word = self._take()
            right = operand()
            height = self._over(node, right)
            node = Binary(word.value, node, right, word.at, height)
        return node

    def _unary(self) -> Node:
        if not self._at_sign("!", "-"):
            return self._member()
        self._deeper()
        word = self._take()
        operand = self._unary()
        self._depth -= 1
        return Unary(word.value, operand, word.at, self._over(operand))

    def _member(self) -> Node:
        node = self._primary()
        while self._at_sign(".", "["):
            node = self._selected(node) if self._at_sign(".") else self._indexed(node)
        return node

    def _selected(self, node: Node) -> Node:
        at = self._take().at
        if self._word.kind is not Kind.NAME:
            raise self._unexpected()
        word = self._take()
        if not self._at_sign("("):
            return Access(node, word.value, at, self._over(node))
        arguments = self._arguments()
        height = self._over(node, *arguments)
        return Call(word.value, node, arguments, word.at, height)

    def _indexed(self, node: Node) -> Node:
        at = self._take().at
        self._either()
        self._expect("]")
        return Access(node, "[]", at, self._over(node))

    def _primary(self) -> Node:
        if self._word.kind is Kind.NAME:
            return self._named(self._take())
        if self._at_sign("("):
            self._take()
            node = self._either()
            self._expect(")")
            return node
        if self._at_sign("["):
            at = self._take().at
            items = self._items("]")
            return ListOf(items, at, self._over(*items))
        if self._word.kind in {Kind.SIGN, Kind.END}:
            raise self._unexpected()
        return Literal(self._take())

    def _named(self, word: Token) -> Node:
        if word.value == "in":
            raise refusal(word.at, f"unexpected {word}")
        if self._at_sign("("):
            arguments = self._arguments()
            height = self._over(*arguments)
            return Call(word.value, None, arguments, word.at, height)
        return Name(word.value, word.at)

    def _arguments(self) -> tuple[Node, ...]:
        self._expect("(")
        return self._items(")")

    def _items(self, closer: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._at_sign(closer):
            items.append(self._either())
            if len(items) > LONGEST_LIST:
                raise refusal(self._word.at, f"more than {LONGEST_LIST} elements")
            if not self._at_sign(closer):
                self._expect(",")
        self._take()
        return tuple(items)


def _height(node: Node | None) -> int:
    return 0 if node is None or isinstance(node, Literal | Name) else node.height
