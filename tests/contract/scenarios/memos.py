"""Writing, changing, pinning and archiving a memo."""

from tests.clients import OK
from tests.contract.stage import Stage

BORN = "2021-03-04T05:06:07Z"
CHANGED = "2022-03-04T05:06:07Z"
RICH = """# A plan

See [the page](https://example.org/) and `code` for #work and #home/garden.

- [x] done
- [ ] open #work"""


async def created_memo_has_what_was_given(stage: Stage) -> None:
    ann = await stage.user("ann")
    memo = await ann.write(
        "plan",
        RICH,
        visibility="PROTECTED",
        createTime=BORN,
        updateTime=CHANGED,
        location={"placeholder": "Home", "latitude": 48.5, "longitude": -3.25},
    )

    assert memo["content"] == RICH
    assert memo["creator"] == ann.name
    assert memo["visibility"] == "PROTECTED"
    assert memo["state"] == "NORMAL"
    assert (memo["createTime"], memo["updateTime"]) == (BORN, CHANGED)
    assert memo["location"] == {
        "placeholder": "Home",
        "latitude": 48.5,
        "longitude": -3.25,
    }
    assert await ann.ok("MemoService/GetMemo", name=ann.memo("plan")) == memo


async def created_memo_is_understood(stage: Stage) -> None:
    ann = await stage.user("ann")
    memo = await ann.write("plan", RICH)

    assert memo["tags"] == ["work", "home/garden"]
    assert memo["property"] == {
        "hasLink": True,
        "hasTaskList": True,
        "hasCode": True,
        "hasIncompleteTasks": True,
        "title": "A plan",
    }
    assert memo["snippet"].startswith("A plan See the page")


async def created_memo_is_private_and_named_by_the_server(stage: Stage) -> None:
    ann = await stage.user("ann")
    memo = await ann.ok("MemoService/CreateMemo", memo={"content": "quiet"})

    assert memo["visibility"] == "PRIVATE"
    assert len(memo["name"].removeprefix("memos/")) == 22
    assert memo["createTime"] == memo["updateTime"]


async def times_before_1970_and_after_2038_are_kept(stage: Stage) -> None:
    ann = await stage.user("ann")
    for word, born in (
        ("old", "1931-05-06T07:08:09Z"),
        ("far", "2131-05-06T07:08:09Z"),
    ):
        memo = await ann.write(word, createTime=born)
        assert memo["createTime"] == born
    assert await ann.listed() == ["far", "old"]


async def taken_memo_id_is_refused_and_changes_nothing(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("plan", "first")

    again = await ann.code(
        "MemoService/CreateMemo",
        memo={"content": "second"},
        memoId=stage.own("plan"),
    )

    assert again == "already_exists"
    memo = await ann.ok("MemoService/GetMemo", name=ann.memo("plan"))
    assert memo["content"] == "first"
    assert await ann.listed() == ["plan"]


async def bad_memo_ids_are_refused(stage: Stage) -> None:
    ann = await stage.user("ann")
    for uid in ("-a", "a-", "a_b", "a/b", "a" * 37, "é"):
        code = await ann.code(
            "MemoService/CreateMemo", memo={"content": "x"}, memoId=uid
        )
        assert code == "invalid_argument", uid
    assert await ann.listed() == []


async def content_has_a_limit_in_bytes(stage: Stage) -> None:
    ann = await stage.user("ann")
    fits, too_long = "é" * 4096, "é" * 4096 + "x"

    await ann.write("fits", fits)
    refused = await ann.code("MemoService/CreateMemo", memo={"content": too_long})
    update = await ann.code(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("fits"), "content": too_long},
        updateMask="content",
    )

    assert (refused, update) == ("invalid_argument", "invalid_argument")


async def update_changes_only_what_the_mask_names(stage: Stage) -> None:
    ann = await stage.user("ann")
    before = await ann.write("plan", RICH, createTime=BORN, updateTime=BORN)

    after = await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": before["name"], "content": "short #new", "pinned": True},
        updateMask="content",
    )

    assert after == before | {
        "content": "short #new",
        "tags": ["new"],
        "property": {},
        "snippet": "short #new",
    }
    assert await ann.ok("MemoService/GetMemo", name=before["name"]) == after


async def update_may_change_everything_at_once(stage: Stage) -> None:
    ann = await stage.user("ann")
    memo = await ann.write("plan")

    after = await ann.ok(
        "MemoService/UpdateMemo",
        memo={
            "name": memo["name"],
            "content": "other",
            "visibility": "PUBLIC",
            "pinned": True,
            "createTime": BORN,
            "updateTime": CHANGED,
            "location": {"placeholder": "Away", "latitude": 1, "longitude": 2},
        },
        updateMask="content,visibility,pinned,createTime,updateTime,location",
    )

    assert after["content"] == "other"
    assert after["visibility"] == "PUBLIC"
    assert after["pinned"] is True
    assert (after["createTime"], after["updateTime"]) == (BORN, CHANGED)
    assert after["location"]["placeholder"] == "Away"


async def update_of_a_stranger_is_refused(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    await ann.write("plan", visibility="PUBLIC")
    change = {
        "memo": {"name": ann.memo("plan"), "content": "stolen"},
        "updateMask": "content",
    }

    assert await bob.code("MemoService/UpdateMemo", **change) == "permission_denied"
    nobody = await stage.anonymous.code("MemoService/UpdateMemo", **change)
    assert nobody == "unauthenticated"
    admin = await stage.admin()
    changed = await admin.ok("MemoService/UpdateMemo", **change)
    assert changed["creator"] == ann.name


async def update_of_nothing_is_not_found(stage: Stage) -> None:
    ann = await stage.user("ann")
    code = await ann.code(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("never"), "content": "x"},
        updateMask="content",
    )
    assert code == "not_found"


async def pinned_memos_come_first_when_asked(stage: Stage) -> None:
    ann = await stage.user("ann")
    for day, word in enumerate(("one", "two", "three"), start=1):
        await ann.write(word, createTime=f"2024-01-0{day}T00:00:00Z")
    pinned = await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("one"), "pinned": True},
        updateMask="pinned",
    )

    assert pinned["pinned"] is True
    assert await ann.listed() == ["three", "two", "one"]
    assert await ann.listed(orderBy="pinned desc") == ["one", "three", "two"]
    assert await ann.listed(filter="pinned") == ["one"]


async def archived_memo_leaves_the_list_and_comes_back(stage: Stage) -> None:
    ann, bob = await stage.user("ann"), await stage.user("bob")
    before = await ann.write("plan", visibility="PUBLIC")
    name = before["name"]

    archived = await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": name, "state": "ARCHIVED"},
        updateMask="state",
    )

    assert archived == before | {"state": "ARCHIVED"}
    assert await ann.listed() == []
    assert await ann.listed(state="ARCHIVED") == ["plan"]
    assert await ann.code("MemoService/GetMemo", name=name) == OK
    assert await bob.listed(state="ARCHIVED") == []
    assert await bob.code("MemoService/GetMemo", name=name) == "not_found"
    admin = await stage.admin()
    assert await admin.code("MemoService/GetMemo", name=name) == "not_found"

    back = await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": name, "state": "NORMAL"},
        updateMask="state",
    )
    assert back == before
    assert await ann.listed() == ["plan"]


async def unspecified_state_in_a_mask_means_normal(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("plan")
    for state, expected in (("ARCHIVED", "ARCHIVED"), ("STATE_UNSPECIFIED", "NORMAL")):
        memo = await ann.ok(
            "MemoService/UpdateMemo",
            memo={"name": ann.memo("plan"), "state": state},
            updateMask="state",
        )
        assert memo["state"] == expected


async def tags_compare_byte_for_byte(stage: Stage) -> None:
    ann = await stage.user("ann")
    memo = await ann.write("plan", "#Work #work #🎉 #🎈")

    assert memo["tags"] == ["Work", "work", "🎉", "🎈"]
    assert await ann.listed(filter='"🎉" in tags') == ["plan"]
    assert await ann.listed(filter='"🍕" in tags') == []
    overview = await ann.ok("OverviewService/GetOverview")
    counted = {entry["tag"]: entry["memoCount"] for entry in overview["tags"]}
    assert counted == {"Work": 1, "work": 1, "🎉": 1, "🎈": 1}


async def overview_counts_what_is_there(stage: Stage) -> None:
    ann = await stage.user("ann")
    await ann.write("one", "#a", createTime=BORN)
    await ann.write("two", "#a #b", createTime=BORN)
    await ann.write("three", "#b", createTime=CHANGED)
    await ann.ok(
        "MemoService/UpdateMemo",
        memo={"name": ann.memo("two"), "state": "ARCHIVED"},
        updateMask="state",
    )
    await ann.ok("MemoService/DeleteMemo", name=ann.memo("three"))

    overview = await ann.ok(
        "OverviewService/GetOverview", firstDay="2021-01-01", lastDay="2021-12-31"
    )

    expected = {
        "normalCount": 1,
        "archivedCount": 1,
        "trashedCount": 1,
        "tags": [{"tag": "a", "memoCount": 1}],
        "days": [{"day": "2021-03-04", "memoCount": 1}],
        "oldestDay": "2021-03-04",
    }
    assert overview.items() >= expected.items()


SCENARIOS = (
    created_memo_has_what_was_given,
    created_memo_is_understood,
    created_memo_is_private_and_named_by_the_server,
    times_before_1970_and_after_2038_are_kept,
    taken_memo_id_is_refused_and_changes_nothing,
    bad_memo_ids_are_refused,
    content_has_a_limit_in_bytes,
    update_changes_only_what_the_mask_names,
    update_may_change_everything_at_once,
    update_of_a_stranger_is_refused,
    update_of_nothing_is_not_found,
    pinned_memos_come_first_when_asked,
    archived_memo_leaves_the_list_and_comes_back,
    unspecified_state_in_a_mask_means_normal,
    tags_compare_byte_for_byte,
    overview_counts_what_is_there,
)
