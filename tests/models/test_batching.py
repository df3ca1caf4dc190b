"""What one memo of a batch becomes; the rest is tested behind the RPCs."""

from appliance.models.batching import Action, Order, carry_out, put_back
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.memo_batch import MemoBatchItem, Result
from tests.factories import make_memo, make_user, principal

LIMIT = 20


def order(user_id: int, **more: object) -> Order:
    ordered = {"action": Action.ADD_TAG, "tag": "tag", **more}
    return Order(user_id=user_id, now=0, content_limit=LIMIT, **ordered)  # type: ignore[arg-type]  # of a test


async def test_note_does_not_outgrow_its_limit(database: Database) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann, "x" * LIMIT)
    item = MemoBatchItem(memo_id=memo.id, uid=memo.uid)

    async with database.write() as transaction:
        await carry_out(transaction, memo, item, order(ann.id))

    assert item.result == Result.FAILED
    assert (await Memo.get(id=memo.id)).content == "x" * LIMIT


async def test_memo_of_somebody_else_is_not_put_back(database: Database) -> None:
    await make_user(database)
    ann, bob = await make_user(database), await make_user(database)
    memo = await make_memo(database, ann, "é\r\n")
    item = MemoBatchItem(memo_id=memo.id, uid=memo.uid)
    async with database.write() as transaction:
        await carry_out(transaction, memo, item, order(ann.id))
        await put_back(transaction, item, principal(bob), 0)
        assert item.result == Result.KEPT
        await put_back(transaction, item, principal(ann), 0)

    assert item.result == Result.UNDONE
    assert (await Memo.get(id=memo.id)).content == "é\r\n"
