"""Shortcuts: a user's own filters, checked when they are kept."""

from typing import Any

import pytest

from tests.api.house import Visitor
from tests.wire import Json

DENIED = ("permission_denied", "permission denied")
GONE = ("not_found", "shortcut not found")
WRONG = "invalid_argument"


async def create(
    caller: Visitor, title: str = "t", condition: str = "pinned", **fields: Any
) -> Json:
    shortcut = {"title": title, "filter": condition}
    return await caller.ok(
        "ShortcutService/CreateShortcut",
        parent=caller.name,
        shortcut=shortcut,
        **fields,
    )


async def listed(caller: Visitor) -> list[Json]:
    answer = await caller.ok("ShortcutService/ListShortcuts", parent=caller.name)
    shortcuts: list[Json] = answer["shortcuts"]
    return shortcuts


async def test_filters_are_kept_in_order(ann: Visitor) -> None:
    assert await listed(ann) == []
    made = [await create(ann, "b"), await create(ann, "  "), await create(ann, "a")]

    assert await listed(ann) == made
    got = await ann.ok("ShortcutService/GetShortcut", name=made[0]["name"])
    assert got == made[0]
    assert got["name"].startswith("users/ann/shortcuts/")


async def test_validation_keeps_nothing(ann: Visitor) -> None:
    tried = await create(ann, "try", "has_code", validateOnly=True)

    assert (tried["title"], tried["filter"]) == ("try", "has_code")
    assert await listed(ann) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"filter": "pinned"}, "title is required"),
        ({"title": "t"}, "invalid filter: filter cannot be empty"),
        ({"title": "t", "filter": " "}, "invalid filter: filter cannot be empty"),
        ({"title": "t", "filter": "pinned =="}, "invalid filter at character 10"),
        ({"title": "t", "filter": "colour == 1"}, "invalid filter at character 1"),
        ({"title": "t\0", "filter": "pinned"}, "text must not contain NUL"),
    ],
)
@pytest.mark.parametrize("validate_only", [True, False])
async def test_unusable_ones_are_refused(
    ann: Visitor, fields: Json, reason: str, *, validate_only: bool
) -> None:
    code, message = await ann.refused(
        "ShortcutService/CreateShortcut",
        parent="users/ann",
        shortcut=fields,
        validateOnly=validate_only,
    )

    assert code == WRONG
    assert message.startswith(reason)


async def test_change_touches_what_the_mask_names(ann: Visitor) -> None:
    name = (await create(ann))["name"]

    async def change(mask: str | None, **fields: str) -> Json:
        request: Json = {"shortcut": {"name": name, **fields}}
        if mask is not None:
            request["updateMask"] = mask
        return await ann.ok("ShortcutService/UpdateShortcut", **request)

    assert (await change("title", title="n", filter="!pinned"))["filter"] == "pinned"
    changed = await change("filter,colour", title="x", filter="!pinned")
    assert (changed["title"], changed["filter"]) == ("n", "!pinned")
    assert await change("colour", title="x") == changed
    assert await listed(ann) == [changed]


async def test_bad_change_is_refused(ann: Visitor) -> None:
    name = (await create(ann))["name"]
    update = "ShortcutService/UpdateShortcut"

    async def refused(mask: str, **fields: str) -> tuple[str, str]:
        shortcut = {"name": name, **fields}
        return await ann.refused(update, shortcut=shortcut, updateMask=mask)

    assert await refused("title") == (WRONG, "title is required")
    assert (await refused("filter", filter="("))[0] == WRONG
    assert await ann.refused(update, shortcut={"name": name}) == (
        WRONG,
        "update mask is required",
    )
    assert await ann.refused(update) == (WRONG, "shortcut is required")
    missing = {"name": "users/ann/shortcuts/none", "title": "t"}
    assert await ann.refused(update, shortcut=missing, updateMask="title") == GONE


async def test_nobody_else_comes_near(boss: Visitor, ann: Visitor) -> None:
    name = (await create(ann))["name"]
    shortcut = {"name": name, "title": "x", "filter": "pinned"}
    service = "ShortcutService"

    for rpc, request in {
        "ListShortcuts": {"parent": "users/ann"},
        "GetShortcut": {"name": name},
        "CreateShortcut": {"parent": "users/ann"},
        "UpdateShortcut": {"shortcut": shortcut, "updateMask": "title"},
        "DeleteShortcut": {"name": name},
    }.items():
        assert await boss.refused(f"{service}/{rpc}", **request) == DENIED
    unknown = await boss.refused(f"{service}/ListShortcuts", parent="users/none")
    assert unknown == ("not_found", "user not found")
    assert (await listed(ann))[0]["title"] == "t"


async def test_deleted_one_is_gone(ann: Visitor) -> None:
    name = (await create(ann))["name"]
    await ann.ok("ShortcutService/DeleteShortcut", name=name)

    assert await ann.refused("ShortcutService/DeleteShortcut", name=name) == GONE
    assert await ann.refused("ShortcutService/GetShortcut", name=name) == GONE
    malformed = await ann.refused("ShortcutService/GetShortcut", name="shortcuts/x")
    assert malformed[0] == WRONG
