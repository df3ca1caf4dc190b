"""What a memo's message carries besides its row: its files and its reactions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from appliance.models.binding import load_attachments
from appliance.models.database import Fetch, Row
from appliance.models.reaction import load_reactions


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of the parts of some memos, by the memos' ids."""

    attachments: Mapping[int, Sequence[Row]]
    reactions: Mapping[int, Sequence[Row]]

    @classmethod
    async def load(cls, fetch: Fetch, memo_ids: Sequence[int]) -> Self:
        """Read them in one query for each kind, however many memos there are."""
        return cls(
            attachments=await load_attachments(fetch, memo_ids),
            reactions=await load_reactions(fetch, memo_ids),
        )

    def fit(self, row: Row) -> bool:
        """Whether they were read at the revision of the memo's row.

        Parts that a write has just taken away leave nothing to compare, and nothing
        to see.
        """
        memo_id = row["id"]
        parts = (*self.attachments.get(memo_id, ()), *self.reactions.get(memo_id, ()))
        return all(part["revision"] == row["revision"] for part in parts)
