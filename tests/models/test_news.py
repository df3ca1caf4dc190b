"""Notifications are read in pages, their memos together."""

import pytest

from appliance.models import news
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.news import list_news, load_glimpses
from appliance.models.notification import Notification
from appliance.models.user import User
from tests.factories import make_memo, make_user, principal


async def tell(receiver: User, sender: User, memo: Memo) -> int:
    row = await Notification.create(
        receiver_id=receiver.id,
        sender_id=sender.id,
        memo_id=memo.id,
        related_memo_id=memo.parent_id,
        kind=2,
        create_time=0,
    )
    number: int = row.id
    return number


async def test_page_goes_on_below_an_id(database: Database) -> None:
    ann, ben = await make_user(database, "ann"), await make_user(database, "ben")
    memo = await make_memo(database, ben)
    ids = [await tell(ann, ben, memo) for _ in range(4)]
    await tell(ben, ann, memo)

    rows = await list_news(database, ann.id, before=ids[3], limit=2)

    assert [row["id"] for row in rows] == [ids[2], ids[1]]
    assert len(await list_news(database, ann.id, before=None, limit=9)) == 4


async def test_memos_come_in_batches(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = await make_user(database, "ann"), await make_user(database, "ben")
    for _ in range(3):
        memo = await make_memo(database, ben, "above")
        await tell(ann, ben, await make_memo(database, ben, "below", parent=memo))
    rows = await list_news(database, ann.id, before=None, limit=9)
    whole = await load_glimpses(database, principal(ann), rows)

    monkeypatch.setattr(news, "BATCH", 2)

    assert await load_glimpses(database, principal(ann), rows) == whole
    assert sorted(each.snippet for each in whole.values()) == [
        *["above"] * 3,
        *["below"] * 3,
    ]
