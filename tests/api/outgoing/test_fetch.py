"""Requests to others: bounded, and judged at every hop."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from appliance.api.outgoing import fetch as module
from appliance.api.outgoing.fetch import (
    Answer,
    BadSchemeError,
    BadUrlError,
    Outbound,
    RedirectError,
    TimedOutError,
    TooLargeError,
    UnreachableError,
    fetch,
)
from appliance.api.outgoing.targets import (
    ANYWHERE,
    PUBLIC_ONLY,
    ForbiddenTargetError,
    Policy,
)
from tests.api.outgoing.receiver import Got, Receiver, Say, receiving


async def get(url: str, **changes: Any) -> Answer:
    request = Outbound(url=url, policy=ANYWHERE, seconds=5, max_bytes=1000)
    return await fetch(replace(request, **changes))


async def test_request_arrives_and_answer_comes_back() -> None:
    async with receiving() as receiver:
        receiver.answer = lambda _: Say(404, b"gone", {"X-Thing": "1"})
        answer = await get(
            f"{receiver.url}/a?b=c",
            method="POST",
            content=b"body",
            headers={"content-type": "text/x"},
        )
    assert answer == Answer(404, answer.headers, b"gone", f"{receiver.url}/a?b=c")
    assert answer.headers["x-thing"] == "1"
    (got,) = receiver.got
    assert (got.method, got.target, got.body) == ("POST", "/a?b=c", b"body")
    assert got.headers["content-type"] == "text/x"
    assert got.headers["accept-encoding"] == "identity"


def leading(*statuses: int) -> Any:
    """Answer with these redirects, each to the next number, then with 200."""

    def answer(got: Got) -> Say:
        step = int(got.target.strip("/") or 0)
        if step < len(statuses):
            return Say(statuses[step], b"", {"location": f"/{step + 1}"})
        return Say(200, b"there")

    return answer


async def test_redirects_are_followed_up_to_ten() -> None:
    async with receiving() as receiver:
        receiver.answer = leading(*[301, 302, 303, 307, 308] * 2)
        answer = await get(receiver.url)
        assert (answer.body, answer.url) == (b"there", f"{receiver.url}/10")
        receiver.answer = leading(*[302] * 11)
        with pytest.raises(RedirectError, match="too many"):
            await get(receiver.url)


async def test_body_goes_along_or_the_redirect_is_an_error() -> None:
    async with receiving() as receiver:
        receiver.answer = leading(307, 308)
        await get(receiver.url, method="POST", content=b"x")
        assert [got.body for got in receiver.got] == [b"x"] * 3
        receiver.answer = leading(301)
        with pytest.raises(RedirectError, match="lose the body"):
            await get(receiver.url, method="POST", content=b"x")


@pytest.mark.parametrize(
    "target",
    [
        *(
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "http://10.0.0.1/",
        ),
        *("//10.0.0.1/x", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/"),
    ],
)
async def test_redirect_to_an_internal_address_is_refused(target: str) -> None:
    async with receiving() as receiver:
        receiver.answer = lambda _: Say(302, b"", {"location": target})
        with pytest.raises(ForbiddenTargetError):
            await get(receiver.url, policy=Policy.allowing(["127.0.0.1"]))
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://x/", "javascript:alert(1)"]
)
async def test_redirect_to_another_scheme_is_refused(target: str) -> None:
    async with receiving() as receiver:
        receiver.answer = lambda _: Say(302, b"", {"location": target})
        with pytest.raises(BadSchemeError):
            await get(receiver.url)


async def test_name_that_changes_its_mind_is_dialled_where_it_was_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    asked = []

    async def fickle(_: Any, host: str, port: int, **_rest: Any) -> Any:
        asked.append(host)
        return [(2, 1, 6, "", (next(answers), port))]

    dialled = []

    async def dial(_: Any, host: str, *_rest: Any) -> Any:
        dialled.append(host)
        raise module.UnreachableError

    monkeypatch.setattr(type(asyncio.get_running_loop()), "getaddrinfo", fickle)
    monkeypatch.setattr("httpcore.AnyIOBackend.connect_tcp", dial)
    with pytest.raises(UnreachableError):
        await get("http://fickle.example/", policy=PUBLIC_ONLY)
    assert dialled == ["93.184.215.14"]
    with pytest.raises(ForbiddenTargetError):
        await get("http://fickle.example/", policy=PUBLIC_ONLY)
    assert (asked, len(dialled)) == (["fickle.example"] * 2, 1)


async def test_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as receiver, receiving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        await get(receiver.url)
    assert proxy.got == []


async def test_large_answers_are_refused_or_cut() -> None:
    async with receiving() as receiver:
        receiver.answer = lambda _: Say(200, b"x" * 1001)
        with pytest.raises(TooLargeError):
            await get(receiver.url)
        assert (await get(receiver.url, truncate=True)).body == b"x" * 1000
        assert len((await get(receiver.url, max_bytes=1001)).body) == 1001


async def test_answer_that_takes_too_long_is_left(receiver: Receiver) -> None:
    receiver.answer = lambda _: Say(seconds=5)
    with pytest.raises(TimedOutError):
        await get(receiver.url, seconds=0.2)


async def test_nobody_listening(receiver: Receiver) -> None:
    await receiver.close()
    with pytest.raises(UnreachableError):
        await get(receiver.url)


async def test_answer_that_is_no_http() -> None:
    async def rude(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(rude, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(UnreachableError):
            await get(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("example.com", BadSchemeError),
        ("ftp://example.com/", BadSchemeError),
        ("", BadSchemeError),
        ("http://", BadUrlError),
        ("http:///x", BadUrlError),
        ("http://%zz/", BadUrlError),
        ("http://a b/", BadUrlError),
        ("http://[::1", BadUrlError),
        ("http://x:port/", BadUrlError),
        ("http://x\x00/", BadUrlError),
    ],
)
async def test_what_is_no_url_is_not_requested(
    url: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await get(url)


def test_printing_a_request_shows_no_secret() -> None:
    request = Outbound(
        url="http://x/",
        headers={"authorization": "sesame"},
        content=b"sesame",
        policy=ANYWHERE,
        seconds=1,
        max_bytes=1,
    )
    assert "sesame" not in repr(request)
