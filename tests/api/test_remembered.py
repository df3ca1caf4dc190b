"""An answer holds until something changes."""

import asyncio

import pytest

from appliance.api.remembered import Remembered
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from tests.models.writer import add


class Kitchen:
    """Makes answers and counts them."""

    def __init__(self) -> None:
        self.made = 0

    async def make(self) -> int:
        """Make the next answer."""
        self.made += 1
        return self.made


def weigh(_answer: int) -> int:
    """Let every answer weigh the same."""
    return 4


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


async def test_answer_is_made_once(database: Database, kitchen: Kitchen) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh)

    assert [await answers.get("a", kitchen.make) for _ in range(3)] == [1, 1, 1]
    assert await answers.get("b", kitchen.make) == 2


async def test_any_change_makes_every_answer_old(
    database: Database, kitchen: Kitchen
) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh)
    await answers.get("a", kitchen.make)

    await add(database, "anything", 1)

    assert [await answers.get("a", kitchen.make) for _ in range(2)] == [2, 2]


async def test_change_while_the_answer_is_made_makes_it_old(
    database: Database, kitchen: Kitchen
) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh)

    async def make_slowly() -> int:
        made = await kitchen.make()
        await add(database, "meanwhile", 1)
        return made

    assert await answers.get("a", make_slowly) == 1
    assert await answers.get("a", kitchen.make) == 2


async def test_oldest_answer_makes_room(database: Database, kitchen: Kitchen) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh, capacity=16)
    for key in ("a", "b", "c", "d", "a", "e"):
        await answers.get(key, kitchen.make)

    kept = [await answers.get(key, kitchen.make) for key in ("a", "c", "d", "e")]
    assert kept == [1, 3, 4, 5]
    assert await answers.get("b", kitchen.make) == 6


async def test_answer_too_heavy_is_not_remembered(
    database: Database, kitchen: Kitchen
) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh, capacity=15)

    assert [await answers.get("a", kitchen.make) for _ in range(2)] == [1, 2]


async def test_failure_is_not_remembered(database: Database, kitchen: Kitchen) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh)

    async def fail() -> int:
        raise asyncio.InvalidStateError

    with pytest.raises(asyncio.InvalidStateError):
        await answers.get("a", fail)
    assert await answers.get("a", kitchen.make) == 1


async def test_renamed_account_clears_what_an_old_name_may_have_made(
    database: Database, kitchen: Kitchen
) -> None:
    answers: Remembered[str, int] = Remembered(database, weigh)
    await answers.get("a", kitchen.make)

    # Heard of by the follower, after the number had been read.
    answers.on_changes([Change(kind=ChangeKind.USER_UPDATED, name="users/ann")])

    assert await answers.get("a", kitchen.make) == 2
