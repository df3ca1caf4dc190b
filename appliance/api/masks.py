"""Field masks over messages within messages: which part of a message is meant."""

from collections.abc import Iterable
from typing import Any

from protobuf import DescFieldValueMessage, Message

from appliance.api.codec import fields_by_key
from appliance.api.parameters import mask_path
from appliance.errors import InvalidArgumentError


def copy_paths(
    target: "Message[Any]", source: "Message[Any]", paths: Iterable[str]
) -> None:
    """Make the named parts of the target those of the source; absent ones are unset.

    Paths may be nested and in either spelling; one that no field has is refused.
    """
    for path in paths:
        _copy(target, source, mask_path(path).split("."), path)


def _copy(
    target: "Message[Any]", source: "Message[Any]", keys: list[str], path: str
) -> None:
    key, *rest = keys
    field = fields_by_key(target.desc()).get(key)
    if field is None:
        raise InvalidArgumentError(f"invalid update mask path: {path}")
    if not rest:
        if field in source:
            target[field] = source[field]
        else:
            del target[field]
        return
    if not isinstance(field.value, DescFieldValueMessage):
        raise InvalidArgumentError(f"invalid update mask path: {path}")
    kind = field.value.message.type
    inner = target[field] if field in target else kind()
    _copy(inner, source[field] if field in source else kind(), rest, path)
    target[field] = inner
