"""How far an answer is from the recorded one, and how much that matters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tests.golden.scenarios import Json, Step

MISSING = "<missing>"
# Headers that may say the same in other words.
SOFT_HEADERS = frozenset(
    {"vary", "allow", "accept-post", "www-authenticate", "grpc-message"}
)
# Headers that a server may send where the reference sends none.
EXTRA_HEADERS = frozenset(
    {
        "accept-ranges",
        "cache-control",
        "content-security-policy",
        "etag",
        "last-modified",
        "x-content-type-options",
        "x-frame-options",
    }
)
PLAIN_KEY = re.compile(r"[A-Za-z0-9_#-]+")
WORDING = re.compile(r"\$|\$\.(message|error)")
GRPC_MESSAGE = re.compile(r'.*(trailers\["grpc-message"\]|\.grpc-message)')
FIRST_ERROR = 400


class Level(Enum):
    """How much a difference matters."""

    # The server is wrong.
    HARD = "differs"
    # The reference was wrong; `better.yaml` says how ours is better.
    QUIRK = "quirk"
    # Other wording, or less precise about a time.
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two answers differ."""

    where: str
    expected: Json
    actual: Json
    level: Level = Level.HARD


def compare(step: Step, expected: Json, actual: Json) -> list[Difference]:
    """Compare two answers of a step, each with status, headers, body and relations."""
    status = expected["status"]
    return [
        Difference(
            found.where, found.expected, found.actual, _level(step, status, found)
        )
        for found in _differences(expected, actual)
    ]


def compare_values(where: str, expected: Json, actual: Json) -> Iterator[Difference]:
    """Compare two JSON values; absent and empty, text and number are different."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in {**expected, **actual}:
            inner = (
                f"{where}.{key}" if PLAIN_KEY.fullmatch(key) else f'{where}["{key}"]'
            )
            yield from compare_values(
                inner, expected.get(key, MISSING), actual.get(key, MISSING)
            )
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _compare_lists(where, expected, actual)
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        yield Difference(where, expected, actual)


def _differences(expected: Json, actual: Json) -> Iterator[Difference]:
    yield from compare_values("status", expected["status"], actual["status"])
    for name in sorted({**expected["headers"], **actual["headers"]}):
        old = expected["headers"].get(name, MISSING)
        new = actual["headers"].get(name, MISSING)
        if old != new:
            yield Difference(f"header:{name}", old, new)
    if (expected["status"] < FIRST_ERROR) == (actual["status"] < FIRST_ERROR):
        yield from compare_values("$", expected["body"], actual["body"])
    else:
        # A success and a refusal have no places in common.
        yield Difference("$", expected["body"], actual["body"])
    yield from compare_values(
        "relations", expected.get("relations", {}), actual.get("relations", {})
    )


def _compare_lists(where: str, expected: Json, actual: Json) -> Iterator[Difference]:
    old, new = _names(expected), _names(actual)
    if old and new and old != new:
        # Resources: which ones in which order, then those that both lists have.
        yield Difference(f"{where}[names]", old, new)
        for index, name in enumerate(old):
            if name in new:
                twin = actual[new.index(name)]
                yield from compare_values(f"{where}[{index}]", expected[index], twin)
        return
    if len(expected) != len(actual):
        yield Difference(f"{where}[#]", len(expected), len(actual))
    for index, pair in enumerate(zip(expected, actual, strict=False)):
        yield from compare_values(f"{where}[{index}]", *pair)


def _names(values: Json) -> list[str]:
    """Return the names of resources; none, if it is a list of anything else."""
    names = [
        value["name"]
        for value in values
        if isinstance(value, dict) and isinstance(value.get("name"), str)
    ]
    return names if len(names) == len(values) == len(set(names)) else []


def _level(step: Step, status: int, found: Difference) -> Level:
    header = found.where.removeprefix("header:")
    extra = found.expected == MISSING and header in EXTRA_HEADERS
    if extra or header in SOFT_HEADERS or _is_wording(status, found):
        return Level.SOFT
    if step.quirk and (
        step.quirk_at is None
        or any(_covers(place, found.where) for place in step.quirk_at)
    ):
        return Level.QUIRK
    return Level.HARD


def _is_wording(status: int, found: Difference) -> bool:
    old, new = found.expected, found.actual
    if not (isinstance(old, str) and isinstance(new, str) and old and new):
        return False
    if MISSING in (old, new):
        return False
    if old.replace(" with fraction", "") == new or GRPC_MESSAGE.fullmatch(found.where):
        return True
    return status >= FIRST_ERROR and bool(WORDING.fullmatch(found.where))


def _covers(place: str, where: str) -> bool:
    """Whether a place is this one or, with a star at its end, one above it."""
    if place.endswith("*"):
        return where.startswith(place[:-1])
    return where == place
