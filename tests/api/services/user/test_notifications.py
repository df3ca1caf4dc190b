"""Notifications: whose they are, what they show, and what may be done with them."""

from typing import Any

import pytest

from appliance.api.services.user import notifications
from appliance.models.base import Visibility
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.memo import Memo
from appliance.models.notification import Notification, NotificationKind
from tests.api.house import House, Visitor
from tests.factories import make_memo
from tests.wire import Json

DENIED = ("permission_denied", "permission denied")
GONE = ("not_found", "notification not found")
WRONG = "invalid_argument"
LIST = "UserService/ListUserNotifications"
UPDATE = "UserService/UpdateUserNotification"
DELETE = "UserService/DeleteUserNotification"


async def news_of(caller: Visitor, **request: Any) -> list[Json]:
    answer = await caller.ok(LIST, parent=caller.name, **request)
    listed: list[Json] = answer["notifications"]
    return listed


async def tell(
    receiver: Visitor, sender: Visitor, memo: Memo, related: Memo | None = None
) -> str:
    """Store a notification and return its name."""
    comment = related is not None and related.creator_id == receiver.user.id
    kind = NotificationKind.MEMO_COMMENT if comment else NotificationKind.MEMO_MENTION
    row = await Notification.create(
        receiver_id=receiver.user.id,
        sender_id=sender.user.id,
        memo_id=memo.id,
        related_memo_id=related.id if related else None,
        kind=kind,
        create_time=1_700_000_000,
    )
    return f"{receiver.name}/notifications/{row.id}"


@pytest.fixture
async def comment(house: House, boss: Visitor, ann: Visitor) -> tuple[Memo, Memo]:
    """Return a public memo of Ann's and the administrator's comment on it."""
    memo = await make_memo(house.database, ann.user, "hers", uid="hers")
    below = await make_memo(
        house.database, boss.user, "his **word**", uid="his", parent=memo
    )
    return memo, below


@pytest.fixture
async def told(boss: Visitor, ann: Visitor, comment: tuple[Memo, Memo]) -> str:
    """Return the name of Ann's notification of the comment."""
    return await tell(ann, boss, comment[1], comment[0])


async def test_comment_shows_both_sides(
    boss: Visitor, ann: Visitor, comment: tuple[Memo, Memo]
) -> None:
    memo, below = comment
    name = await tell(ann, boss, below, memo)

    (shown,) = await news_of(ann)

    assert shown["senderUser"]["name"] == "users/boss"
    assert shown["senderUser"]["email"] == ""
    assert {key: shown[key] for key in shown if key != "senderUser"} == {
        "name": name,
        "sender": "users/boss",
        "status": "UNREAD",
        "createTime": "2023-11-14T22:13:20Z",
        "type": "MEMO_COMMENT",
        "memoComment": {
            "memo": "memos/his",
            "relatedMemo": "memos/hers",
            "memoSnippet": "his word",
            "relatedMemoSnippet": "hers",
        },
    }


async def test_mention_names_the_memo_above_if_there_is_one(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    alone = await make_memo(house.database, boss.user, "alone", uid="alone")
    below = await make_memo(
        house.database, boss.user, "below", uid="below", parent=alone
    )
    await tell(ann, boss, alone)
    await tell(ann, boss, below, alone)

    second, first = [each["memoMention"] for each in await news_of(ann)]

    assert (first["memo"], first["relatedMemo"]) == ("memos/alone", "")
    assert (second["memo"], second["relatedMemo"]) == ("memos/below", "memos/alone")


async def test_what_can_no_longer_be_read_is_not_shown(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    memo = await make_memo(house.database, boss.user, "secret", uid="m")
    below = await make_memo(house.database, ann.user, "b", parent=memo)
    deeper = await make_memo(house.database, boss.user, "secret too", parent=below)
    await tell(ann, boss, memo)
    await tell(ann, boss, deeper, below)
    assert all("secret" in str(each) for each in await news_of(ann))

    await Memo.filter(id=memo.id).update(visibility=Visibility.PRIVATE)
    hidden = await news_of(ann)
    await boss.ok("MemoService/DeleteMemo", name="memos/m")
    gone = await news_of(ann)

    assert hidden == gone
    assert len(gone) == 2
    assert "secret" not in str(gone)


async def test_news_of_those_who_went_go(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    eve = await house.user("eve")
    memo = await make_memo(house.database, ann.user)
    await tell(ann, eve, memo)
    await boss.ok("UserService/DeleteUser", name="users/eve")

    assert await news_of(ann) == []


async def test_all_come_at_once_the_newest_first(
    boss: Visitor,
    ann: Visitor,
    comment: tuple[Memo, Memo],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [await tell(ann, boss, comment[1], comment[0]) for _ in range(5)][::-1]

    everything = await news_of(ann, pageSize=1, filter='status == "ARCHIVED"')
    assert [each["name"] for each in everything] == names

    # But not without an end.
    monkeypatch.setattr(notifications, "PAGE_SIZE", 3)
    page = await ann.ok(LIST, parent="users/ann")
    assert page["notifications"] == everything[:3]
    rest = await ann.ok(LIST, parent="users/ann", pageToken=page["nextPageToken"])
    assert (rest["notifications"], rest["nextPageToken"]) == (everything[3:], "")


async def test_status_changes_and_nothing_else(
    boss: Visitor, ann: Visitor, comment: tuple[Memo, Memo]
) -> None:
    name = await tell(ann, boss, comment[1], comment[0])
    await tell(ann, boss, comment[1], comment[0])

    async def change(status: str, mask: str | None = "status") -> Json:
        request: Json = {"notification": {"name": name, "status": status}}
        return await ann.ok(UPDATE, **request, updateMask=mask)

    changed = await change("ARCHIVED")
    assert (changed["name"], changed["status"]) == (name, "ARCHIVED")
    assert [each["status"] for each in await news_of(ann)] == ["UNREAD", "ARCHIVED"]
    assert (await change("UNREAD"))["status"] == "UNREAD"
    logged = await ChangeRow.filter(kind=ChangeKind.NOTIFICATION_UPDATED)
    assert [(row.name, row.owner_id) for row in logged] == [(name, ann.user.id)] * 2


@pytest.mark.parametrize(
    ("status", "mask", "reason"),
    [
        ("ARCHIVED", "type", "invalid update path: type"),
        ("STATUS_UNSPECIFIED", "status", "invalid status"),
        ("ARCHIVED", "", "update mask is empty"),
        ("ARCHIVED", None, "update mask is empty"),
    ],
)
async def test_bad_change_is_refused(
    ann: Visitor, told: str, status: str, mask: str | None, reason: str
) -> None:
    notification = {"name": told, "status": status}

    refused = await ann.refused(UPDATE, notification=notification, updateMask=mask)

    assert refused == (WRONG, reason)
    assert await ann.refused(UPDATE) == (WRONG, "notification is required")


async def test_nobody_else_comes_near(
    boss: Visitor, ann: Visitor, comment: tuple[Memo, Memo]
) -> None:
    name = await tell(ann, boss, comment[1], comment[0])
    foreign = name.replace("users/ann", "users/boss")
    mask = {"updateMask": "status"}

    assert await boss.refused(LIST, parent="users/ann") == DENIED
    for each in (name, foreign):
        notification = {"name": each, "status": "ARCHIVED"}
        assert await boss.refused(UPDATE, notification=notification, **mask) == DENIED
        assert await boss.refused(DELETE, name=each) == DENIED
    assert await boss.refused(LIST, parent="users/none") == (
        WRONG,
        "invalid user name: user not found: users/none",
    )
    assert len(await news_of(ann)) == 1


async def test_names_are_numbers(ann: Visitor) -> None:
    prefix = "users/ann/notifications"
    assert await ann.refused(DELETE, name=f"{prefix}/99") == GONE
    assert await ann.refused(DELETE, name=f"{prefix}/{'9' * 30}") == GONE
    assert await ann.refused(DELETE, name=f"{prefix}/abc") == (
        WRONG,
        "invalid notification name: invalid notification id: abc",
    )
    assert (await ann.refused(DELETE, name="notifications/1"))[0] == WRONG


async def test_deleted_one_is_gone(
    boss: Visitor, ann: Visitor, comment: tuple[Memo, Memo]
) -> None:
    name = await tell(ann, boss, comment[1], comment[0])

    await ann.ok(DELETE, name=name)

    assert await news_of(ann) == []
    assert await ann.refused(DELETE, name=name) == GONE
