"""A multiplied store is one that the server could have written itself."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from tests.benchmark.growth import multiply
from tests.benchmark.notes import note
from tests.benchmark.seeding import seed
from tests.benchmark.state import sign_in
from tests.servers import running_server
from tests.stores import fetch

MEMOS, FACTOR = 60, 5


def get(base_url: str, path: str, **query: Any) -> Any:
    headers = {"authorization": f"Bearer {sign_in(base_url)}"}
    answer = httpx.get(base_url + path, params=query, headers=headers, timeout=30)
    return answer.raise_for_status().json()


@pytest.fixture(scope="module")
def grown() -> Any:
    with running_server(database="sqlite") as server:
        asyncio.run(seed(server.base_url, MEMOS))
        server.stop()
        assert multiply(server.data / "appliance.db", FACTOR) >= MEMOS * FACTOR
        yield server.start()


def test_counters_say_what_is_there(grown: Any) -> None:
    mine = get(
        grown.base_url,
        "/api/v1/memos",
        pageSize=1000,
        filter='creator == "users/alice"',
    )["memos"]
    overview = get(grown.base_url, "/api/appliance/v1/overview")

    own = sum(note(number).author == 1 for number in range(MEMOS))
    assert len(mine) == overview["normalCount"] == own * FACTOR
    days = Counter(memo["createTime"][:10] for memo in mine)
    for first in (date(year, 1, 1) for year in (2026, 2027, 2028, 2029)):
        span = {"firstDay": str(first), "lastDay": str(first + timedelta(365))}
        year = get(grown.base_url, "/api/appliance/v1/overview", **span)["days"]
        assert {day["day"]: day["memoCount"] for day in year} == {
            day: count
            for day, count in days.items()
            if span["firstDay"] <= day <= span["lastDay"]
        }
    tags = Counter(tag for memo in mine for tag in memo["tags"])
    assert {tag["tag"]: tag["memoCount"] for tag in overview["tags"]} == tags


def test_pages_and_tags_reach_every_copy(grown: Any) -> None:
    everything = get(grown.base_url, "/api/v1/memos", pageSize=1000)["memos"]
    tagged = get(
        grown.base_url, "/api/v1/memos", pageSize=1000, filter='tag in ["place"]'
    )["memos"]

    assert tagged == [
        memo
        for memo in everything
        if any(tag.startswith("place/") for tag in memo["tags"])
    ]
    times = [memo["createTime"] for memo in everything]
    assert times == sorted(times, reverse=True)
    assert len({memo["name"] for memo in everything}) == len(everything)


async def test_store_stays_whole(grown: Any) -> None:
    assert await fetch(grown, "PRAGMA integrity_check") == [("ok",)]
    assert await fetch(grown, "PRAGMA foreign_key_check") == []
    keys = await fetch(
        grown,
        "SELECT count(*) FROM appliance_memo WHERE order_key >> 25 <> create_time",
    )
    assert keys == [(0,)]
    tags = await fetch(
        grown,
        "SELECT count(*) FROM appliance_memo_tag t JOIN appliance_memo m"
        " ON m.id = t.memo_id WHERE t.order_key <> m.order_key",
    )
    assert tags == [(0,)]
