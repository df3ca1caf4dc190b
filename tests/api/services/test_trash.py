"""The trash: listed for its creator, restored or forgotten by those who may."""

from typing import Any

import pytest

from appliance.models.attachment import Blob
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.memo import Memo
from appliance.models.trash import TrashedAttachment, TrashedMemo
from tests.api.house import House, Visitor
from tests.factories import make_attachment, make_memo

LIST = "TrashService/ListTrashedMemos"
RESTORE = "TrashService/RestoreTrashedMemo"
DELETE = "TrashService/DeleteTrashedMemo"
LIST_FILES = "TrashService/ListTrashedAttachments"
RESTORE_FILE = "TrashService/RestoreTrashedAttachment"
DELETE_FILE = "TrashService/DeleteTrashedAttachment"
FILE_MISSING = ("not_found", "trashed attachment not found")
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


async def upload(visitor: Visitor, uid: str, **fields: str) -> Any:
    """Store a file of four bytes."""
    file = {"filename": f"{uid}.txt", "content": "Ynl0ZQ==", **fields}
    return await visitor.ok(
        "AttachmentService/CreateAttachment", attachment=file, attachmentId=uid
    )


async def throw_file(visitor: Visitor, uid: str) -> Any:
    """Delete a file and return its entry."""
    await visitor.ok("AttachmentService/DeleteAttachment", name=f"attachments/{uid}")
    answer = await visitor.ok(LIST_FILES, attachment=f"attachments/{uid}")
    return answer["trashedAttachments"][0]


async def test_deleted_file_comes_back_onto_its_memo(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("m")
    await upload(ann, "f", memo="memos/m")
    before = await ann.ok("AttachmentService/GetAttachment", name="attachments/f")
    entry = await throw_file(ann, "f")
    assert (await ann.ok("MemoService/GetMemo", name="memos/m"))["attachments"] == []

    assert entry["attachment"] == "attachments/f"
    assert entry["creator"] == entry["deleter"] == "users/ann"
    assert (entry["filename"], entry["size"]) == ("f.txt", "4")
    assert await ann.ok(RESTORE_FILE, name=entry["name"]) == before

    assert (await ann.ok(LIST_FILES))["trashedAttachments"] == []
    assert await ann.refused(RESTORE_FILE, name=entry["name"]) == FILE_MISSING
    memo = await ann.ok("MemoService/GetMemo", name="memos/m")
    assert memo["attachments"] == [before]


async def test_file_whose_memo_is_gone_comes_back_alone(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("m")
    await upload(ann, "f", memo="memos/m")
    entry = await throw_file(ann, "f")
    await ann.ok("MemoService/DeleteMemo", name="memos/m")

    assert "memo" not in await ann.ok(RESTORE_FILE, name=entry["name"])


async def test_file_comes_back_onto_no_memo_of_others(house: House) -> None:
    await house.user("boss")
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("m", visibility="PUBLIC")
    memo = await Memo.get(uid="m")
    await make_attachment(house.database, bob.user, memo, "his.txt", uid="his")
    entry = await throw_file(bob, "his")

    assert await ann.refused(RESTORE_FILE, name=entry["name"]) == FILE_MISSING
    assert "memo" not in await bob.ok(RESTORE_FILE, name=entry["name"])


async def test_taken_name_of_a_file_is_refused(house: House) -> None:
    ann = await house.user("ann")
    await upload(ann, "f")
    entry = await throw_file(ann, "f")
    await upload(ann, "f")

    code, _ = await ann.refused(RESTORE_FILE, name=entry["name"])

    assert code == "already_exists"
    assert await TrashedAttachment.exists()


async def test_file_can_be_forgotten_for_good(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    for uid in ("f", "g"):
        await upload(ann, uid)
    entry, other = await throw_file(ann, "f"), await throw_file(ann, "g")
    bob = await house.user("bob")
    for rpc in (RESTORE_FILE, DELETE_FILE):
        assert await bob.refused(rpc, name=entry["name"]) == FILE_MISSING
        code, _ = await house.anonymous.refused(rpc, name=entry["name"])
        assert code == "unauthenticated"

    assert await ann.ok(DELETE_FILE, name=entry["name"]) == {}
    assert await boss.ok(RESTORE_FILE, name=other["name"])

    assert await ann.refused(DELETE_FILE, name=entry["name"]) == FILE_MISSING
    assert [blob.release_time is None for blob in await Blob.all().order_by("id")] == [
        False,
        True,
    ]
    changes = await ChangeRow.filter(kind=ChangeKind.TRASH_PURGED)
    assert [change.name for change in changes] == [entry["name"]]


async def test_deleted_files_are_listed_in_pages(house: House) -> None:
    ann = await house.user("ann")
    names = []
    for number in range(3):
        await upload(ann, f"f{number}")
        names.append((await throw_file(ann, f"f{number}"))["name"])

    page = await ann.ok(LIST_FILES, pageSize=2)
    rest = await ann.ok(LIST_FILES, pageToken=page["nextPageToken"])

    listed = page["trashedAttachments"] + rest["trashedAttachments"]
    assert [entry["name"] for entry in listed] == names[::-1]
    assert rest["nextPageToken"] == ""
    assert (await ann.refused(LIST_FILES, attachment="f"))[0] == "invalid_argument"


@pytest.mark.parametrize("name", ["", "trash/1", "trashed-attachments/x"])
async def test_names_of_no_deleted_file(house: House, name: str) -> None:
    ann = await house.user("ann")
    for rpc in (RESTORE_FILE, DELETE_FILE):
        code, _ = await ann.refused(rpc, name=name)
        assert code in ("invalid_argument", "not_found")
