"""Statistics of users, as callers may see them."""

import pytest

from tests.api.house import House, Visitor

ALL, ONE = "UserService/ListAllUserStats", "UserService/GetUserStats"
MISSING = ("not_found", "user not found")


@pytest.fixture
async def memos(boss: Visitor, ann: Visitor) -> None:
    """Have Ann write one memo of each kind, and the administrator one."""
    await ann.write("open", "- [ ] x #work", visibility="PUBLIC", pinned=True)
    await ann.write("shared", "[l](https://e.org) #work #web/site")
    await ann.change("shared", visibility="PROTECTED")
    await ann.write("own", "`code` #own")
    await boss.write("his", "plain", visibility="PUBLIC")


@pytest.mark.usefixtures("memos")
async def test_counts_are_of_what_the_caller_may_see(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    name = {"name": "users/ann"}
    seen = [(await caller.ok(ONE, **name)) for caller in (house.anonymous, boss, ann)]

    assert [each["totalMemoCount"] for each in seen] == [1, 2, 3]
    assert [each["tagCount"] for each in seen] == [
        {"work": 1},
        {"work": 2, "web/site": 1},
        {"work": 2, "web/site": 1, "own": 1},
    ]
    assert seen[2]["memoTypeStats"] == {
        "linkCount": 1,
        "codeCount": 1,
        "todoCount": 1,
        "undoCount": 1,
    }
    assert seen[2]["name"] == "users/ann/stats"
    assert [len(each["memoCreatedTimestamps"]) for each in seen] == [1, 2, 3]
    assert [len(each["memoUpdatedTimestamps"]) for each in seen] == [1, 2, 3]


@pytest.mark.usefixtures("memos")
async def test_pinned_memos_are_named(boss: Visitor, ann: Visitor) -> None:
    await ann.change("open", pinned=True)
    await ann.change("own", pinned=True)

    own = await ann.ok(ONE, name="users/ann")
    seen = await boss.ok(ONE, name="users/ann")

    assert sorted(own["pinnedMemos"]) == ["memos/open", "memos/own"]
    assert seen["pinnedMemos"] == ["memos/open"]


@pytest.mark.usefixtures("memos")
async def test_everybody_is_counted_who_shows_something(
    house: House, ann: Visitor
) -> None:
    await house.user("silent")

    answer = await house.anonymous.ok(ALL)
    assert {each["name"]: each["totalMemoCount"] for each in answer["stats"]} == {
        "users/ann/stats": 1,
        "users/boss/stats": 1,
    }
    filtered = await ann.ok(ALL, filter='creator == "users/ann" && tag in ["own"]')
    assert [each["tagCount"] for each in filtered["stats"]] == [{"own": 1}]
    code, _ = await ann.refused(ALL, filter="visibility ==")
    assert code == "invalid_argument"


@pytest.mark.usefixtures("memos")
async def test_archived_memos_are_counted_for_their_creator(
    house: House, boss: Visitor, ann: Visitor
) -> None:
    await ann.change("open", state="ARCHIVED")

    answers = [
        (await caller.ok(ALL, state="ARCHIVED"))["stats"]
        for caller in (house.anonymous, boss, ann)
    ]

    assert answers[:2] == [[], []]
    assert [each["name"] for each in answers[2]] == ["users/ann/stats"]
    assert (await ann.ok(ONE, name="users/ann"))["totalMemoCount"] == 2


async def test_one_who_wrote_nothing_has_empty_statistics(ann: Visitor) -> None:
    answer = await ann.ok(ONE, name=f"users/{ann.user.id}")

    assert answer == {
        "name": "users/ann/stats",
        "memoTypeStats": {
            "linkCount": 0,
            "codeCount": 0,
            "todoCount": 0,
            "undoCount": 0,
        },
        "tagCount": {},
        "memoCreatedTimestamps": [],
        "memoUpdatedTimestamps": [],
        "pinnedMemos": [],
        "totalMemoCount": 0,
    }
    assert await ann.ok(ALL) == {"stats": []}
    assert await ann.refused(ONE, name="users/none") == MISSING
