"""The trash: listed for its creator, restored or forgotten by those who may."""

from typing import Any

import pytest

from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.memo import Memo
from appliance.models.trash import TrashedMemo
from tests.api.house import House, Visitor
from tests.factories import make_memo

LIST = "TrashService/ListTrashedMemos"
RESTORE = "TrashService/RestoreTrashedMemo"
DELETE = "TrashService/DeleteTrashedMemo"
MISSING = ("not_found", "trashed memo not found")


async def throw(visitor: Visitor, uid: str, content: str = "") -> Any:
    """Write a memo, delete it, and return its entry."""
    await visitor.write(uid, content)
    await visitor.ok("MemoService/DeleteMemo", name=f"memos/{uid}")
    return (await visitor.ok(LIST, memo=f"memos/{uid}"))["trashedMemos"][0]


async def test_entry_tells_what_who_and_when(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    await ann.write("m", "# T\n\nsome text")
    await boss.ok("MemoService/DeleteMemo", name="memos/m")

    (entry,) = (await ann.ok(LIST))["trashedMemos"]

    assert entry["memo"] == "memos/m"
    assert (entry["creator"], entry["deleter"]) == ("users/ann", "users/boss")
    assert entry["content"] == "# T\n\nsome text"
    assert entry["snippet"] == "T some text"
    assert entry["deleteTime"].endswith("Z")
    assert (await boss.ok(LIST))["trashedMemos"] == []


async def test_restored_memo_is_as_it_was(house: House) -> None:
    ann = await house.user("ann")
    before = await ann.write("m", "#a", createTime="1950-01-01T00:00:00Z")
    await ann.ok("MemoService/DeleteMemo", name="memos/m")
    (entry,) = (await ann.ok(LIST))["trashedMemos"]

    assert await ann.ok(RESTORE, name=entry["name"]) == before

    assert await ann.ok("MemoService/GetMemo", name="memos/m") == before
    assert await ann.listed(filter='"a" in tags') == ["m"]
    assert await ann.refused(RESTORE, name=entry["name"]) == MISSING


async def test_comments_come_back_and_count_in_no_list(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("m", visibility="PUBLIC")
    memo = await Memo.get(uid="m")
    comment = await make_memo(house.database, bob.user, uid="c", parent=memo)
    await make_memo(house.database, ann.user, uid="cc", parent=comment)
    await ann.ok("MemoService/DeleteMemo", name="memos/m")
    missing = await bob.refused("MemoService/GetMemo", name="memos/c")
    assert missing == ("not_found", "memo not found")
    (entry,) = (await ann.ok(LIST))["trashedMemos"]

    await ann.ok(RESTORE, name=entry["name"])

    answer = await bob.ok("MemoService/GetMemo", name="memos/cc")
    assert answer["parent"] == "memos/c"
    assert await bob.listed() == ["m"]


async def test_taken_name_is_refused_and_the_entry_stays(house: House) -> None:
    ann = await house.user("ann")
    entry = await throw(ann, "m")
    await ann.write("m", "second")

    code, message = await ann.refused(RESTORE, name=entry["name"])

    assert code == "already_exists"
    assert message.startswith("memos/m exists")
    assert await TrashedMemo.exists()
    memo = await ann.ok("MemoService/GetMemo", name="memos/m")
    assert memo["content"] == "second"


async def test_entry_can_be_forgotten_for_good(house: House) -> None:
    ann = await house.user("ann")
    entry = await throw(ann, "m")

    assert await ann.ok(DELETE, name=entry["name"]) == {}

    assert await ann.refused(DELETE, name=entry["name"]) == MISSING
    assert await ann.refused(RESTORE, name=entry["name"]) == MISSING
    change = await ChangeRow.all().order_by("-sequence").first()
    assert change is not None
    assert (change.kind, change.name) == (ChangeKind.TRASH_PURGED, entry["name"])


async def test_entries_of_others_do_not_exist_but_for_administrators(
    house: House,
) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    bob = await house.user("bob")
    first, second = await throw(ann, "one"), await throw(ann, "two")

    for rpc in (RESTORE, DELETE):
        assert await bob.refused(rpc, name=first["name"]) == MISSING
        code, _ = await house.anonymous.refused(rpc, name=first["name"])
        assert code == "unauthenticated"
    assert await boss.ok(RESTORE, name=first["name"])
    assert await boss.ok(DELETE, name=second["name"]) == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_argument"),
        ("1", "invalid_argument"),
        ("memos/1", "invalid_argument"),
        ("trash/x", "not_found"),
        ("trash/-1", "not_found"),
        ("trash/²", "not_found"),
        ("trash/404", "not_found"),
        ("trash/" + "9" * 30, "not_found"),
        ("trash/" + "9" * 18, "not_found"),
    ],
)
async def test_names_of_no_entry(house: House, name: str, code: str) -> None:
    ann = await house.user("ann")
    for rpc in (RESTORE, DELETE):
        assert (await ann.refused(rpc, name=name))[0] == code


async def test_pages_show_the_newest_deletion_first(house: House) -> None:
    ann = await house.user("ann")
    names = [(await throw(ann, f"m{number}"))["name"] for number in range(5)]
    seen: list[str] = []
    token = ""
    while token or not seen:
        page = await ann.ok(LIST, pageSize=2, pageToken=token)
        seen += [entry["name"] for entry in page["trashedMemos"]]
        token = page["nextPageToken"]
        # A deletion between pages moves nothing.
        await throw(ann, f"later{len(seen)}")

    assert seen == names[::-1]
    code, _ = await ann.refused(LIST, pageToken="?")
    assert code == "invalid_argument"


async def test_list_can_be_asked_for_one_memo(house: House) -> None:
    ann = await house.user("ann")
    first, second = await throw(ann, "m", "1"), await throw(ann, "m", "2")
    await throw(ann, "other")

    answer = await ann.ok(LIST, memo="memos/m")
    names = [entry["name"] for entry in answer["trashedMemos"]]
    assert names == [second["name"], first["name"]]
    assert (await ann.ok(LIST, memo="memos/none"))["trashedMemos"] == []
    assert (await ann.refused(LIST, memo="m"))[0] == "invalid_argument"
