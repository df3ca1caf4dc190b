"""From an HTTP method and a path to an RPC, as the `google.api.http` options say.

Paths are looked up segment by segment in a tree of literals and wildcards, so the cost
does not grow with the number of routes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from appliance.api.contract import Method
from appliance.api.gen.google.api import annotations_pb, http_pb
from appliance.errors import NotFoundError, UnimplementedError

WHOLE_BODY = "*"
PIECE = re.compile(r"\{(?P<field>[^=}]+)(?:=(?P<inner>[^}]+))?\}|(?P<literal>[^/]+)")


@dataclass(frozen=True, slots=True)
class Variable:
    """A field of the request that takes the segments from `start` up to `stop`."""

    field: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """One binding of an RPC to an HTTP method and a path."""

    method: Method
    http_method: str
    segments: tuple[str, ...]
    verb: str
    variables: tuple[Variable, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request and the segments of its path, the verb taken off."""

    route: Route
    segments: list[str]


@dataclass(slots=True)
class Node:
    """A place in the tree; `routes` by verb and HTTP method for paths that end here."""

    literals: dict[str, "Node"] = field(default_factory=dict)
    wildcard: "Node | None" = None
    routes: dict[str, dict[str, Route]] = field(default_factory=dict)


class RouteTable:
    """Every route of the contract."""

    def __init__(self, methods: Iterable[Method]) -> None:
        self._root = Node()
        self.routes = [route for method in methods for route in routes_of(method)]
        for route in self.routes:
            self._add(route)

    def find(self, http_method: str, path: str) -> Match:
        """Return the route, or raise; a path of another method is `unimplemented`."""
        segments = path.removeprefix("/").split("/")
        others = False
        head, colon, verb = segments[-1].rpartition(":")
        if colon:
            shortened = [*segments[:-1], head]
            routes = _seek(self._root, shortened, 0, verb, http_method)
            if routes and http_method in routes:
                return Match(routes[http_method], shortened)
            others = bool(routes)
        routes = _seek(self._root, segments, 0, "", http_method)
        if routes and http_method in routes:
            return Match(routes[http_method], segments)
        if others or routes:
            raise UnimplementedError("Method Not Allowed")
        raise NotFoundError("Not Found")

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in route.segments:
            if segment == "*":
                node.wildcard = node.wildcard or Node()
                node = node.wildcard
            else:
                node = node.literals.setdefault(segment, Node())
        node.routes.setdefault(route.verb, {}).setdefault(route.http_method, route)


def routes_of(method: Method) -> Iterator[Route]:
    """Read the HTTP bindings of an RPC, the additional ones too."""
    options = method.descriptor.proto.options
    rule = options[annotations_pb.ext_http] if options else http_pb.HttpRule()
    for binding in (rule, *rule.additional_bindings):
        if binding.pattern is not None:
            yield _route(method, binding)


def _route(method: Method, rule: http_pb.HttpRule) -> Route:
    pattern = rule.pattern
    if pattern is None or not isinstance(pattern.value, str):
        raise TypeError(f"{method.name} is bound to no usual HTTP method")
    path, verb = _split_verb(pattern.value)
    segments: list[str] = []
    variables: list[Variable] = []
    for piece in PIECE.finditer(path):
        if piece["literal"]:
            segments.append(piece["literal"])
            continue
        inner = (piece["inner"] or "*").split("/")
        stop = len(segments) + len(inner)
        variables.append(Variable(piece["field"], len(segments), stop))
        segments += inner
    return Route(
        method=method,
        http_method=pattern.field.upper(),
        segments=tuple(segments),
        verb=verb,
        variables=tuple(variables),
        body=rule.body,
    )


def _split_verb(template: str) -> tuple[str, str]:
    """Cut `:getStats` off a template; a colon elsewhere is part of a segment."""
    path, _, verb = template.rpartition(":")
    return (path, verb) if path and "/" not in verb else (template, "")


def _seek(
    node: Node, segments: list[str], index: int, verb: str, http_method: str
) -> dict[str, Route] | None:
    """Prefer literals to wildcards, and a path for this HTTP method to any other."""
    if index == len(segments):
        return node.routes.get(verb)
    found = None
    literal = node.literals.get(segments[index])
    if literal is not None:
        found = _seek(literal, segments, index + 1, verb, http_method)
        if found and http_method in found:
            return found
    if node.wildcard is not None:
        other = _seek(node.wildcard, segments, index + 1, verb, http_method)
        if other and (not found or http_method in other):
            return other
    return found
