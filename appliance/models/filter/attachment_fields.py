"""The fields of an attachment that filters know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from appliance.models.filter.conditions import (
    Always,
    BoundTo,
    Condition,
    Present,
    negated,
)
from appliance.models.filter.constants import Constant, Type
from appliance.models.filter.fields import EqualityField, Field, TextField, TimeField


@dataclass(frozen=True, slots=True)
class MemoIdField(EqualityField):
    """The number of the memo that has the attachment, or null."""

    value_type: ClassVar[Type] = Type.INT

    def compared(self, operator: str, value: Constant, at: int) -> Condition:
        """Compare with a number, or ask with null whether there is a memo."""
        if value.type is not Type.NULL:
            # Named in full: a dataclass with slots is not the class of its methods.
            return EqualityField.compared(self, operator, value, at)
        self._require_equality(operator, at)
        bound = Present("memo_id")
        return bound if operator == "!=" else negated(bound)

    def one_of(self, values: Sequence[Constant], at: int) -> Condition:
        """Compare with several numbers."""
        ids = tuple(dict.fromkeys(self._values(values, at)))
        return BoundTo(ids) if ids else Always(answer=False)


ATTACHMENT_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        TextField("filename", "a string", "filename"),
        TextField("mime_type", "a string", "type"),
        TimeField("create_time", "a timestamp", "create_time"),
        MemoIdField("memo_id", "an int"),
    )
}
