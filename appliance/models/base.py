"""What all rows share: the numbers of the wire, kept as they are, and bounded text."""

from enum import IntEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

UID_LENGTH = 36


class State(IntEnum):
    """The life of a user or memo, in the wire's numbers."""

    NORMAL = 1
    ARCHIVED = 2


class Visibility(IntEnum):
    """Who may read a memo, in the wire's numbers."""

    PRIVATE = 1
    PROTECTED = 2
    PUBLIC = 3


class Role(IntEnum):
    """What a user may do on the instance, in the wire's numbers."""

    ADMIN = 2
    USER = 3


class Row(Model):
    """A row with an id that an import may set."""

    id = fields.BigIntField(primary_key=True)

    class Meta:
        abstract = True

    def columns(self) -> dict[str, Any]:
        """Return the row by column names, as a query returns it."""
        return {name: getattr(self, name) for name in self._meta.fields_db_projection}
