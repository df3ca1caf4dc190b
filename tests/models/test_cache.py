"""A value is loaded once, until it changes, grows old or is crowded out."""

import asyncio
import time

import pytest

from appliance.models.cache import MAX_AGE, Cache


class Source:
    """Loads doubled numbers and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    async def load(self, key: int) -> int | None:
        """Answer nothing for zero."""
        self.asked.append(key)
        return key * 2 or None


async def test_value_is_loaded_once() -> None:
    source = Source()
    remembered = Cache(source.load)

    assert [await remembered.get(4), await remembered.get(4)] == [8, 8]
    assert source.asked == [4]


async def test_nothing_is_remembered_as_well() -> None:
    source = Source()
    remembered = Cache(source.load)

    assert [await remembered.get(0), await remembered.get(0)] == [None, None]
    assert source.asked == [0]


async def test_dropped_value_is_loaded_again_and_others_stay() -> None:
    source = Source()
    remembered = Cache(source.load)
    for key in (1, 2):
        await remembered.get(key)

    remembered.drop(1)
    remembered.drop(7)
    for key in (1, 2):
        await remembered.get(key)

    assert source.asked == [1, 2, 1]


async def test_clear_forgets_everything() -> None:
    source = Source()
    remembered = Cache(source.load)
    for key in (1, 2):
        await remembered.get(key)

    remembered.clear()
    for key in (1, 2):
        await remembered.get(key)

    assert source.asked == [1, 2, 1, 2]


async def test_oldest_value_makes_room() -> None:
    source = Source()
    remembered = Cache(source.load, size=2)
    for key in (1, 2, 3, 3, 2, 1):
        await remembered.get(key)

    assert source.asked == [1, 2, 3, 1]


async def test_old_value_is_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source()
    remembered = Cache(source.load)
    await remembered.get(1)

    later = time.monotonic() + MAX_AGE + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    await remembered.get(1)

    assert source.asked == [1, 1]


@pytest.mark.parametrize("forget", ["drop", "clear"])
async def test_value_that_changes_while_it_loads_is_not_kept(forget: str) -> None:
    answers = iter(["old", "new"])
    started, proceed = asyncio.Event(), asyncio.Event()

    async def load(_key: str) -> str:
        answer = next(answers)
        started.set()
        await proceed.wait()
        return answer

    remembered = Cache(load)
    loading = asyncio.create_task(remembered.get("key"))
    await started.wait()
    remembered.clear() if forget == "clear" else remembered.drop("key")
    proceed.set()

    assert await loading == "old"
    assert await remembered.get("key") == "new"
