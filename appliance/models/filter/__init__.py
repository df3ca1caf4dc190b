"""The filter language of lists: CEL over a row's fields, compiled to SQL.

    tokens -> syntax -> meaning (fields, constants) -> conditions -> sql

`compile_filter` and `compile_attachment_filter` are the whole of it. What a filter asks
of every memo is also told in facts, so that a list can start from the index that fits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from appliance.models.dialect import Dialect
from appliance.models.filter.attachment_fields import ATTACHMENT_FIELDS
from appliance.models.filter.conditions import (
    Condition,
    CreatedBy,
    CreatorIs,
    Every,
    Flag,
    Not,
    Tagged,
    TagKey,
    VisibleAs,
)
from appliance.models.filter.meaning import Reader
from appliance.models.filter.memo_fields import MEMO_FIELDS
from appliance.models.filter.sql import Writer
from appliance.models.filter.syntax import parse

__all__ = [
    "AttachmentFilter",
    "CreatorIs",
    "Filter",
    "TagKey",
    "compile_attachment_filter",
    "compile_filter",
]


@dataclass(frozen=True, slots=True)
class Filter:
    """A compiled filter: SQL over a memo `m`, and facts about every memo it matches.

    A fact is None when the filter does not say. `sql` covers the facts as well.
    """

    sql: str
    params: tuple[object, ...]
    creator: CreatorIs | None = None
    tag: TagKey | None = None
    visibilities: frozenset[int] | None = None
    pinned: bool | None = None


def compile_filter(source: str, dialect: Dialect, now: int) -> Filter:
    """Compile, with `now` in epoch seconds; raise InvalidArgumentError with a place."""
    condition = Reader(MEMO_FIELDS, now).condition(parse(source))
    writer = Writer(dialect, "m")
    sql = writer.write(condition)
    parts = condition.parts if isinstance(condition, Every) else (condition,)
    return Filter(
        sql=sql,
        params=tuple(writer.values),
        creator=_creator(parts),
        tag=_tag(parts),
        visibilities=_visibilities(parts),
        pinned=_pinned(parts),
    )


@dataclass(frozen=True, slots=True)
class AttachmentFilter:
    """A compiled filter: SQL over an attachment `a`."""

    sql: str
    params: tuple[object, ...]


def compile_attachment_filter(
    source: str, dialect: Dialect, now: int
) -> AttachmentFilter:
    """Compile, with `now` in epoch seconds; raise InvalidArgumentError with a place."""
    condition = Reader(ATTACHMENT_FIELDS, now).condition(parse(source))
    writer = Writer(dialect, "a")
    return AttachmentFilter(writer.write(condition), tuple(writer.values))


def _creator(parts: Iterable[Condition]) -> CreatorIs | None:
    single = (
        part.creators[0]
        for part in parts
        if isinstance(part, CreatedBy) and len(part.creators) == 1
    )
    return next(single, None)


def _tag(parts: Iterable[Condition]) -> TagKey | None:
    single = (
        part.keys[0]
        for part in parts
        if isinstance(part, Tagged) and len(part.keys) == 1
    )
    return next(single, None)


def _visibilities(parts: Iterable[Condition]) -> frozenset[int] | None:
    sets = [part.values for part in parts if isinstance(part, VisibleAs)]
    return frozenset.intersection(*sets) if sets else None


def _pinned(parts: Iterable[Condition]) -> bool | None:
    pinned = Flag("pinned")
    for part in parts:
        if part in {pinned, Not(pinned)}:
            return part == pinned
    return None
