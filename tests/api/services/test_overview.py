"""Counts for the sidebar: one's own, at once."""

from tests.api.house import House

GET = "OverviewService/GetOverview"


async def test_new_user_has_nothing(house: House) -> None:
    ann = await house.user("ann")

    assert await ann.ok(GET) == {
        "normalCount": 0,
        "archivedCount": 0,
        "trashedCount": 0,
        "tags": [],
        "days": [],
    }


async def test_counts_are_ones_own_and_of_what_is_shown(house: House) -> None:
    ann, bob = await house.user("ann"), await house.user("bob")
    await bob.write("other", "#b #z", visibility="PUBLIC")
    day = "1960-02-03T04:05:06Z"
    await ann.write("one", "#b", createTime=day)
    await ann.write("two", "#a #b", visibility="PUBLIC", createTime=day)
    await ann.write("three", "#c #B", createTime="2199-01-01T00:00:00Z")
    await ann.write("away", "#gone")
    await ann.change("away", state="ARCHIVED")
    await ann.write("trash", "#gone")
    await ann.ok("MemoService/DeleteMemo", name="memos/trash")

    overview = await ann.ok(GET)

    assert overview["normalCount"] == 3
    assert overview["archivedCount"] == 1
    assert overview["trashedCount"] == 1
    assert [(each["tag"], each["memoCount"]) for each in overview["tags"]] == [
        ("b", 2),
        ("B", 1),
        ("a", 1),
        ("c", 1),
    ]
    assert overview["days"] == [
        {"day": "1960-02-03", "memoCount": 2},
        {"day": "2199-01-01", "memoCount": 1},
    ]


async def test_overview_is_for_those_signed_in(house: House) -> None:
    assert await house.anonymous.refused(GET) == (
        "unauthenticated",
        "authentication required",
    )
