"""Counts for the sidebar: one's own, a user's, everybody's."""

import pytest

from appliance.models.base import Role
from tests.api.house import House
from tests.wire import Json

GET = "OverviewService/GetOverview"
SPAN = {"firstDay": "2024-01-01", "lastDay": "2024-12-31"}


def tags(overview: Json) -> list[tuple[str, int]]:
    return [(each["tag"], each["memoCount"]) for each in overview["tags"]]


def branches(overview: Json) -> dict[str, int]:
    return {each["path"]: each["memoCount"] for each in overview["branches"]}


def days(overview: Json) -> dict[str, int]:
    return {each["day"]: each["memoCount"] for each in overview["days"]}


async def test_new_user_has_nothing(house: House) -> None:
    ann = await house.user("ann")

    overview = await ann.ok(GET, **SPAN)

    assert {value for key, value in overview.items() if key.endswith("Count")} == {0}
    assert overview["tags"] == overview["days"] == overview["branches"] == []
    assert (overview["firstDay"], overview["lastDay"]) == ("2024-01-01", "2024-12-31")
    assert overview["oldestDay"] == ""


async def test_counts_are_ones_own_and_of_what_is_shown(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await bob.write("other", "#b #z", visibility="PUBLIC")
    day = "1960-02-03T04:05:06Z"
    await ann.write("one", "#b\n\n- [ ] task", createTime=day)
    await ann.write("two", "#a #b", visibility="PUBLIC", createTime=day)
    await ann.write("three", "#c #B", createTime="2199-01-01T00:00:00Z")
    await ann.change("three", pinned=True)
    await ann.write("away", "#gone")
    await ann.change("away", state="ARCHIVED")
    await ann.write("trash", "#gone")
    await ann.ok("MemoService/DeleteMemo", name="memos/trash")

    overview = await ann.ok(GET, firstDay="1960-01-01", lastDay="1960-12-31")

    assert overview["normalCount"] == 3
    assert overview["archivedCount"] == 1
    assert overview["trashedCount"] == 1
    assert overview["pinnedCount"] == overview["openTaskCount"] == 1
    assert tags(overview) == [("b", 2), ("B", 1), ("a", 1), ("c", 1)]
    assert branches(overview) == {"b": 3}
    assert days(overview) == {"1960-02-03": 2}
    assert overview["oldestDay"] == "1960-02-03"


async def test_branch_counts_each_memo_below_it_once(house: House) -> None:
    ann = await house.user("ann")
    await ann.write("one", "#work/plan #work/done")
    await ann.write("two", "#Work")
    await ann.write("three", "#lonely/path")

    overview = await ann.ok(GET)

    assert branches(overview) == {"work": 2}


async def test_news_and_unused_files_are_counted(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await ann.write("one", visibility="PUBLIC")
    await bob.ok(
        "MemoService/CreateMemoComment", name="memos/one", comment={"content": "hi"}
    )
    file = {"filename": "a.txt", "type": "text/plain", "content": "YQ=="}
    await ann.ok("AttachmentService/CreateAttachment", attachment=file)

    overview = await ann.ok(GET)

    assert overview["unreadNotificationCount"] == 1
    assert overview["unusedAttachmentCount"] == 1


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("", {"2024-03-30": 1, "2024-03-31": 2}),
        ("Europe/Berlin", {"2024-03-31": 2, "2024-04-01": 1}),
        ("Asia/Kathmandu", {"2024-03-31": 2, "2024-04-01": 1}),
        ("America/New_York", {"2024-03-30": 1, "2024-03-31": 2}),
    ],
)
async def test_days_are_those_of_the_zone(
    house: House, zone: str, expected: dict[str, int]
) -> None:
    ann = await house.user("ann")
    # 23:45 in UTC, on the night on which summer began in Berlin; noon; 22:00.
    for hour in ("30T23:45:00", "31T12:00:00", "31T22:00:00"):
        await ann.write(f"t{hour[:2]}{hour[3:5]}", createTime=f"2024-03-{hour}Z")

    assert days(await ann.ok(GET, timeZone=zone, **SPAN)) == expected


async def test_day_begins_at_the_quarter_of_odd_zones(house: House) -> None:
    ann = await house.user("ann")
    # Midnight in Kathmandu, which is 5:45 ahead.
    await ann.write("before", createTime="2024-05-01T18:14:59Z")
    await ann.write("behind", createTime="2024-05-01T18:15:00Z")

    found = await ann.ok(GET, timeZone="Asia/Kathmandu", **SPAN)

    assert days(found) == {"2024-05-01": 1, "2024-05-02": 1}


async def test_bounds_of_the_range_are_counted(house: House) -> None:
    ann = await house.user("ann")
    for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"):
        await ann.write(f"d{day}", createTime=f"{day}T00:00:00Z")

    found = await ann.ok(GET, **SPAN)

    assert days(found) == {"2024-01-01": 1, "2024-12-31": 1}


async def test_others_see_what_they_may(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob", role=Role.ADMIN)
    when = {"createTime": "2024-01-01T00:00:00Z"}
    await ann.write("private", "#private", **when)
    await ann.write("members", "#members", visibility="PROTECTED", **when)
    await ann.write("world", "#world", visibility="PUBLIC", **when)
    await ann.write("gone", "#away", visibility="PUBLIC", **when)
    await ann.change("gone", state="ARCHIVED")
    await bob.write("bobs", "#bob", visibility="PUBLIC", **when)
    await bob.write("secret", "#secret", **when)

    of_ann = await bob.ok(GET, parent="users/ann", **SPAN)
    of_world = await house.anonymous.ok(GET, parent="users/ann", **SPAN)
    everybodys = await house.anonymous.ok(GET, parent="users/-", **SPAN)
    members = await bob.ok(GET, parent="users/-", **SPAN)
    own = await ann.ok(GET, parent="users/ann", **SPAN)

    assert tags(of_ann) == [("members", 1), ("world", 1)]
    assert (of_ann["normalCount"], of_ann["archivedCount"]) == (2, 0)
    assert tags(of_world) == [("world", 1)]
    assert tags(everybodys) == [("bob", 1), ("world", 1)]
    assert tags(members) == [("bob", 1), ("members", 1), ("world", 1)]
    assert days(members) == {"2024-01-01": 3}
    assert own == await ann.ok(GET, **SPAN)
    assert (own["normalCount"], own["archivedCount"]) == (3, 1)


async def test_overview_of_oneself_is_for_those_signed_in(house: House) -> None:
    assert (await house.anonymous.refused(GET))[0] == "unauthenticated"


async def test_nobody_looks_into_a_closed_house(closed_house: House) -> None:
    await closed_house.user("ann")

    refused = await closed_house.anonymous.refused(GET, parent="users/-")

    assert refused[0] == "unauthenticated"


@pytest.mark.parametrize(
    "request_",
    [
        {"timeZone": "Mars/Olympus"},
        {"timeZone": "../../etc/passwd"},
        {"timeZone": "Europe"},
        {"timeZone": "\0"},
        {"firstDay": "yesterday"},
        {"firstDay": "2024-02-30"},
        {"firstDay": "2024-01-02", "lastDay": "2024-01-01"},
        {"firstDay": "2020-01-01", "lastDay": "2024-01-01"},
        {"firstDay": "0001-01-01", "lastDay": "0001-01-02"},
        {"lastDay": "9999-12-31"},
        {"parent": "memos/x"},
    ],
)
async def test_what_means_nothing_is_refused(house: House, request_: Json) -> None:
    ann = await house.user("ann")

    assert (await ann.refused(GET, **request_))[0] == "invalid_argument"


async def test_unknown_user_is_not_found(house: House) -> None:
    assert (await house.anonymous.refused(GET, parent="users/x"))[0] == "not_found"
