"""Conversations: pages from their index, for eyes that may see them."""

import pytest

from appliance.models.access import can_see_comment
from appliance.models.base import State, Visibility
from appliance.models.comment import list_comments
from appliance.models.database import Database
from appliance.models.memo import Memo
from tests.factories import make_memo, make_user, principal


async def test_query_and_rule_agree(database: Database) -> None:
    ann, bob = await make_user(database, "ann"), await make_user(database, "bob")
    memo = await make_memo(database, ann)
    for author in (ann, bob):
        for visibility in Visibility:
            for state in State:
                await make_memo(
                    database, author, visibility=visibility, state=state, parent=memo
                )
    comments = await Memo.filter(parent_id=memo.id)
    for viewer in (None, principal(ann), principal(bob)):
        rows = await list_comments(
            database, viewer, memo.id, before_id=None, offset=0, limit=100
        )
        shown = {row.id for row in rows}
        allowed = {
            each.id for each in comments if can_see_comment(viewer, each.guarded)
        }
        assert shown == allowed
    assert len(comments) == 12


@pytest.mark.parametrize(
    ("before", "offset", "wanted"), [(None, 0, [4, 3]), (3, 0, [2, 1]), (None, 3, [1])]
)
async def test_pages_go_back_in_writing(
    database: Database, before: int | None, offset: int, wanted: list[int]
) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann)
    ids = [
        (await make_memo(database, ann, parent=memo, create_time=-n)).id
        for n in range(1, 5)
    ]

    rows = await list_comments(
        database,
        None,
        memo.id,
        before_id=None if before is None else ids[before - 1],
        offset=offset,
        limit=2,
    )

    assert [row.id for row in rows] == [ids[number - 1] for number in wanted]
    assert rows[0].create_time == -wanted[0]
