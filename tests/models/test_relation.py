"""References: read for many memos at once, from indexes."""

import pytest

from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State, Visibility
from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.memo import Memo
from appliance.models.relation import (
    Bond,
    Relation,
    _query,
    load_neighbours,
    replace_references,
)
from appliance.models.user import User
from tests.factories import make_memo, make_user, principal


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


async def refer(database: Database, memo: Memo, *targets: Memo) -> None:
    async with database.write() as transaction:
        await replace_references(transaction, memo.id, [each.id for each in targets])


async def test_all_kinds_of_bonds_are_found_in_order(
    database: Database, ann: User
) -> None:
    a, b, c = [await make_memo(database, ann, uid) for uid in "abc"]
    comment = await make_memo(database, ann, "d", parent=b)
    nested = await make_memo(database, ann, "e", parent=comment)
    await refer(database, b, c, a)
    await refer(database, c, b)

    found = await load_neighbours(database.read, [b.id, comment.id, nested.id])

    assert [(each.bond, each.snippet) for each in found[b.id]] == [
        (Bond.REFERRED_TO, "a"),
        (Bond.REFERRED_TO, "c"),
        (Bond.REFERRING, "c"),
        (Bond.COMMENT, "d"),
    ]
    assert [(each.bond, each.uid) for each in found[comment.id]] == [
        (Bond.PARENT, b.uid),
        (Bond.COMMENT, nested.uid),
    ]
    # The far end of a nested comment is guarded by the memo above it as well.
    (above,) = found[nested.id]
    assert above.guards == (comment.guarded, b.guarded)
    assert not await load_neighbours(database.read, [])


async def test_far_end_decides_who_sees_the_relation(
    database: Database, ann: User
) -> None:
    memo = await make_memo(database, ann)
    private = await make_memo(database, ann, visibility=Visibility.PRIVATE)
    archived = await make_memo(database, ann, state=State.ARCHIVED)
    await refer(database, memo, private, archived)
    stranger = Principal(404, "x", Role.ADMIN, Credential.ACCESS_TOKEN)

    found = (await load_neighbours(database.read, [memo.id]))[memo.id]

    assert [each.visible_to(principal(ann)) for each in found] == [True, True]
    for viewer in (None, stranger):
        assert [each.visible_to(viewer) for each in found] == [False, False]


async def test_replacing_leaves_no_doubles_and_no_self(
    database: Database, ann: User
) -> None:
    a, b, c = [await make_memo(database, ann, uid) for uid in "abc"]
    await refer(database, a, b, b, a)
    await refer(database, b, a)
    await refer(database, a, c, c)

    rows = await Relation.all().order_by("id").values_list("memo_id", "related_memo_id")

    assert rows == [(b.id, a.id), (a.id, c.id)]


async def test_relations_are_read_from_indexes(database: Database) -> None:
    if database.dialect is not Dialect.SQLITE:
        pytest.skip("the plan is written differently elsewhere")
    plan = await database.read(f"EXPLAIN QUERY PLAN {_query('?, ?')}", [1, 2] * 4)

    steps = [row["detail"] for row in plan]
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert sum("SEARCH" in step for step in steps) >= len(Bond)
