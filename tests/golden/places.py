"""Places in a JSON value: `$.memos[0].name`, `$.memos[*].reactions`, `$`."""

import re
from collections.abc import Callable, Iterator, Sequence

from tests.golden.scenarios import Json

PART = re.compile(r'\.([A-Za-z0-9_@#-]+)|\[(\d+|\*|-1)\]|\["([^"]+)"\]')
EVERY = "*"


def parse(place: str) -> list[str | int]:
    """Split a place into keys, indexes and stars."""
    assert place.startswith("$"), place
    parts: list[str | int] = []
    position = 1
    while position < len(place):
        found = PART.match(place, position)
        assert found, f"{place!r} is not understood at {place[position:]!r}"
        key, index, quoted = found.groups()
        numbered = index is not None and index != EVERY
        parts.append(int(index) if numbered else key or index or quoted)
        position = found.end()
    return parts


def find(value: Json, place: str) -> list[Json]:
    """Return all values at a place; none, if it is not there."""
    found = [value]
    for part in parse(place):
        found = [item[key] for item in found for key in _keys(item, part)]
    return found


def change(
    value: Json, parts: Sequence[str | int], action: Callable[[Json], Json]
) -> Json:
    """Return a copy in which the action replaced all values at a parsed place."""
    if not parts:
        return action(value)
    keys = list(_keys(value, parts[0]))
    if not keys:
        return value
    copy = value.copy()
    for key in keys:
        copy[key] = change(value[key], parts[1:], action)
    return copy


def _keys(value: Json, part: str | int) -> Iterator[str | int]:
    """Name the keys or indexes of a container that a part of a place means."""
    if isinstance(value, dict):
        if part == EVERY:
            yield from value
        elif part in value:
            yield part
    elif isinstance(value, list):
        if part == EVERY:
            yield from range(len(value))
        elif isinstance(part, int) and -len(value) <= part < len(value):
            yield part
