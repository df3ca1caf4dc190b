"""Comments: who may write them, who sees them, in which order they come."""

from typing import Any

import pytest

from appliance.models import reads
from appliance.models.base import State, Visibility
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.memo import Memo
from appliance.models.notification import Notification, NotificationKind
from tests.api.house import House, Visitor
from tests.factories import make_memo

CREATE = "MemoService/CreateMemoComment"
LIST = "MemoService/ListMemoComments"
GET = "MemoService/GetMemo"
DENIED = ("permission_denied", "permission denied")
MISSING = ("not_found", "memo not found")


async def comment(
    visitor: Visitor, parent: str, uid: str, content: str = "c", **fields: Any
) -> Any:
    return await visitor.ok(
        CREATE,
        name=f"memos/{parent}",
        comment={"content": content, **fields},
        commentId=uid,
    )


async def listed(visitor: Visitor, parent: str, **request: Any) -> list[str]:
    answer = await visitor.ok(LIST, name=f"memos/{parent}", **request)
    return [each["name"].removeprefix("memos/") for each in answer["memos"]]


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    assert boss
    return await house.user("ann")


@pytest.fixture
async def bob(house: House, ann: Visitor) -> Visitor:
    assert ann
    return await house.user("bob")


async def test_comment_is_seen_like_its_memo(ann: Visitor, bob: Visitor) -> None:
    await ann.write("m", visibility="PROTECTED")

    made = await comment(bob, "m", "c", visibility="PUBLIC")

    assert made["visibility"] == "PROTECTED"
    assert made.get("parent") is None
    (relation,) = made["relations"]
    assert relation["type"] == "COMMENT"
    assert relation["memo"] == {"name": "memos/c", "snippet": "c"}
    assert relation["relatedMemo"] == {"name": "memos/m", "snippet": "m"}
    assert (await ann.ok(GET, name="memos/c"))["parent"] == "memos/m"
    assert (await bob.change("c", visibility="PRIVATE"))["visibility"] == "PROTECTED"


async def test_refusals_have_their_real_codes(ann: Visitor, bob: Visitor) -> None:
    await ann.write("m", visibility="PUBLIC")
    await ann.write("secret", visibility="PRIVATE")
    for request, refusal in (
        ({"name": "memos/m", "commentId": "m", "comment": {}}, "already_exists"),
        ({"name": "memos/m", "commentId": "a b", "comment": {}}, "invalid_argument"),
        ({"name": "memos/m"}, "invalid_argument"),
        ({"name": "m", "comment": {}}, "invalid_argument"),
        ({"name": "memos/none", "comment": {}}, "not_found"),
        ({"name": "memos/secret", "comment": {}}, "permission_denied"),
    ):
        code, _ = await bob.refused(CREATE, **request)
        assert code == refusal, request
    assert await Memo.all().count() == 2


async def test_administrator_may_comment_on_what_stays_unread(
    boss: Visitor, ann: Visitor
) -> None:
    await ann.write("secret", visibility="PRIVATE")

    await comment(boss, "secret", "c")

    assert await listed(ann, "secret") == []
    assert await boss.refused(LIST, name="memos/secret") == DENIED
    assert not await Notification.exists()


async def test_archived_memo_takes_comments_of_its_owner_only(
    ann: Visitor, bob: Visitor
) -> None:
    await ann.write("m", visibility="PUBLIC")
    await ann.change("m", state="ARCHIVED")

    await comment(ann, "m", "own")

    assert await bob.refused(CREATE, name="memos/m", comment={}) == MISSING
    assert await bob.refused(LIST, name="memos/m") == MISSING
    assert await bob.refused(GET, name="memos/own") == MISSING


async def test_pages_go_by_writing_and_within_one_by_time(
    ann: Visitor, bob: Visitor
) -> None:
    await ann.write("m", visibility="PUBLIC")
    for uid, day in (("c1", 1), ("c2", 9), ("c3", 2), ("c4", 8), ("c5", 3)):
        await comment(bob, "m", uid, createTime=f"2024-01-0{day}T00:00:00Z")

    assert await listed(ann, "m") == ["c2", "c4", "c5", "c3", "c1"]
    pages: list[list[str]] = []
    token = ""
    while not pages or token:
        answer = await ann.ok(LIST, name="memos/m", pageSize=2, pageToken=token)
        pages.append([each["name"][6:] for each in answer["memos"]])
        token = answer["nextPageToken"]
        # Somebody goes on writing.
        await comment(bob, "m", f"late{len(pages)}")
    assert pages == [["c4", "c5"], ["c2", "c3"], ["c1"]]
    code, _ = await ann.refused(LIST, name="memos/m", pageToken="@")
    assert code == "invalid_argument"


async def test_list_shows_own_and_what_is_open(
    house: House, ann: Visitor, bob: Visitor
) -> None:
    database = house.database
    memo = await make_memo(database, ann.user, uid="m")
    for visibility in Visibility:
        uid = visibility.name.lower()
        await make_memo(database, bob.user, uid=uid, visibility=visibility, parent=memo)
    archived = State.ARCHIVED
    await make_memo(database, bob.user, uid="archived", state=archived, parent=memo)

    assert set(await listed(house.anonymous, "m")) == {"public", "archived"}
    assert set(await listed(ann, "m")) == {"public", "protected", "archived"}
    assert len(await listed(bob, "m")) == 4


async def test_hidden_memo_hides_the_whole_conversation(
    house: House, ann: Visitor, bob: Visitor
) -> None:
    await ann.write("m", visibility="PUBLIC")
    await comment(bob, "m", "c")
    await comment(bob, "c", "cc")
    assert await house.anonymous.ok(GET, name="memos/cc")

    await ann.change("m", visibility="PRIVATE")

    assert await bob.refused(GET, name="memos/cc") == DENIED
    assert await bob.refused(LIST, name="memos/c") == DENIED
    assert await bob.refused("MemoService/ListMemoReactions", name="memos/c") == DENIED


async def test_conversations_are_not_nested_without_end(
    house: House, ann: Visitor
) -> None:
    above = await make_memo(house.database, ann.user, uid="d0")
    for depth in range(1, reads.MAX_DEPTH):
        above = await make_memo(house.database, ann.user, uid=f"d{depth}", parent=above)

    code, message = await ann.refused(CREATE, name=f"memos/{above.uid}", comment={})

    assert (code, message) == ("failed_precondition", "comments are nested too deeply")
    assert await ann.ok(GET, name=f"memos/{above.uid}")


async def test_owner_and_mentioned_are_told_once(
    house: House, ann: Visitor, bob: Visitor
) -> None:
    eve = await house.user("eve")
    await ann.write("m", visibility="PUBLIC")

    await comment(bob, "m", "c", "hey @ann, @eve, @EVE, @bob and @nobody")
    await comment(ann, "m", "own", "@ann")

    rows = await Notification.all().order_by("id")
    memos = {memo.uid: memo.id for memo in await Memo.all()}
    assert [(row.receiver_id, row.kind, row.memo_id) for row in rows] == [
        (ann.user.id, NotificationKind.MEMO_COMMENT, memos["c"]),
        (eve.user.id, NotificationKind.MEMO_MENTION, memos["c"]),
    ]
    assert {row.related_memo_id for row in rows} == {memos["m"]}
    assert {row.sender_id for row in rows} == {bob.user.id}
    changes = await ChangeRow.filter(kind=ChangeKind.NOTIFICATION_CREATED)
    assert [change.owner_id for change in changes] == [ann.user.id, eve.user.id]
    assert changes[0].name == f"users/ann/notifications/{rows[0].id}"


async def test_change_names_the_memo_above(ann: Visitor, bob: Visitor) -> None:
    await ann.write("m", visibility="PUBLIC")
    await comment(bob, "m", "c")
    await bob.change("c", content="x")

    rows = await ChangeRow.filter(name="memos/c").order_by("sequence")

    assert [(row.kind, row.parent) for row in rows] == [
        ("memo.created", "memos/m"),
        ("memo.updated", "memos/m"),
    ]
