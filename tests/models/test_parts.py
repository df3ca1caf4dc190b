"""The parts of a memo belong to a revision of it."""

from collections.abc import Sequence

from appliance.models.database import Database, Row
from appliance.models.memo import raise_revisions
from appliance.models.parts import Parts
from appliance.models.reaction import Reaction
from tests.factories import make_attachment, make_memo, make_user


async def test_parts_of_another_revision_do_not_fit(database: Database) -> None:
    ann = await make_user(database)
    memo, bare = await make_memo(database, ann), await make_memo(database, ann)
    await make_attachment(database, ann, memo, "a.txt")
    await Reaction.create(
        memo_id=memo.id, creator_id=ann.id, reaction_type="x", create_time=1
    )
    before = await Parts.load(database.read, [memo.id, bare.id])
    assert before.fit(memo.columns())
    assert before.fit(bare.columns())

    async with database.write() as transaction:
        await raise_revisions(transaction, [memo.id])
        within = await Parts.load(transaction.fetch, [memo.id])
    after = await Parts.load(database.read, [memo.id])

    assert not after.fit(memo.columns())
    assert not within.fit(memo.columns())
    assert before.fit(memo.columns())


async def test_each_kind_takes_one_query(database: Database) -> None:
    ann = await make_user(database)
    memos = [await make_memo(database, ann) for _ in range(5)]
    queries: list[str] = []

    async def counting(sql: str, values: Sequence[object]) -> Sequence[Row]:
        queries.append(sql)
        return await database.read(sql, values)

    await Parts.load(counting, [memo.id for memo in memos])

    assert len(queries) == 2
