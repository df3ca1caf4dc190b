"""Derived columns and counters, spoilt and made again."""

from appliance.models import checkup
from appliance.models.base import State
from appliance.models.database import Database
from appliance.models.memo import Memo
from appliance.models.reindexing import PAGE, reindex
from appliance.models.tag import MemoTag
from tests.factories import make_memo, make_user


async def test_what_was_spoilt_is_made_again(database: Database) -> None:
    anna, ben = await make_user(database), await make_user(database)
    memo = await make_memo(database, anna, "# Title\n#one/two [x](http://a.b)")
    await make_memo(database, ben, "#three", state=State.ARCHIVED)
    await make_memo(database, ben, "#no", parent=memo)
    truth = await Memo.get(id=memo.id)
    tags = await MemoTag.all().count()
    await database.execute(
        "UPDATE appliance_memo SET tags = '[]', title = '', snippet = 'x',"
        " has_link = (1 = 0), content_folded = ''"
    )
    await database.execute("DELETE FROM appliance_memo_tag")
    await database.execute("UPDATE appliance_counter SET value = 9")
    sequence = await database.sequence()
    assert await reindex(database) == 3
    again = await Memo.get(id=memo.id)
    for name in ("tags", "title", "snippet", "has_link", "content_folded", "listing"):
        assert getattr(again, name) == getattr(truth, name), name
    assert again.update_time == truth.update_time
    assert again.revision > truth.revision
    assert await MemoTag.all().count() == tags
    assert await checkup.miscounted(database, deep=True) == 0
    assert await database.sequence() > sequence


async def test_many_memos_are_read_page_by_page(database: Database) -> None:
    anna = await make_user(database)
    for number in range(PAGE + 1):
        await make_memo(database, anna, f"#t{number}")
    await database.execute("DELETE FROM appliance_counter")
    assert await reindex(database) == PAGE + 1
    assert await checkup.miscounted(database, deep=True) == 0
