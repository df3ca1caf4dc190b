"""Views are the shortcuts under another name."""

import pytest

from tests.api.house import Visitor
from tests.wire import Json

VIEW = {"title": "t", "filter": "pinned"}


@pytest.fixture
async def view(ann: Visitor) -> Json:
    return await ann.ok(
        "MemoViewService/CreateMemoView", parent="users/ann", memoView=VIEW
    )


async def test_view_is_a_shortcut(ann: Visitor, view: Json) -> None:
    assert view["name"].startswith("users/ann/views/")
    uid = view["name"].rpartition("/")[2]

    shortcut = await ann.ok(
        "ShortcutService/GetShortcut", name=f"users/ann/shortcuts/{uid}"
    )
    assert (shortcut["title"], shortcut["filter"]) == ("t", "pinned")
    got = await ann.ok("MemoViewService/GetMemoView", name=view["name"])
    listed = await ann.ok("MemoViewService/ListMemoViews", parent="users/ann")
    assert (got, listed) == (view, {"memoViews": [view]})


async def test_mask_must_be_known(ann: Visitor, view: Json) -> None:
    changed = view | {"title": "new", "filter": "!pinned"}
    update = "MemoViewService/UpdateMemoView"

    refused = await ann.refused(update, memoView=changed, updateMask="title,colour")
    assert refused == ("invalid_argument", "invalid update path: colour")
    answer = await ann.ok(update, memoView=changed, updateMask="title")
    assert answer == view | {"title": "new"}
    assert (await ann.refused(update, memoView=changed))[0] == "invalid_argument"
    assert (await ann.refused(update))[1] == "memo_view is required"


async def test_view_is_forgotten(boss: Visitor, ann: Visitor, view: Json) -> None:
    delete = "MemoViewService/DeleteMemoView"
    assert (await boss.refused(delete, name=view["name"]))[0] == "permission_denied"

    await ann.ok(delete, name=view["name"])

    gone = ("not_found", "memo view not found")
    assert await ann.refused(delete, name=view["name"]) == gone
    assert await ann.refused("MemoViewService/GetMemoView", name=view["name"]) == gone
