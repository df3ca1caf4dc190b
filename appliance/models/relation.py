"""References between memos: one memo names another in its list of relations.

Being a comment is no row here: a comment names its parent in its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tortoise import fields

from appliance.models import database as databases
from appliance.models.access import Guarded, Principal, can_read
from appliance.models.base import Row
from appliance.models.database import Fetch, Transaction
from appliance.models.memo import Memo


class Relation(Row):
    """`memo` refers to `related_memo`."""

    memo: fields.ForeignKeyRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    memo_id: int
    related_memo: fields.ForeignKeyRelation[Memo] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    related_memo_id: int

    class Meta:
        table = "appliance_memo_relation"
        unique_together = (("memo_id", "related_memo_id"),)
        indexes = (("related_memo_id",),)


class Bond(IntEnum):
    """How another memo stands to the one that is looked at."""

    REFERRED_TO = 1
    REFERRING = 2
    PARENT = 3
    COMMENT = 4


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The other end of a relation: what is shown of it and what guards that."""

    bond: Bond
    uid: str
    snippet: str
    guards: tuple[Guarded, ...]

    def visible_to(self, viewer: Principal | None) -> bool:
        """Whether the relation may be shown: its far end and the memo above that."""
        return can_read(viewer, self.guards[0], self.guards[1:])


_END = (
    " m.id, m.uid, m.snippet, m.creator_id, m.state, m.visibility,"
    " p.id AS above_id, p.creator_id AS above_creator_id, p.state AS above_state,"
    " p.visibility AS above_visibility"
)
_ABOVE = " LEFT JOIN appliance_memo p ON p.id = m.parent_id"


def _query(marks: str) -> str:
    return (
        f"SELECT r.memo_id AS place, 1 AS bond,{_END}"  # noqa: S608 - words of ours, values bound
        " FROM appliance_memo_relation r JOIN appliance_memo m"
        f" ON m.id = r.related_memo_id{_ABOVE} WHERE r.memo_id IN ({marks})"
        f" UNION ALL SELECT r.related_memo_id, 2,{_END}"
        " FROM appliance_memo_relation r JOIN appliance_memo m"
        f" ON m.id = r.memo_id{_ABOVE} WHERE r.related_memo_id IN ({marks})"
        f" UNION ALL SELECT c.id, 3,{_END}"
        " FROM appliance_memo c JOIN appliance_memo m"
        f" ON m.id = c.parent_id{_ABOVE} WHERE c.id IN ({marks})"
        f" UNION ALL SELECT m.parent_id, 4,{_END}"
        f" FROM appliance_memo m{_ABOVE} WHERE m.parent_id IN ({marks})"
    )


def _neighbour(row: databases.Row) -> Neighbour:
    guards = [Guarded(row["creator_id"], row["state"], row["visibility"])]
    if row["above_id"] is not None:
        above = (row["above_creator_id"], row["above_state"], row["above_visibility"])
        guards.append(Guarded(*above))
    return Neighbour(Bond(row["bond"]), row["uid"], row["snippet"], tuple(guards))


async def load_neighbours(
    fetch: Fetch, ids: Sequence[int]
) -> Mapping[int, list[Neighbour]]:
    """Return what each of these memos is related to, in one query.

    References of a memo come first, then those to it, then the conversation.
    """
    if not ids:
        return {}
    rows = await fetch(_query(", ".join("?" * len(ids))), [*ids] * len(Bond))
    found: dict[int, list[Neighbour]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["bond"], row["id"])):
        found[row["place"]].append(_neighbour(row))
    return found


async def replace_references(
    transaction: Transaction, memo_id: int, targets: Iterable[int]
) -> None:
    """Make a memo refer to just these others; to itself it never does."""
    connection = transaction.connection
    await Relation.filter(memo_id=memo_id).using_db(connection).delete()
    wanted = dict.fromkeys(target for target in targets if target != memo_id)
    await Relation.bulk_create(
        [Relation(memo_id=memo_id, related_memo_id=target) for target in wanted],
        using_db=connection,
    )
