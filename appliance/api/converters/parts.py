"""What hangs on a memo to messages: relations, reactions, share links."""

from appliance.api.converters.times import time
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.models.database import Row
from appliance.models.relation import Bond, Neighbour
from appliance.models.share import MemoShare

# Whether the memo that is looked at is the one that refers or comments.
_OUTGOING = frozenset({Bond.REFERRED_TO, Bond.PARENT})
_REFERENCES = frozenset({Bond.REFERRED_TO, Bond.REFERRING})


def relation(
    memo: pb.Memo, neighbour: Neighbour, *, snippets: bool = True
) -> pb.MemoRelation:
    """Convert a relation of a memo; the commenting or referring end comes first."""
    near, far = (memo.snippet, neighbour.snippet) if snippets else ("", "")
    ends = [
        pb.MemoRelation.Memo(name=memo.name, snippet=near),
        pb.MemoRelation.Memo(name=f"memos/{neighbour.uid}", snippet=far),
    ]
    if neighbour.bond not in _OUTGOING:
        ends.reverse()
    kinds = pb.MemoRelation.Type
    return pb.MemoRelation(
        memo=ends[0],
        related_memo=ends[1],
        type=kinds.REFERENCE if neighbour.bond in _REFERENCES else kinds.COMMENT,
    )


def reaction(row: Row) -> pb.Reaction:
    """Convert a row that `load_reactions` read."""
    memo = f"memos/{row['memo_uid']}"
    return pb.Reaction(
        name=f"{memo}/reactions/{row['id']}",
        creator=f"users/{row['username']}",
        content_id=memo,
        reaction_type=row["reaction_type"],
        create_time=time(row["create_time"]),
    )


def memo_share(row: MemoShare, memo_uid: str) -> pb.MemoShare:
    """Convert a share link; its token is the end of its name."""
    return pb.MemoShare(
        name=f"memos/{memo_uid}/shares/{row.uid}",
        create_time=time(row.create_time),
        expire_time=None if row.expire_time is None else time(row.expire_time),
    )
