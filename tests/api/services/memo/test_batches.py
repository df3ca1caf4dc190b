"""Work on many memos: one transaction, an outcome each, one undo."""

import pytest

from appliance.models import checkup
from appliance.models.memo_batch import RETENTION_SECONDS, MemoBatch
from tests.api.house import House, Visitor
from tests.wire import Json

CHANGE = "MemoBatchService/ChangeMemos"
UNDO = "MemoBatchService/UndoMemoBatch"


async def change(visitor: Visitor, action: str, *uids: str, **more: object) -> Json:
    names = [f"memos/{uid}" for uid in uids]
    return await visitor.ok(CHANGE, names=names, action=action, **more)


async def undo(visitor: Visitor, answer: Json) -> Json:
    return await visitor.ok(UNDO, name=answer["batch"]["name"])


async def get(visitor: Visitor, uid: str) -> Json:
    return await visitor.ok("MemoService/GetMemo", name=f"memos/{uid}")


def results(answer: Json) -> list[str]:
    return [each["result"] for each in answer["outcomes"]]


@pytest.mark.parametrize(
    ("action", "more", "field", "value"),
    [
        ("ARCHIVE", {}, "state", "ARCHIVED"),
        ("PIN", {}, "pinned", True),
        ("SET_VISIBILITY", {"visibility": "PUBLIC"}, "visibility", "PUBLIC"),
        ("ADD_TAG", {"tag": "new"}, "content", "b #x\n\n#new"),
        ("REMOVE_TAG", {"tag": "#x"}, "content", "b"),
    ],
)
async def test_action_changes_many_and_is_undone_as_one(
    house: House, action: str, more: Json, field: str, value: object
) -> None:
    ann = await house.user("ann")
    for uid in ("a", "b"):
        await ann.write(uid, f"{uid} #x")
    before = {uid: await get(ann, uid) for uid in ("a", "b")}

    answer = await change(ann, action, "a", "b", **more)
    again = await change(ann, action, "a", "b", **more)

    assert results(answer) == ["CHANGED", "CHANGED"]
    assert results(again) == ["UNCHANGED", "UNCHANGED"]
    assert answer["batch"]["changedCount"] == 2
    after = await get(ann, "b")
    assert after[field] == value
    assert after["updateTime"] == before["b"]["updateTime"]
    undone = await undo(ann, answer)
    assert (undone["state"], undone["undoneCount"]) == ("UNDONE", 2)
    assert {uid: await get(ann, uid) for uid in ("a", "b")} == before
    assert await checkup.miscounted(house.database, deep=True) == 0


async def test_archived_and_pinned_come_back(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a")
    await change(ann, "ARCHIVE", "a")
    await change(ann, "PIN", "a")

    restored = await change(ann, "RESTORE", "a")
    unpinned = await change(ann, "UNPIN", "a")

    assert results(restored) == results(unpinned) == ["CHANGED"]
    found = await get(ann, "a")
    assert (found["state"], found["pinned"]) == ("NORMAL", False)


async def test_deleted_notes_return_whole(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a", "#a", visibility="PUBLIC")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/a",
        comment={"content": "c"},
        commentId="c",
    )
    await ann.write("b", "#b")

    # The comment goes with its note, in either order.
    answer = await change(ann, "DELETE", "a", "c", "b")

    assert results(answer) == ["CHANGED", "NOT_FOUND", "CHANGED"]
    assert (await ann.refused("MemoService/GetMemo", name="memos/a"))[0] == "not_found"
    undone = await undo(ann, answer)
    assert undone["undoneCount"] == 2
    assert (await get(ann, "c"))["content"] == "c"
    assert await checkup.miscounted(house.database, deep=True) == 0


async def test_comment_deleted_before_its_note_returns_too(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a", visibility="PUBLIC")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/a",
        comment={"content": "c"},
        commentId="c",
    )

    answer = await change(ann, "DELETE", "c", "a")

    assert results(answer) == ["CHANGED", "CHANGED"]
    assert (await undo(ann, answer))["undoneCount"] == 2
    assert (await get(ann, "c"))["parent"] == "memos/a"


async def test_what_was_changed_since_is_left_alone_and_named(house: House) -> None:
    ann = await house.user("ann")
    for uid in ("edited", "kept", "gone"):
        await ann.write(uid, "text")
    tagged = await change(ann, "ADD_TAG", "edited", "kept", "gone", tag="t")
    await ann.change("edited", content="mine now")
    await ann.change("kept", pinned=True)
    await ann.ok("MemoService/DeleteMemo", name="memos/gone")

    undone = await undo(ann, tagged)

    assert undone["undoneCount"] == 1
    assert {(each["memo"], each["result"]) for each in undone["problems"]} == {
        ("memos/edited", "KEPT"),
        ("memos/gone", "KEPT"),
    }
    assert all(each["reason"] for each in undone["problems"])
    assert (await get(ann, "edited"))["content"] == "mine now"
    kept = await get(ann, "kept")
    assert (kept["content"], kept["pinned"]) == ("text", True)


async def test_name_taken_since_is_not_taken_back(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a", "old")
    deleted = await change(ann, "DELETE", "a")
    await ann.write("a", "new")

    undone = await undo(ann, deleted)

    assert undone["problems"][0]["result"] == "KEPT"
    assert (await get(ann, "a"))["content"] == "new"


async def test_others_notes_stay_unless_an_administrator_asks(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    bob = await house.user("bob")
    await ann.write("a", visibility="PUBLIC")
    await bob.write("b")

    answer = await change(bob, "PIN", "a", "b", "none")
    by_boss = await change(boss, "PIN", "a")

    assert results(answer) == ["DENIED", "CHANGED", "NOT_FOUND"]
    assert len(answer["batch"]["problems"]) == 2
    assert results(by_boss) == ["CHANGED"]
    refused = await bob.refused(UNDO, name=by_boss["batch"]["name"])
    assert refused[0] == "not_found"


async def test_comments_are_seen_as_their_notes_are(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a", visibility="PUBLIC")
    await ann.ok(
        "MemoService/CreateMemoComment",
        name="memos/a",
        comment={"content": "c"},
        commentId="c",
    )

    answer = await change(ann, "SET_VISIBILITY", "c", visibility="PRIVATE")

    assert results(answer) == ["FAILED"]


async def test_batches_are_listed_until_they_are_old(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a")
    one = await change(ann, "PIN", "a")
    two = await change(ann, "UNPIN", "a")
    await undo(ann, two)

    found = await ann.ok("MemoBatchService/ListMemoBatches")

    assert [each["name"] for each in found["memoBatches"]] == [one["batch"]["name"]]
    await house.database.execute(
        "UPDATE appliance_memo_batch SET create_time = create_time - ?",
        (RETENTION_SECONDS + 1,),
    )
    assert (await ann.ok("MemoBatchService/ListMemoBatches"))["memoBatches"] == []
    refused = await ann.refused(UNDO, name=one["batch"]["name"])
    assert refused[0] == "failed_precondition"


async def test_undoing_twice_is_once(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a")
    pinned = await change(ann, "PIN", "a")
    await undo(ann, pinned)
    await change(ann, "PIN", "a")

    assert (await undo(ann, pinned))["undoneCount"] == 1
    assert (await get(ann, "a"))["pinned"]


async def test_each_changed_note_is_in_the_log(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("a")
    await ann.write("b")
    before = await house.database.sequence()

    await change(ann, "PIN", "a", "b")

    rows = await house.database.read(
        "SELECT kind, name FROM appliance_change WHERE sequence > ? ORDER BY sequence",
        (before,),
    )
    assert [(row["kind"], row["name"]) for row in rows] == [
        ("memo.updated", "memos/a"),
        ("memo.updated", "memos/b"),
    ]


@pytest.mark.parametrize(
    "request_",
    [
        {"names": [], "action": "PIN"},
        {"names": [f"memos/m{number}" for number in range(501)], "action": "PIN"},
        {"names": ["users/a"], "action": "PIN"},
        {"names": ["memos/a"]},
        {"names": ["memos/a"], "action": "ADD_TAG"},
        {"names": ["memos/a"], "action": "ADD_TAG", "tag": "two words"},
        {"names": ["memos/a"], "action": "SET_VISIBILITY"},
    ],
)
async def test_what_means_nothing_is_refused(house: House, request_: Json) -> None:
    ann = await house.user("ann")

    assert (await ann.refused(CHANGE, **request_))[0] == "invalid_argument"
    assert await MemoBatch.all().count() == 0


async def test_anonymous_callers_change_nothing(house: House) -> None:
    refused = await house.anonymous.refused(CHANGE, names=["memos/a"], action="PIN")
    assert refused[0] == "unauthenticated"
