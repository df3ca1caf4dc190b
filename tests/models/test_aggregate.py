"""A memo with all that hangs on it survives being text, as far as it still can."""

import pytest

from appliance.models.aggregate import Aggregate, gather, insert, remove, survivors
from appliance.models.attachment import Attachment
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.reaction import Reaction
from appliance.models.relation import Relation
from appliance.models.share import MemoShare
from appliance.models.user import User
from tests.factories import make_attachment, make_memo, make_user

DEEP = 20


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


@pytest.fixture
async def bob(database: Database, ann: User) -> User:
    assert ann
    return await make_user(database, "bob")


@pytest.fixture
async def memo(database: Database, ann: User, bob: User) -> Memo:
    """Store a memo with a comment and something of every kind on both."""
    memo = await make_memo(database, ann, uid="m")
    comment = await make_memo(database, bob, uid="c", parent=memo)
    other = await make_memo(database, ann, uid="other")
    await make_attachment(database, ann, memo, "a.txt")
    for place, user in ((memo, bob), (comment, ann)):
        await Reaction.create(
            memo_id=place.id, creator_id=user.id, reaction_type="👍", create_time=1
        )
        await MemoShare.create(
            uid=f"token-{place.uid}",
            memo_id=place.id,
            creator_id=user.id,
            create_time=1,
            expire_time=None,
        )
    for one, two in ((memo, other), (other, comment), (comment, memo)):
        await Relation.create(memo_id=one.id, related_memo_id=two.id)
    return memo


async def taken_out(database: Database, memo: Memo) -> Aggregate:
    """Gather a memo, delete it, and read it back from its text."""
    async with database.write() as transaction:
        aggregate = await gather(transaction, memo)
        await remove(transaction, aggregate)
    return Aggregate.from_json(aggregate.to_json())


async def put_back(database: Database, aggregate: Aggregate) -> None:
    async with database.write() as transaction:
        await insert(transaction, await survivors(transaction, aggregate))


async def rows() -> list[object]:
    kinds = (Attachment, Reaction, MemoShare, Relation)
    return [await kind.all().order_by("id").values_list() for kind in kinds]


async def test_all_parts_go_and_come_back(database: Database, memo: Memo) -> None:
    before = await rows()
    aggregate = await taken_out(database, memo)
    assert await rows() == [[], [], [], []]
    assert await Memo.all().count() == 1

    await put_back(database, aggregate)

    assert await rows() == before
    assert await Memo.all().count() == 3


async def test_what_names_somebody_gone_stays_away(
    database: Database, bob: User, memo: Memo
) -> None:
    aggregate = await taken_out(database, memo)
    await Memo.filter(uid="other").delete()
    await bob.delete()

    await put_back(database, aggregate)

    assert [each.uid for each in await Memo.all()] == ["m"]
    assert not await Reaction.exists()
    assert not await Relation.exists()
    assert [each.uid for each in await MemoShare.all()] == []
    assert await Attachment.all().count() == 1


async def test_nothing_is_left_of_a_memo_whose_owner_is_gone(
    database: Database, ann: User, memo: Memo
) -> None:
    aggregate = await taken_out(database, memo)
    await Memo.filter(creator_id=ann.id).delete()
    await ann.delete()
    async with database.write() as transaction:
        assert (await survivors(transaction, aggregate)).memos == []


async def test_deep_conversations_go_whole(database: Database, ann: User) -> None:
    top = above = await make_memo(database, ann)
    for _ in range(DEEP):
        above = await make_memo(database, ann, parent=above)

    aggregate = await taken_out(database, top)

    assert not await Memo.exists()
    assert len(aggregate.memos) == DEEP + 1
    await put_back(database, aggregate)
    assert await Memo.all().count() == DEEP + 1


def test_text_of_an_older_program_is_read() -> None:
    aggregate = Aggregate.from_json('{"memos": [], "attachments": []}')

    assert aggregate == Aggregate(memos=[])
    assert aggregate.blob_ids == set()
