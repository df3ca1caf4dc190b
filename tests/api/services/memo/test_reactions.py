"""Reactions: one of a kind from each, by readers, shown with the memo."""

from typing import Any

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.reaction import Reaction
from tests.api.house import House, Visitor

UPSERT, LIST = "MemoService/UpsertMemoReaction", "MemoService/ListMemoReactions"
DELETE, GET = "MemoService/DeleteMemoReaction", "MemoService/GetMemo"
DENIED = ("permission_denied", "permission denied")


async def react(visitor: Visitor, uid: str, kind: str = "👍") -> Any:
    return await visitor.ok(
        UPSERT, name=f"memos/{uid}", reaction={"reactionType": kind}
    )


@pytest.fixture
async def boss(house: House) -> Visitor:
    return await house.user("boss")


@pytest.fixture
async def ann(house: House, boss: Visitor) -> Visitor:
    assert boss
    ann = await house.user("ann")
    for visibility in ("PUBLIC", "PROTECTED", "PRIVATE"):
        await ann.write(visibility.lower(), visibility=visibility)
    return ann


async def test_reaction_is_answered_and_shown_with_the_memo(
    house: House, ann: Visitor
) -> None:
    before = await house.anonymous.ok(GET, name="memos/public")
    made = await react(ann, "public", "❤️")

    assert made["creator"] == "users/ann"
    assert made["contentId"] == "memos/public"
    assert made["reactionType"] == "❤️"
    assert made["name"].startswith("memos/public/reactions/")
    memo = await house.anonymous.ok(GET, name="memos/public")
    assert memo["reactions"] == [made]
    assert memo["updateTime"] == before["updateTime"]
    listed = await ann.ok(LIST, name="memos/public")
    assert listed == {"reactions": [made], "nextPageToken": ""}


async def test_same_reaction_again_is_the_one_that_is_there(ann: Visitor) -> None:
    first = await react(ann, "public")
    changes = await ChangeRow.all().count()

    assert await react(ann, "public") == first
    assert await Reaction.all().count() == 1
    assert await ChangeRow.all().count() == changes


async def test_memo_in_the_reaction_wins_over_the_one_of_the_request(
    ann: Visitor,
) -> None:
    reaction = {"contentId": "memos/protected", "reactionType": "x"}

    made = await ann.ok(UPSERT, name="memos/public", reaction=reaction)

    assert made["contentId"] == "memos/protected"
    broken = {"contentId": "public", "reactionType": "x"}
    refused = await ann.refused(UPSERT, name="memos/public", reaction=broken)
    assert refused == (
        "invalid_argument",
        'invalid memo name: invalid request "public"',
    )


@pytest.mark.parametrize("kind", ["", "  ", "x" * 65, "a\0b"])
async def test_type_is_something_and_bounded(ann: Visitor, kind: str) -> None:
    reaction = {"reactionType": kind}
    code, _ = await ann.refused(UPSERT, name="memos/public", reaction=reaction)
    assert code == "invalid_argument"


async def test_readers_and_administrators_may_react(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await react(bob, "protected")
    await react(boss, "private")
    reaction = {"reactionType": "x"}
    assert await bob.refused(UPSERT, name="memos/private", reaction=reaction) == DENIED
    assert await bob.refused(LIST, name="memos/private") == DENIED
    # Administrators act but do not read.
    assert await boss.refused(LIST, name="memos/private") == DENIED
    await ann.change("public", state="ARCHIVED")
    code, _ = await bob.refused(UPSERT, name="memos/public", reaction=reaction)
    assert code == "not_found"


async def test_creator_and_administrators_take_back(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await house.user("bob")
    of_ann, of_bob = await react(ann, "public"), await react(bob, "public")
    # Not even the memo's owner.
    assert await ann.refused(DELETE, name=of_bob["name"]) == DENIED
    assert await bob.refused(DELETE, name=of_ann["name"]) == DENIED

    await ann.ok(DELETE, name=of_ann["name"])
    await boss.ok(DELETE, name=of_bob["name"])

    assert (await ann.ok(GET, name="memos/public"))["reactions"] == []
    assert await ann.refused(DELETE, name=of_ann["name"]) == DENIED
    last = await ChangeRow.all().order_by("-sequence").first()
    assert last is not None
    assert (last.kind, last.name) == (ChangeKind.REACTION_DELETED, "memos/public")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("memos/m/reactions/abc", 'invalid reaction ID "abc"'),
        ("memos/m/reactions/" + "9" * 30, 'invalid reaction ID "' + "9" * 30 + '"'),
        ("reactions/1", 'invalid request "reactions/1"'),
        ("memos//reactions/1", 'invalid request "memos//reactions/1"'),
    ],
)
async def test_name_must_be_one(ann: Visitor, name: str, message: str) -> None:
    assert await ann.refused(DELETE, name=name) == (
        "invalid_argument",
        f"invalid reaction name: {message}",
    )
