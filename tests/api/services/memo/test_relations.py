"""Relations: set whole, seen from both ends, shown to those who may see the ends."""

from typing import Any

import pytest

from appliance.models.change import ChangeRow
from appliance.models.relation import Relation
from tests.api.house import House, Visitor

SET, LIST = "MemoService/SetMemoRelations", "MemoService/ListMemoRelations"
GET = "MemoService/GetMemo"
EARLY = "2020-01-01T00:00:00Z"


def to(*uids: str, kind: str = "REFERENCE") -> list[dict[str, Any]]:
    return [{"relatedMemo": {"name": f"memos/{uid}"}, "type": kind} for uid in uids]


async def set_to(visitor: Visitor, uid: str, *uids: str) -> None:
    await visitor.ok(SET, name=f"memos/{uid}", relations=to(*uids))


def pairs(relations: list[Any]) -> list[tuple[str, str]]:
    return [
        (each["memo"]["name"][6:], each["relatedMemo"]["name"][6:])
        for each in relations
    ]


async def seen(visitor: Visitor, uid: str) -> list[tuple[str, str]]:
    answer = await visitor.ok(LIST, name=f"memos/{uid}")
    return pairs(answer["relations"])


@pytest.fixture
async def ann(house: House) -> Visitor:
    await house.user("boss")
    ann = await house.user("ann")
    await ann.write("a", "**bold** a", visibility="PUBLIC", updateTime=EARLY)
    await ann.write("private", visibility="PRIVATE")
    await ann.write("protected", visibility="PROTECTED")
    await ann.write("public", visibility="PUBLIC")
    return ann


async def test_relations_are_seen_from_both_ends(ann: Visitor) -> None:
    await set_to(ann, "a", "private", "public")

    answer = await ann.ok(LIST, name="memos/public")

    assert answer["relations"] == [
        {
            "memo": {"name": "memos/a", "snippet": "bold a"},
            "relatedMemo": {"name": "memos/public", "snippet": "public"},
            "type": "REFERENCE",
        }
    ]
    assert answer["nextPageToken"] == ""
    assert await seen(ann, "a") == [("a", "private"), ("a", "public")]


async def test_setting_replaces_and_ignores_what_is_not_for_choosing(
    ann: Visitor,
) -> None:
    await set_to(ann, "a", "private", "protected")
    relations = to("a", "public", "public") + to("protected", kind="COMMENT")
    relations += to("private", kind="TYPE_UNSPECIFIED")

    await ann.ok(SET, name="memos/a", relations=relations)

    assert await seen(ann, "a") == [("a", "private"), ("a", "public")]
    await ann.ok(SET, name="memos/a", relations=[])
    assert await seen(ann, "a") == []


async def test_setting_moves_the_time_and_is_a_change(ann: Visitor) -> None:
    await set_to(ann, "a", "public")

    memo = await ann.ok(GET, name="memos/a")
    last = await ChangeRow.all().order_by("-sequence").first()

    assert memo["updateTime"] != EARLY
    assert last is not None
    assert (last.kind, last.name) == ("memo.updated", "memos/a")


async def test_ends_are_shown_to_those_who_may_see_them(
    house: House, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await set_to(ann, "a", "private", "protected", "public")
    for visitor, ends in (
        (house.anonymous, ["public"]),
        (bob, ["protected", "public"]),
        (ann, ["private", "protected", "public"]),
    ):
        memo = await visitor.ok(GET, name="memos/a")
        assert [end for _, end in pairs(memo["relations"])] == ends
        (memo,) = (
            each
            for each in (await visitor.ok("MemoService/ListMemos"))["memos"]
            if each["name"] == "memos/a"
        )
        assert [end for _, end in pairs(memo["relations"])] == ends
        # Lists name the ends and no more.
        assert {each["memo"]["snippet"] for each in memo["relations"]} == {""}
    assert await seen(bob, "a") == [("a", "protected"), ("a", "public")]


async def test_archived_end_is_for_its_owner(house: House, ann: Visitor) -> None:
    bob = await house.user("bob")
    await set_to(ann, "a", "public")
    await ann.change("public", state="ARCHIVED")

    assert await seen(bob, "a") == []
    assert await seen(ann, "a") == [("a", "public")]


async def test_comment_under_a_hidden_memo_is_no_end_for_others(
    house: House, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/public",
        comment={"content": "c"},
        commentId="c",
    )
    await set_to(ann, "a", "c")
    assert await seen(bob, "a") == [("a", "c")]

    await ann.change("public", visibility="PRIVATE")

    assert await seen(bob, "a") == []


async def test_refusals_leave_everything_as_it_was(house: House, ann: Visitor) -> None:
    bob = await house.user("bob")
    await set_to(ann, "a", "public")
    for visitor, request, code in (
        (ann, {"name": "memos/a", "relations": to("none")}, "not_found"),
        (ann, {"name": "memos/a", "relations": [{"type": 1}]}, "invalid_argument"),
        (ann, {"name": "memos/none", "relations": []}, "not_found"),
        (bob, {"name": "memos/a", "relations": []}, "permission_denied"),
    ):
        assert (await visitor.refused(SET, **request))[0] == code
    assert await Relation.all().count() == 1
    assert (await bob.refused(LIST, name="memos/private"))[0] == "permission_denied"
    assert (await bob.refused(LIST, name="memos/none"))[0] == "not_found"
