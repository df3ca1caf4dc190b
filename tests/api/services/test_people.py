"""Finding people by the beginning of their names."""

from tests.api.house import House, Visitor

FIND = "PeopleService/FindPeople"


async def found(visitor: Visitor, prefix: str) -> list[str]:
    answer = await visitor.ok(FIND, prefix=prefix)
    return [user["username"] for user in answer["users"]]


async def test_people_are_found_by_how_their_names_begin(house: House) -> None:
    bob = await house.user("bob")
    for name in ("anna", "ann", "an-ton"):
        await house.user(name)

    assert await found(bob, "An") == ["an-ton", "ann", "anna"]


async def test_nobody_is_found_who_is_not_here(house: House) -> None:
    bob = await house.user("bob")

    assert await found(bob, "bo_") == []
    assert await found(bob, "%") == []


async def test_nothing_typed_finds_the_first_ten(house: House) -> None:
    visitors = [await house.user(f"user{number:02}") for number in range(11)]

    assert await found(visitors[0], "") == [f"user{number:02}" for number in range(10)]


async def test_names_stay_inside(house: House) -> None:
    assert await house.anonymous.refused(FIND) == (
        "unauthenticated",
        "authentication required",
    )


async def test_what_begins_no_name_is_refused(house: House) -> None:
    ann = await house.user("ann")

    code, _ = await ann.refused(FIND, prefix="a" * 64)

    assert code == "invalid_argument"
