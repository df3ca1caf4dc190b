"""Reactions of many memos come in one query, each with its creator's name."""

from appliance.models.database import Database
from appliance.models.memo import raise_revisions
from appliance.models.reaction import Reaction, load_reactions
from tests.factories import make_memo, make_user


async def test_reactions_come_by_memo_and_the_oldest_first(database: Database) -> None:
    ann, bob = await make_user(database, "ann"), await make_user(database, "bob")
    one, two, other = [await make_memo(database, ann) for _ in range(3)]
    for memo, user, kind in (
        (two, ann, "b"),
        (one, bob, "👍"),
        (one, ann, "a"),
        (other, ann, "z"),
    ):
        await Reaction.create(
            memo_id=memo.id, creator_id=user.id, reaction_type=kind, create_time=1
        )
    async with database.write() as transaction:
        await raise_revisions(transaction, [one.id])

    found = await load_reactions(database.read, [one.id, two.id, 404])

    assert {
        memo_id: [(row["username"], row["reaction_type"]) for row in rows]
        for memo_id, rows in found.items()
    } == {one.id: [("bob", "👍"), ("ann", "a")], two.id: [("ann", "b")]}
    assert {row["revision"] for row in found[one.id]} == {2}
    assert found[one.id][0]["memo_uid"] == one.uid
    assert not await load_reactions(database.read, [])
