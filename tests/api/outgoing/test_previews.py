"""Previews of links, fetched from a real server."""

import asyncio
import gc
import tracemalloc

import pytest

from appliance.api.outgoing import previews as module
from appliance.api.outgoing.page_facts import PageFacts
from appliance.api.outgoing.previews import Previews
from appliance.api.outgoing.targets import ANYWHERE, Policy
from appliance.errors import InvalidArgumentError, ResourceExhaustedError
from tests.api.outgoing.receiver import Receiver, Say

PAGE = b"<title>Hello</title>"
HTML = {"content-type": "text/html"}
UNKNOWN = "http://x.invalid/"
UNRESOLVED = "failed to resolve hostname: lookup x.invalid: no such host"
REFUSAL = "internal IP addresses are not allowed"


async def refused(previews: Previews, url: str) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        await previews.of(url)
    return str(caught.value).removeprefix("failed to fetch link metadata: ")


async def test_page_is_fetched_once_for_all_who_ask(receiver: Receiver) -> None:
    receiver.answer = lambda _: Say(200, PAGE, HTML, seconds=0.1)
    previews = Previews(ANYWHERE)
    found = await asyncio.gather(*(previews.of(receiver.url) for _ in range(5)))
    assert [*found, await previews.of(receiver.url)] == [PageFacts("Hello")] * 6
    assert len(receiver.got) == 1
    assert "MemosAppliance" in receiver.got[0].headers["user-agent"]


async def test_one_who_hangs_up_does_not_take_the_answer_along(
    receiver: Receiver,
) -> None:
    receiver.answer = lambda _: Say(200, PAGE, HTML, seconds=0.2)
    previews = Previews(ANYWHERE)
    first = asyncio.create_task(previews.of(receiver.url))
    second = asyncio.create_task(previews.of(receiver.url))
    await receiver.received(1)
    first.cancel()
    assert await second == PageFacts("Hello")


async def test_memory_ends(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver.answer = lambda _: Say(200, PAGE, HTML)
    monkeypatch.setattr(module, "CAPACITY", 2)
    previews = Previews(ANYWHERE)
    for path in ("a", "b", "a", "c", "a", "b"):
        await previews.of(f"{receiver.url}/{path}")
    assert [got.target for got in receiver.got] == ["/a", "/b", "/c", "/b"]
    monkeypatch.setattr(module, "GOOD_SECONDS", -1)
    for _ in range(2):
        await previews.of(f"{receiver.url}/d")
    assert len(receiver.got) == 6


async def test_failures_are_remembered_for_less_long(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answer = lambda _: Say(500)
    previews = Previews(ANYWHERE)
    for _ in range(2):
        assert await refused(previews, receiver.url) == "the page answers 500"
    assert len(receiver.got) == 1
    monkeypatch.setattr(module, "BAD_SECONDS", -1)
    for _ in range(2):
        await refused(previews, f"{receiver.url}/other")
    assert len(receiver.got) == 3


async def test_only_so_many_at_once(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    monkeypatch.setattr(module, "MAX_WAITING", 3)
    receiver.answer = lambda _: Say(200, PAGE, HTML, seconds=0.3)
    previews = Previews(ANYWHERE)
    asking = [
        asyncio.create_task(previews.of(f"{receiver.url}/{number}"))
        for number in range(3)
    ]
    await receiver.received(2)
    await asyncio.sleep(0.1)
    assert len(receiver.got) == 2
    with pytest.raises(ResourceExhaustedError):
        await previews.of(f"{receiver.url}/4")
    assert len(await asyncio.gather(*asking)) == 3


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("example.com", "only http/https protocols are allowed"),
        ("file:///etc/passwd", "only http/https protocols are allowed"),
        ("javascript:alert(1)", "only http/https protocols are allowed"),
        ("http://%zz/", "invalid URL format"),
        ("http://exa mple.com/", "invalid URL format"),
        ("http://x/" + "y" * 2048, "invalid URL format"),
        ("http://127.0.0.1/", f"127.0.0.1: {REFUSAL}"),
        ("http://[::ffff:7f00:1]/", f"127.0.0.1: {REFUSAL}"),
        ("http://[::1]/", f"::1: {REFUSAL}"),
        (
            "http://localhost/",
            f'Get "http://localhost/": host=localhost, ip=127.0.0.1: {REFUSAL}',
        ),
        (
            UNKNOWN,
            f'Get "{UNKNOWN}": {UNRESOLVED}',
        ),
    ],
)
async def test_targets_that_are_refused(url: str, reason: str) -> None:
    assert await refused(Previews(), url) == reason


async def test_redirect_to_an_internal_address_is_refused(receiver: Receiver) -> None:
    target = {"location": "http://169.254.169.254/latest/meta-data"}
    receiver.answer = lambda _: Say(302, b"", target)
    previews = Previews(Policy.allowing(["127.0.0.1"]))
    assert await refused(previews, receiver.url) == f"169.254.169.254: {REFUSAL}"


@pytest.mark.parametrize(
    "headers",
    [{}, {"content-type": "application/pdf"}, {**HTML, "content-encoding": "gzip"}],
)
async def test_what_is_no_page_is_not_read(
    receiver: Receiver, headers: dict[str, str]
) -> None:
    receiver.answer = lambda _: Say(200, PAGE, headers)
    assert await refused(Previews(ANYWHERE), receiver.url) == "not a web page"


async def test_only_the_beginning_of_a_page_is_read(receiver: Receiver) -> None:
    page = PAGE + b"<!--" + b"x" * 1_000_000
    receiver.answer = lambda _: Say(200, page, HTML)
    assert await Previews(ANYWHERE).of(receiver.url) == PageFacts("Hello")


async def test_addresses_too_long_to_ask_are_not_kept() -> None:
    """A thousand of them would be all the memory there is."""
    previews = Previews(ANYWHERE)
    tracemalloc.start()
    for number in range(8):
        url = f"http://host.invalid/{number}" + "x" * (1 << 20)
        assert await refused(previews, url) == "invalid URL format"
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1 << 21
