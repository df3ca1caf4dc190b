"""What the change log means for webhooks: who hears what, and with which words."""

import json
import time
from typing import Any

import pytest

from appliance.api.outgoing.events import Events
from appliance.models.base import Visibility
from appliance.models.change import ChangeRow
from appliance.models.runner import changes_after
from appliance.models.trash import TrashedMemo
from appliance.models.webhook import Delivery, Webhook
from tests.api.house import House, Visitor
from tests.api.outgoing.workshop import make_webhook
from tests.factories import make_memo

CREATED, UPDATED = "memos.memo.created", "memos.memo.updated"
DELETED, COMMENTED = "memos.memo.deleted", "memos.memo.comment.created"
COMMENT = "MemoService/CreateMemoComment"


class Desk:
    """Reads the log from where it stands now."""

    def __init__(self, house: House) -> None:
        core = house.core
        self._house = house
        self._events = Events(
            database=core.database, accounts=core.accounts, fragments=core.fragments
        )
        self._cursor = 0

    async def news(self) -> list[Delivery]:
        """Return what is to be delivered since the last time."""
        changes = await changes_after(self._house.database, self._cursor, 1000)
        self._cursor = changes[-1]["sequence"] if changes else self._cursor
        return await self._events.deliveries(changes)

    async def heard(self) -> list[tuple[int, str]]:
        """Return webhook and activity of each."""
        return [(row.webhook_id, row.activity) for row in await self.news()]


@pytest.fixture
async def ann(house: House) -> Visitor:
    """Sign in the owner of a webhook."""
    return await house.user("ann")


@pytest.fixture
async def hook(ann: Visitor) -> Webhook:
    """Make Ann's webhook."""
    return await make_webhook(ann.user, "http://x/?a=1&b=2")


async def only(desk: Desk) -> Any:
    (delivery,) = await desk.news()
    return json.loads(delivery.body)


async def test_body_of_an_event(house: House, ann: Visitor, hook: Webhook) -> None:
    content = "hello #tag\n- [ ] task <b>"
    await make_memo(house.database, ann.user, content, uid="m")
    (delivery,) = await Desk(house).news()
    assert delivery.webhook_id == hook.id
    assert (
        delivery.sequence
        == (await ChangeRow.all().order_by("-sequence")).pop(0).sequence
    )
    assert delivery.body.startswith(
        '{"url":"http://x/?a=1\\u0026b=2","activityType":"memos.memo.created",'
        '"creator":"users/ann","memo":{"name":"memos/m","state":1,'
    )
    memo = json.loads(delivery.body)["memo"]
    assert memo.pop("snippet")
    assert memo == {
        "name": "memos/m",
        "state": 1,
        "creator": "users/ann",
        "create_time": {"seconds": 1_700_000_000},
        "update_time": {"seconds": 1_700_000_000},
        "content": content,
        "visibility": 3,
        "tags": ["tag"],
        "property": {"has_task_list": True, "has_incomplete_tasks": True},
    }


async def test_owner_hears_of_every_change(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    bob = await house.user("bob")
    desk = Desk(house)
    await ann.write("m", "a", visibility="PRIVATE")
    await bob.write("b", "b", visibility="PUBLIC")
    assert await desk.heard() == [(hook.id, CREATED)]
    await ann.change("m", pinned=True)
    assert (await only(desk))["memo"]["pinned"] is True
    await ann.ok("MemoService/DeleteMemo", name="memos/m")
    gone = await only(desk)
    assert (gone["activityType"], gone["memo"]["content"]) == (DELETED, "a")
    (entry,) = (await ann.ok("TrashService/ListTrashedMemos"))["trashedMemos"]
    await ann.ok("TrashService/RestoreTrashedMemo", name=entry["name"])
    assert await desk.heard() == [(hook.id, CREATED)]


async def test_deleted_before_it_was_told_of(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    desk = Desk(house)
    await ann.write("m", "a")
    await ann.ok("MemoService/DeleteMemo", name="memos/m")
    created, deleted = await desk.news()
    assert [created.webhook_id, deleted.webhook_id] == [hook.id] * 2
    assert [created.activity, deleted.activity] == [CREATED, DELETED]
    assert json.loads(created.body)["memo"]["content"] == "a"


async def test_what_is_gone_for_good_is_told_by_its_name(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    await ann.write("m", "a")
    await ann.ok("MemoService/DeleteMemo", name="memos/m")
    await TrashedMemo.all().delete()
    *_, deleted = await Desk(house).news()
    assert json.loads(deleted.body) == {
        "url": hook.url,
        "activityType": DELETED,
        "creator": "users/ann",
        "memo": {"name": "memos/m", "creator": "users/ann"},
    }


async def test_comment_is_told_to_both(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    bob = await house.user("bob")
    theirs = await make_webhook(bob.user, "http://y/", "b" * 16)
    await ann.write("m", "a", visibility="PUBLIC")
    desk = Desk(house)
    assert await desk.heard() == [(hook.id, CREATED)]
    await bob.ok(COMMENT, name="memos/m", comment={"content": "c"})
    mine, above = sorted(await desk.news(), key=lambda row: -row.webhook_id)
    assert (mine.webhook_id, mine.activity) == (theirs.id, CREATED)
    assert (above.webhook_id, above.activity) == (hook.id, COMMENTED)
    body = json.loads(above.body)
    assert body["creator"] == "users/bob"
    assert body["memo"]["content"] == "c"
    (relation,) = body["memo"]["relations"]
    assert relation["related_memo"]["name"] == "memos/m"
    assert relation["type"] == 2


async def test_own_comment_is_told_twice(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    await ann.write("m", "a")
    desk = Desk(house)
    await desk.news()
    await ann.ok(COMMENT, name="memos/m", comment={"content": "c"})
    assert await desk.heard() == [(hook.id, CREATED), (hook.id, COMMENTED)]


async def test_comment_that_its_reader_may_not_read_is_not_told(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    bob = await house.user("bob")
    memo = await make_memo(house.database, ann.user, uid="m")
    private = Visibility.PRIVATE
    await make_memo(
        house.database, bob.user, "secret", uid="c", parent=memo, visibility=private
    )
    assert await Desk(house).heard() == [(hook.id, CREATED)]


async def test_other_changes_are_not_told(
    house: House, ann: Visitor, hook: Webhook
) -> None:
    await ann.write("m", "a")
    desk = Desk(house)
    assert len(await desk.heard()) == 1
    reaction = {"contentId": "memos/m", "reactionType": "👍"}
    await ann.ok("MemoService/UpsertMemoReaction", name="memos/m", reaction=reaction)
    await house.user("bob")
    assert await desk.news() == []
    assert hook.id


async def test_webhook_is_not_told_of_what_was_before_it(
    house: House, ann: Visitor
) -> None:
    await ann.write("m", "a")
    hook = await make_webhook(ann.user, "http://x/")
    hook.create_time = int(time.time()) + 2
    await hook.save()
    assert await Desk(house).news() == []
