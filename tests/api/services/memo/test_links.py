"""Previews of links as an RPC: one, or several that stand and fall together."""

import pytest

from appliance.api.outgoing.page_facts import PageFacts
from appliance.api.outgoing.previews import Previews
from tests.api.house import House

ONE = "MemoService/GetLinkMetadata"
SEVERAL = "MemoService/BatchGetLinkMetadata"
REFUSED = (
    "invalid_argument",
    "failed to fetch link metadata: 127.0.0.1: internal IP addresses are not allowed",
)


@pytest.mark.parametrize("url", ["", "  "])
async def test_url_is_required(house: House, url: str) -> None:
    ann = await house.user("ann")
    missing = ("invalid_argument", "url is required")
    assert await ann.refused(ONE, url=url) == missing
    assert await ann.refused(SEVERAL, urls=["http://1.1.1.1/", url]) == missing


async def test_number_of_urls(house: House) -> None:
    ann = await house.user("ann")
    assert await ann.refused(SEVERAL) == ("invalid_argument", "urls are required")
    assert await ann.refused(SEVERAL, urls=["http://127.0.0.1/"] * 11) == (
        "invalid_argument",
        "too many urls (max 10)",
    )


async def test_first_failure_is_the_answer(house: House) -> None:
    ann = await house.user("ann")
    assert await ann.refused(ONE, url="http://127.0.0.1/") == REFUSED
    urls = ["http://127.0.0.1/", "ftp://x/"]
    assert await ann.refused(SEVERAL, urls=urls) == REFUSED


async def test_facts_are_answered_in_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def of(_: Previews, url: str) -> PageFacts:
        return PageFacts(f"T {url}", "D", "http://i/")

    monkeypatch.setattr(Previews, "of", of)
    ann = await house.user("ann")
    first = {"url": "u", "title": "T u", "description": "D", "image": "http://i/"}
    assert await ann.ok(ONE, url=" u ") == first
    answer = await ann.ok(SEVERAL, urls=["u", "v"])
    assert answer["linkMetadata"] == [first, {**first, "url": "v", "title": "T v"}]
