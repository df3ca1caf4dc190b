"""The event loop's lateness, seen with a loop that is really blocked."""

import asyncio
import time

import pytest

from appliance.ops import lag


async def test_a_blocked_loop_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "SECONDS", 0.02)
    seen: list[float] = []
    async with lag.watching(seen.append):
        await asyncio.sleep(0.01)
        time.sleep(0.2)  # noqa: ASYNC251 - what must not happen, and is measured here
        await asyncio.sleep(0.1)
    assert max(seen) > 0.1
    assert min(seen) >= 0


async def test_nobody_watches_any_more_behind_the_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lag, "SECONDS", 0.001)
    seen: list[float] = []
    async with lag.watching(seen.append):
        await asyncio.sleep(0.05)
    number = len(seen)
    await asyncio.sleep(0.05)
    assert len(seen) == number > 0
