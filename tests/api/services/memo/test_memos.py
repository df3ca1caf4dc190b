"""Memos over the whole chain: written, read, listed, changed, deleted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from connectrpc.errors import ConnectError
from protobuf.wkt.google.protobuf.field_mask_pb import FieldMask
from protobuf.wkt.google.protobuf.timestamp_pb import Timestamp

from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.models.base import Visibility
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.memo import Memo
from tests.api.house import House, Visitor
from tests.factories import make_memo

CREATE, GET = "MemoService/CreateMemo", "MemoService/GetMemo"
UPDATE, DELETE = "MemoService/UpdateMemo", "MemoService/DeleteMemo"
MISSING = ("not_found", "memo not found")
DENIED = ("permission_denied", "permission denied")
NOBODY = ("unauthenticated", "authentication required")
BORN, LATER = "2020-02-29T12:34:56Z", "2021-03-01T00:00:00Z"


def is_now(moment: str) -> bool:
    age = datetime.now(UTC) - datetime.fromisoformat(moment)
    return abs(age) < timedelta(minutes=5)


async def test_memo_is_created_with_what_may_be_chosen(ann: Visitor) -> None:
    memo = await ann.write(
        "m",
        "# T\n\n- [ ] #a",
        visibility="PROTECTED",
        createTime=BORN,
        updateTime=LATER,
        location={"placeholder": "Home", "latitude": 48.5, "longitude": -3.25},
        pinned=True,
        state="ARCHIVED",
        tags=["ignored"],
        parent="memos/ignored",
        creator="users/boss",
    )

    assert (memo["name"], memo["creator"]) == ("memos/m", "users/ann")
    assert (memo["state"], memo["pinned"]) == ("NORMAL", False)
    assert memo["visibility"] == "PROTECTED"
    assert (memo["createTime"], memo["updateTime"]) == (BORN, LATER)
    assert memo["tags"] == ["a"]
    assert "parent" not in memo
    assert memo["location"]["latitude"] == 48.5
    assert memo["property"]["hasIncompleteTasks"] is True
    assert await ann.ok(GET, name="memos/m") == memo


async def test_memo_of_nothing_has_defaults(ann: Visitor) -> None:
    memo = await ann.ok(CREATE, memo={})

    assert (memo["content"], memo["visibility"]) == ("", "PRIVATE")
    assert len(memo["name"]) == len("memos/") + 22
    assert memo["createTime"] == memo["updateTime"]
    assert is_now(memo["createTime"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2020-02-29T12:34:56.987654321+02:00", "2020-02-29T10:34:56Z"),
        ("2999-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
        ("1960-01-01T00:00:00Z", "1960-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ],
)
async def test_chosen_times_are_kept_in_whole_seconds(
    ann: Visitor, given: str, kept: str
) -> None:
    memo = await ann.write("m", createTime=given)

    assert memo["createTime"] == kept
    assert is_now(memo["updateTime"])


@pytest.mark.parametrize("seconds", [1 << 62, -(1 << 62), 253_402_300_800])
async def test_times_that_json_cannot_say_are_refused(
    ann: Visitor, seconds: int
) -> None:
    await ann.write("m")
    moment = Timestamp(seconds=seconds)
    create = pb.CreateMemoRequest(memo=pb.Memo(create_time=moment))
    patch = pb.Memo(name="memos/m", create_time=moment, update_time=moment)

    with pytest.raises(ConnectError, match="years 1 to 9999"):
        await ann.send(CREATE, create)
    for path in ("create_time", "update_time"):
        update = pb.UpdateMemoRequest(memo=patch, update_mask=FieldMask(paths=[path]))
        with pytest.raises(ConnectError, match="years 1 to 9999"):
            await ann.send(UPDATE, update)


async def test_epoch_counts_as_not_chosen(ann: Visitor) -> None:
    memo = await ann.write("m", createTime="1970-01-01T00:00:00Z")

    assert is_now(memo["createTime"])


@pytest.mark.parametrize("visibility", ["VISIBILITY_UNSPECIFIED", "public", 99])
async def test_unknown_visibility_is_private(ann: Visitor, visibility: object) -> None:
    assert (await ann.write("m", visibility=visibility))["visibility"] == "PRIVATE"


async def test_taken_uid_is_refused_and_changes_nothing(
    house: House, ann: Visitor
) -> None:
    await ann.write("m", "first")
    bob = await house.user("bob")
    for visitor in (ann, bob):
        refused = await visitor.refused(CREATE, memo={"content": "x"}, memoId="m")
        assert refused == ("already_exists", 'memo with ID "m" already exists')
    assert (await ann.write("M", "differs"))["name"] == "memos/M"
    assert await Memo.all().count() == 2


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"memo": {"content": "x"}, "memoId": "a_b"},
        {"memo": {"content": "x"}, "memoId": "a" * 37},
        {"memo": {"content": "é" * 4097}},
        {"memo": {"location": {"placeholder": "a\0b"}}},
    ],
)
async def test_impossible_memos_are_refused(ann: Visitor, request_: Any) -> None:
    code, _ = await ann.refused(CREATE, **request_)

    assert code == "invalid_argument"
    assert not await Memo.exists()


async def test_limit_is_in_bytes_and_can_be_raised(house: House, ann: Visitor) -> None:
    await ann.write("fits", "é" * 4096)
    content = "é" * 4500
    refused = await ann.refused(CREATE, memo={"content": content})
    assert refused == ("invalid_argument", "content too long (max 8192 characters)")

    await house.settings.set("MEMO_RELATED", {"contentLengthLimit": 9000}, None)

    assert await ann.write("long", content)
    patch = {"name": "memos/fits", "content": content + "x"}
    code, _ = await ann.refused(UPDATE, memo=patch, updateMask="content")
    assert code == "invalid_argument"


async def test_reading_is_decided_by_the_rule(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    bob = await house.user("bob")
    for visibility in ("PUBLIC", "PROTECTED", "PRIVATE"):
        await ann.write(visibility.lower(), visibility=visibility)
    await ann.write("archived", visibility="PUBLIC")
    await ann.change("archived", state="ARCHIVED")
    stranger = ("unauthenticated", "user not authenticated")
    expected = {
        "public": (None, None, None),
        "protected": (stranger, None, None),
        "private": (stranger, DENIED, DENIED),
        "archived": (MISSING, MISSING, MISSING),
    }

    for uid, refusals in expected.items():
        name = f"memos/{uid}"
        assert await ann.ok(GET, name=name)
        for visitor, refusal in zip(
            (house.anonymous, bob, boss), refusals, strict=True
        ):
            if refusal:
                assert await visitor.refused(GET, name=name) == refusal
            else:
                assert (await visitor.ok(GET, name=name))["name"] == name


async def test_comment_needs_the_leave_of_its_memo_too(
    house: House, ann: Visitor
) -> None:
    bob = await house.user("bob")
    memo = await make_memo(
        house.database, ann.user, uid="m", visibility=Visibility.PRIVATE
    )
    await make_memo(house.database, bob.user, uid="c", parent=memo)

    assert await bob.refused(GET, name="memos/c") == DENIED
    assert await house.anonymous.refused(GET, name="memos/c") == (
        "unauthenticated",
        "user not authenticated",
    )
    assert (await ann.ok(GET, name="memos/c"))["parent"] == "memos/m"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none", "invalid_argument"),
        ("", "invalid_argument"),
        ("memos/m/comments", "invalid_argument"),
        ("memos/none", "not_found"),
        ("memos/M", "not_found"),
        ("memos/" + "x" * 300, "not_found"),
        ("memos/a\0b", "not_found"),
    ],
)
async def test_names_of_no_memo(ann: Visitor, name: str, code: str) -> None:
    await ann.write("m")
    patch = {"name": name, "content": "x"}

    assert (await ann.refused(GET, name=name))[0] == code
    assert (await ann.refused(DELETE, name=name))[0] == code
    assert (await ann.refused(UPDATE, memo=patch, updateMask="content"))[0] == code


async def test_update_changes_what_the_mask_names(ann: Visitor) -> None:
    before = await ann.write(
        "m", "# T\n#a", createTime=BORN, updateTime=BORN, location={"placeholder": "H"}
    )
    memo = {"name": "memos/m", "content": "b", "pinned": True, "visibility": "PUBLIC"}

    after = await ann.ok(UPDATE, memo=memo, updateMask="content")

    changed = {key for key in before if before[key] != after.get(key)}
    assert changed == {"content", "tags", "property", "snippet"}
    # A content edit alone leaves the update time, as recorded.
    assert after["updateTime"] == BORN
    assert await ann.ok(GET, name="memos/m") == after


@pytest.mark.parametrize(
    ("path", "patch", "field", "expected"),
    [
        ("visibility", {"visibility": "PUBLIC"}, "visibility", "PUBLIC"),
        ("visibility", {}, "visibility", "PRIVATE"),
        ("pinned", {"pinned": True}, "pinned", True),
        ("pinned", {}, "pinned", False),
        ("state", {"state": "ARCHIVED"}, "state", "ARCHIVED"),
        ("state", {}, "state", "NORMAL"),
        ("createTime", {"createTime": LATER}, "createTime", LATER),
        ("updateTime", {"updateTime": LATER}, "updateTime", LATER),
        ("content", {}, "content", ""),
    ],
)
async def test_each_field_can_be_changed(
    ann: Visitor, path: str, patch: Any, field: str, expected: object
) -> None:
    await ann.write("m", visibility="PROTECTED", createTime=BORN)
    await ann.change("m", pinned=True, state="ARCHIVED")

    memo = {"name": "memos/m", **patch}
    assert (await ann.ok(UPDATE, memo=memo, updateMask=path))[field] == expected


async def test_update_time_without_a_value_is_now(ann: Visitor) -> None:
    await ann.write("m", updateTime=BORN)

    memo = await ann.ok(UPDATE, memo={"name": "memos/m"}, updateMask="updateTime")

    assert is_now(memo["updateTime"])


async def test_create_time_without_a_value_is_no_other_time(ann: Visitor) -> None:
    await ann.write("m", createTime=BORN)

    changed = await ann.ok(UPDATE, memo={"name": "memos/m"}, updateMask="createTime")

    assert changed["createTime"] == BORN


async def test_nul_is_kept_as_the_sign_that_markdown_shows_for_it(ann: Visitor) -> None:
    made = await ann.ok(CREATE, memo={"content": "a\0b #c\0d"})

    assert (made["content"], made["tags"]) == ("a\ufffdb #c\ufffdd", ["c\ufffdd"])


async def test_place_that_no_sensor_could_name_is_none(ann: Visitor) -> None:
    made = await ann.write("m", location={"latitude": "NaN", "longitude": 1})

    assert "location" not in made


async def test_location_is_set_and_cleared(ann: Visitor) -> None:
    await ann.write("m")
    place = {"placeholder": "", "latitude": 0, "longitude": 1}

    assert (await ann.change("m", location=place))["location"]["longitude"] == 1
    assert "location" in await ann.change("m", content="x")
    cleared = await ann.ok(UPDATE, memo={"name": "memos/m"}, updateMask="location")
    assert "location" not in cleared


@pytest.mark.parametrize("mask", ["", "colour", "name,creator,tags"])
async def test_mask_of_nothing_known_changes_nothing(ann: Visitor, mask: str) -> None:
    before = await ann.write("m")
    sequence = await ChangeRow.all().count()

    memo = {"name": "memos/m", "content": "x", "tags": ["x"]}
    assert await ann.ok(UPDATE, memo=memo, updateMask=mask) == before
    assert (await Memo.get(uid="m")).revision == 1
    assert await ChangeRow.all().count() == sequence


async def test_bad_updates_are_refused(house: House, ann: Visitor) -> None:
    await ann.write("m", visibility="PUBLIC")
    bob = await house.user("bob")
    memo = {"name": "memos/m", "content": "x"}

    assert await ann.refused(UPDATE, memo=memo) == (
        "invalid_argument",
        "update mask is required",
    )
    assert await ann.refused(UPDATE, memo=memo, updateMask="displayTime") == (
        "invalid_argument",
        "display_time is not supported",
    )
    assert await bob.refused(UPDATE, memo=memo, updateMask="content") == DENIED
    assert await house.anonymous.refused(UPDATE, memo=memo, updateMask="content") == (
        NOBODY
    )
    assert (await Memo.get(uid="m")).revision == 1


async def test_administrator_may_change_and_delete_what_is_anothers(
    boss: Visitor, ann: Visitor
) -> None:
    await ann.write("m")

    changed = await boss.change("m", pinned=True)
    assert (changed["creator"], changed["pinned"]) == ("users/ann", True)
    assert await boss.ok(DELETE, name="memos/m") == {}
    change = await ChangeRow.all().order_by("-sequence").first()
    assert change is not None
    assert (change.owner_id, change.actor_id) == (ann.user.id, boss.user.id)


async def test_changes_tell_who_may_have_seen_it(ann: Visitor) -> None:
    await ann.write("m")
    await ann.change("m", visibility="PUBLIC")
    await ann.ok(DELETE, name="memos/m")

    rows = await ChangeRow.filter(name="memos/m").order_by("sequence")
    assert [
        (row.kind, row.visibility_before, row.visibility_after) for row in rows
    ] == [
        (ChangeKind.MEMO_CREATED, None, 1),
        (ChangeKind.MEMO_UPDATED, 1, 3),
        (ChangeKind.MEMO_DELETED, 3, None),
    ]


async def test_deleted_memo_is_gone_and_its_name_free(
    house: House, ann: Visitor
) -> None:
    bob = await house.user("bob")
    await ann.write("m", visibility="PUBLIC")
    assert await bob.refused(DELETE, name="memos/m") == DENIED
    assert await house.anonymous.refused(DELETE, name="memos/m") == NOBODY

    assert await ann.ok(DELETE, name="memos/m", force=True) == {}

    assert await ann.refused(GET, name="memos/m") == MISSING
    assert await ann.refused(DELETE, name="memos/m") == MISSING
    assert (await bob.write("m", "reborn"))["creator"] == "users/bob"
