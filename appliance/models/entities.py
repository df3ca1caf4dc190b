"""What a portable copy of the instance holds: one entity for each table that counts.

The list follows the models, so a new table is in every backup from its first day. Left
out is what ends with a process or can be made again from the rest.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from tortoise import fields
from tortoise.models import Model

from appliance.models.database import MODEL_MODULES

PREFIX = "appliance_"
# Why a table is in no backup.
LEFT_OUT = {
    "session": "people sign in again",
    "refresh_token": "people sign in again",
    "ended_session": "people sign in again",
    "change": "the log of a life that ends here; its last number is kept",
    "change_sequence": "the number is in the manifest",
    "memo_tag": "made again from the memos",
    "counter": "made again from the memos",
    "blob_chunk": "bytes of files are kept beside the rows",
    "upload": "what had not arrived",
    "memo_batch": "what could be undone for some days",
    "memo_batch_item": "what could be undone for some days",
    "job": "work of a life that ends here",
}
# What `Memo.write` and the memo's order make again.
DERIVED = {
    "memo": frozenset(
        {
            *("order_key", "update_key", "listing", "tags", "title", "snippet"),
            *("content_folded", "has_link", "has_task_list", "has_code"),
            "has_incomplete_tasks",
        }
    ),
    "runner": frozenset({"holder", "lease_time"}),
    "blob": frozenset({"release_time"}),
}
# Which rows of a table count: files that nobody let go of (parts of uploads belong to
# none yet), and what was told of anything but backups.
CONDITIONS = {
    "blob": "(EXISTS (SELECT 1 FROM appliance_attachment a WHERE a.blob_id = e.id)"
    " OR (e.release_time IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM appliance_upload u WHERE u.blob_id = e.id)))",
    # Backups and restores are of this instance's life, not of what it holds: a backup
    # of what was restored is the same as the one that it came from.
    "audit": "NOT (e.kind > 'backup.' AND e.kind < 'backup/')",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A table in a backup. `references` maps columns to the entities they point at."""

    name: str
    key: str
    columns: Sequence[str]
    references: Mapping[str, str]
    defaults: Mapping[str, Any] = field(repr=False)
    booleans: frozenset[str] = frozenset()
    condition: str = ""

    @property
    def table(self) -> str:
        """The table's name."""
        return PREFIX + self.name

    @property
    def numbered(self) -> bool:
        """Whether the database gives the keys."""
        return self.key == "id"

    def narrowed(self, present: Collection[str]) -> "Entity":
        """Return the same without the columns that an older database lacks."""
        return replace(
            self,
            columns=tuple(each for each in self.columns if each in present),
            references={
                column: other
                for column, other in self.references.items()
                if column in present
            },
            booleans=self.booleans & set(present),
        )

    def plain(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return a row in JSON's types, the same from every database."""
        row = dict(zip(self.columns, values, strict=True))
        for column in self.booleans:
            row[column] = bool(row[column])
        return row


def all_entities() -> list[Entity]:
    """Return every entity, those that others point at first.

    Only an open database knows the columns that point elsewhere.
    """
    found = {entity.name: entity for entity in map(_entity, _models())}
    ordered: dict[str, Entity] = {}

    def place(entity: Entity) -> None:
        if entity.name in ordered:
            return
        for other in entity.references.values():
            if other != entity.name:
                place(found[other])
        ordered[entity.name] = entity

    for entity in found.values():
        place(entity)
    return list(ordered.values())


def _models() -> Iterator[type[Model]]:
    for name in MODEL_MODULES:
        for value in vars(import_module(name)).values():
            if (
                isinstance(value, type)
                and issubclass(value, Model)
                and value.__module__ == name
                and not value._meta.abstract  # noqa: SLF001 - Tortoise's way to ask
                and _name(value) not in LEFT_OUT
            ):
                yield value


def _name(model: type[Model]) -> str:
    return str(model._meta.db_table).removeprefix(PREFIX)  # noqa: SLF001 - Tortoise's way to ask


def _entity(model: type[Model]) -> Entity:
    meta = model._meta  # noqa: SLF001 - Tortoise's way to ask
    name = _name(model)
    kept = {
        field_name: column
        for field_name, column in meta.fields_db_projection.items()
        if column not in DERIVED.get(name, ())
    }
    references = {}
    for pointer in meta.fk_fields:
        relation: Any = meta.fields_map[pointer]
        references[str(relation.source_field)] = _name(relation.related_model)
    return Entity(
        name=name,
        key=meta.db_pk_column,
        columns=tuple(kept.values()),
        references=references,
        defaults={
            column: meta.fields_map[field_name].default
            for field_name, column in kept.items()
            if not callable(meta.fields_map[field_name].default)
        },
        booleans=frozenset(
            column
            for field_name, column in kept.items()
            if isinstance(meta.fields_map[field_name], fields.BooleanField)
        ),
        condition=CONDITIONS.get(name, ""),
    )
