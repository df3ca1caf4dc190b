"""Relations, reactions and share links become messages."""

import pytest

from appliance.api import converters
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.models.database import Database
from appliance.models.relation import Bond, Neighbour
from appliance.models.share import MemoShare

MEMO = pb.Memo(name="memos/near", snippet="n")
KINDS = pb.MemoRelation.Type


@pytest.mark.parametrize(
    ("bond", "first", "kind"),
    [
        (Bond.REFERRED_TO, "near", KINDS.REFERENCE),
        (Bond.REFERRING, "far", KINDS.REFERENCE),
        (Bond.PARENT, "near", KINDS.COMMENT),
        (Bond.COMMENT, "far", KINDS.COMMENT),
    ],
)
def test_who_refers_or_comments_comes_first(
    bond: Bond, first: str, kind: pb.MemoRelation.Type
) -> None:
    neighbour = Neighbour(bond, "far", "f", ())
    relation = converters.relation(MEMO, neighbour)

    assert relation.type is kind
    assert relation.memo is not None
    assert relation.related_memo is not None
    ends = [relation.memo, relation.related_memo]
    assert ends[0].name == f"memos/{first}"
    assert {(end.name, end.snippet) for end in ends} == {
        ("memos/near", "n"),
        ("memos/far", "f"),
    }
    bare = converters.relation(MEMO, neighbour, snippets=False)
    assert bare.memo is not None
    assert bare.related_memo is not None
    assert (bare.memo.snippet, bare.related_memo.snippet) == ("", "")


def test_reaction_names_its_memo_and_creator() -> None:
    row = {
        "id": 4,
        "memo_uid": "m",
        "username": "ann",
        "reaction_type": "👍",
        "create_time": 9,
    }
    reaction = converters.reaction(row)

    assert reaction.name == "memos/m/reactions/4"
    assert (reaction.creator, reaction.content_id) == ("users/ann", "memos/m")
    assert reaction.reaction_type == "👍"
    assert reaction.create_time is not None
    assert reaction.create_time.seconds == 9


@pytest.mark.parametrize("expiry", [None, 7])
async def test_link_ends_with_its_token(database: Database, expiry: int | None) -> None:
    assert database
    row = MemoShare(uid="t", memo_id=1, creator_id=1, create_time=5, expire_time=expiry)
    share = converters.memo_share(row, "m")

    assert share.name == "memos/m/shares/t"
    assert share.create_time is not None
    assert share.create_time.seconds == 5
    assert (share.expire_time and share.expire_time.seconds) == expiry
