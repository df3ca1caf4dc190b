"""What REST adds to the JSON of a message: `null` where another message is absent.

Clients of the gateway have always found every key there, but for members of a oneof
and for `optional` fields, which are absent when they are not set.
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from protobuf import (
    DescField,
    DescFieldValueList,
    DescFieldValueMap,
    DescFieldValueMessage,
    DescMessage,
)

# Their JSON is a form of its own: texts, numbers, whatever stands in an `Any`.
WELL_KNOWN = "google.protobuf."


@dataclass(frozen=True, slots=True)
class Branch:
    """A field of messages: its key, the messages of its JSON, whether it shows null."""

    key: str
    message: DescMessage
    items: Callable[[Any], Collection[Any]]
    nullable: bool = False


def complete(text: str, message: DescMessage) -> str:
    """Return the JSON of a message with the nulls that it lacks."""
    if not can_lack(message):
        return text
    tree = json.loads(text)
    if not _add_nulls(tree, message):
        return text
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


@cache
def can_lack(message: DescMessage) -> bool:
    """Whether a null may belong somewhere into the JSON of such a message."""
    seen, waiting = {message.type_name}, [message]
    while waiting:
        for branch in branches(waiting.pop()):
            if branch.nullable:
                return True
            if branch.message.type_name not in seen:
                seen.add(branch.message.type_name)
                waiting.append(branch.message)
    return False


@cache
def branches(message: DescMessage) -> tuple[Branch, ...]:
    """Return the fields of a message that hold messages."""
    if message.type_name.startswith(WELL_KNOWN):
        return ()
    return tuple(_branches(message))


def _branches(message: DescMessage) -> Iterator[Branch]:
    for field in message.fields:
        key = field.json_name
        match field.value:
            case DescFieldValueMessage(message=inner):
                yield Branch(key, inner, lambda item: (item,), _is_nullable(field))
            case DescFieldValueList(element=DescMessage() as inner):
                yield Branch(key, inner, lambda items: items)
            case DescFieldValueMap(value=DescMessage() as inner):
                yield Branch(key, inner, lambda entries: entries.values())


def _is_nullable(field: DescField) -> bool:
    alone = isinstance(field.value, DescFieldValueMessage) and field.value.oneof is None
    return alone and not field.proto.proto3_optional


def _add_nulls(tree: dict[str, Any], message: DescMessage) -> bool:
    """Complete a tree in place; return whether anything was absent."""
    added = False
    for branch in branches(message):
        if branch.key in tree:
            for item in branch.items(tree[branch.key]):
                # What is well known has no branches, and may be no object.
                added |= _add_nulls(item, branch.message)
        elif branch.nullable:
            tree[branch.key] = None
            added = True
    return added
