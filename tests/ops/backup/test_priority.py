"""Work that can wait has a lower priority, in all that it starts."""

import os
from concurrent.futures import ThreadPoolExecutor

from appliance.ops.backup import priority


def current() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def test_what_the_block_starts_gives_way_too() -> None:
    def work() -> tuple[int, int]:
        with priority.lowered(), ThreadPoolExecutor(1) as pool:
            return current(), pool.submit(current).result()

    before = current()
    expected = min(before + priority.STEP, priority.LEAST)
    # In a thread of its own: only some may raise their priority again.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == (expected, expected)
    assert current() == before
