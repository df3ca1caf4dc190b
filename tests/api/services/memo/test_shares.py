"""Share links: made by those who may change a memo, followed by anybody."""

import time
from typing import Any

import pytest

from appliance.models.share import MemoShare
from tests.api.house import House, Visitor
from tests.factories import make_attachment

CREATE, LIST = "MemoService/CreateMemoShare", "MemoService/ListMemoShares"
DELETE, FOLLOW = "MemoService/DeleteMemoShare", "MemoService/GetSharedMemo"
NOWHERE = ("not_found", "not found")
DENIED = ("permission_denied", "permission denied")


async def share(visitor: Visitor, uid: str, **fields: Any) -> Any:
    return await visitor.ok(CREATE, parent=f"memos/{uid}", memoShare=fields)


def token(link: Any) -> str:
    return str(link["name"].rpartition("/")[2])


@pytest.fixture
async def ann(house: House) -> Visitor:
    await house.user("boss")
    ann = await house.user("ann")
    await ann.write("m", "secret", visibility="PRIVATE")
    return ann


async def test_anybody_with_the_link_reads_the_memo(
    closed_house: House,
) -> None:
    ann = await closed_house.user("ann")
    await ann.write("m", visibility="PRIVATE")
    await ann.write("other", visibility="PUBLIC")
    relations = [{"relatedMemo": {"name": "memos/other"}}]
    files = [{"name": "attachments/f"}]
    await make_attachment(closed_house.database, ann.user, None, "f.txt", uid="f")
    await ann.change("m", relations=relations, attachments=files)
    link = await share(ann, "m")

    memo = await closed_house.anonymous.ok(FOLLOW, shareToken=token(link))

    assert memo["name"] == "memos/m"
    assert memo["relations"] == []
    assert [each["name"] for each in memo["attachments"]] == ["attachments/f"]
    assert "expireTime" not in link


async def test_shared_comment_stands_by_itself(house: House, ann: Visitor) -> None:
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/m",
        comment={"content": "c"},
        commentId="c",
    )
    link = token(await share(ann, "c"))

    memo = await house.anonymous.ok(FOLLOW, shareToken=link)
    assert memo.get("parent") is None
    await ann.change("m", state="ARCHIVED")
    assert await house.anonymous.refused(FOLLOW, shareToken=link) == NOWHERE


async def test_link_ends_with_its_time_its_memo_or_by_hand(
    house: House, ann: Visitor
) -> None:
    later = await share(ann, "m", expireTime="2999-12-31T00:00:00Z")
    link = await share(ann, "m")
    follow = {"shareToken": token(link)}
    assert later["expireTime"] == "2999-12-31T00:00:00Z"
    await MemoShare.filter(uid=token(later)).update(expire_time=int(time.time()))
    assert await ann.refused(FOLLOW, shareToken=token(later)) == NOWHERE

    await ann.change("m", state="ARCHIVED")
    assert await house.anonymous.refused(FOLLOW, **follow) == NOWHERE
    await ann.change("m", state="NORMAL")
    assert await house.anonymous.ok(FOLLOW, **follow)

    listed = await ann.ok(LIST, parent="memos/m")
    assert [each["name"] for each in listed["memoShares"]] == [
        later["name"],
        link["name"],
    ]
    await ann.ok(DELETE, name=link["name"])
    assert await house.anonymous.refused(FOLLOW, **follow) == NOWHERE
    assert await ann.refused(DELETE, name=link["name"]) == (
        "not_found",
        "memo share not found",
    )


@pytest.mark.parametrize("link", ["", "nope", "x" * 400, "a\0b"])
async def test_nobody_learns_why_a_link_leads_nowhere(house: House, link: str) -> None:
    assert await house.anonymous.refused(FOLLOW, shareToken=link) == NOWHERE


async def test_owner_and_administrators_share(house: House, ann: Visitor) -> None:
    bob = await house.user("bob")
    link = await share(ann, "m")
    for rpc, request in (
        (CREATE, {"parent": "memos/m"}),
        (LIST, {"parent": "memos/m"}),
        (DELETE, {"name": link["name"]}),
    ):
        assert await bob.refused(rpc, **request) == DENIED
        missing = {
            key: value.replace("/m", "/none", 1) for key, value in request.items()
        }
        assert await ann.refused(rpc, **missing) == ("not_found", "memo not found")
    await ann.write("other")
    foreign = link["name"].replace("memos/m/", "memos/other/")
    assert (await ann.refused(DELETE, name=foreign))[0] == "not_found"
    assert (await ann.refused(DELETE, name="shares/x"))[0] == "invalid_argument"


async def test_expiry_lies_ahead(ann: Visitor) -> None:
    past = {"expireTime": "2020-01-01T00:00:00Z"}
    assert await ann.refused(CREATE, parent="memos/m", memoShare=past) == (
        "invalid_argument",
        "expire_time must be in the future",
    )
