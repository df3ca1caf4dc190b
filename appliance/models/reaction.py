"""Reactions to memos."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tortoise import fields

from appliance.models import database as databases
from appliance.models.base import Row
from appliance.models.database import Fetch
from appliance.models.memo import Memo
from appliance.models.user import User

TYPE_LENGTH = 64


class Reaction(Row):
    """What one user thinks of one memo, mostly an emoji; each type once."""

    memo: fields.ForeignKeyRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    memo_id: int
    creator: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, db_index=False
    )
    creator_id: int
    reaction_type = fields.CharField(max_length=TYPE_LENGTH)
    create_time = fields.BigIntField()

    class Meta:
        table = "appliance_reaction"
        unique_together = (("memo_id", "creator_id", "reaction_type"),)
        indexes = (("creator_id",),)


async def load_reactions(
    fetch: Fetch, memo_ids: Sequence[int]
) -> Mapping[int, list[databases.Row]]:
    """Return the reactions to each of these memos, the oldest first.

    Each row has its creator's name and the revision of the memo that was read.
    """
    if not memo_ids:
        return {}
    marks = ", ".join("?" * len(memo_ids))
    rows = await fetch(
        "SELECT r.id, r.memo_id, r.reaction_type, r.create_time, u.username,"  # noqa: S608 - values are bound
        " m.uid AS memo_uid, m.revision FROM appliance_reaction r"
        " JOIN appliance_user u ON u.id = r.creator_id"
        " JOIN appliance_memo m ON m.id = r.memo_id"
        f" WHERE r.memo_id IN ({marks}) ORDER BY r.id",
        [*memo_ids],
    )
    found: dict[int, list[databases.Row]] = defaultdict(list)
    for row in rows:
        found[row["memo_id"]].append(row)
    return found
