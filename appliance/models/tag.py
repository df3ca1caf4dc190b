"""Tags: one row per memo and tag, so that "newest with this tag" is one index range."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tortoise import fields

from appliance.models.base import Row

if TYPE_CHECKING:
    from appliance.models.database import Transaction
    from appliance.models.memo import Memo


class TagKind:
    """Which question a tag row answers."""

    EXACT = 1  # the tag as written
    BELOW = 2  # casefolded, and every casefolded prefix before a slash


class MemoTag(Row):
    """A memo found by one tag; carries what lists order and restrict by."""

    memo: fields.ForeignKeyRelation["Memo"] = fields.ForeignKeyField(
        "models.Memo", related_name=False, db_index=False
    )
    memo_id: int
    kind = fields.SmallIntField()
    # 100 code points, of which each may fold into three.
    tag = fields.CharField(max_length=320)
    creator_id = fields.BigIntField()
    listing = fields.SmallIntField(null=True)
    visibility = fields.SmallIntField()
    order_key = fields.BigIntField()

    class Meta:
        table = "appliance_memo_tag"
        unique_together = (("memo_id", "kind", "tag"),)
        indexes = (
            ("kind", "tag", "listing", "creator_id", "visibility", "order_key"),
            ("kind", "tag", "listing", "visibility", "order_key"),
        )


def tag_keys(tags: tuple[str, ...]) -> set[tuple[int, str]]:
    """Return the rows that these tags need: `(kind, text)`."""
    keys = {(TagKind.EXACT, tag) for tag in tags}
    return keys | {(TagKind.BELOW, branch) for branch in branches(tags)}


def branches(tags: Iterable[str]) -> set[str]:
    """Return what these tags are or lie below of, casefolded."""
    found = set()
    for tag in tags:
        folded = tag.casefold()
        found.add(folded)
        slashes = (place for place, letter in enumerate(folded) if letter == "/")
        found |= {folded[:place] for place in slashes}
    return found


async def write_tags(transaction: "Transaction", memo: "Memo") -> None:
    """Make the rows of a memo what its tags, state, visibility and time say now."""
    await MemoTag.filter(memo_id=memo.id).using_db(transaction.connection).delete()
    await MemoTag.bulk_create(
        [
            MemoTag(
                memo_id=memo.id,
                kind=kind,
                tag=text,
                creator_id=memo.creator_id,
                listing=memo.listing,
                visibility=memo.visibility,
                order_key=memo.order_key,
            )
            for kind, text in sorted(tag_keys(memo.tag_list))
        ],
        using_db=transaction.connection,
    )
