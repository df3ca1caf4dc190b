"""The edge: what is true about a request, and what every answer carries."""

from ipaddress import ip_network
from typing import Any

import pytest

from appliance.api import edge
from appliance.api.asgi import App, Receive, Scope, Send
from appliance.api.proxies import Sightings
from tests.api.calling import Answer, call

PROXY = ("10.0.0.1", 1234)
NETWORKS = [ip_network("10.0.0.0/8")]


class Mirror:
    """An application that remembers the scope it got."""

    def __init__(self) -> None:
        self.scope: Scope = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 200."""
        del receive
        self.scope = scope
        headers = [(b"x-own", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"mirror"})

    def header(self, name: str) -> list[str]:
        """Return the headers of this name that the application saw."""
        wanted = name.encode()
        return [v.decode() for key, v in self.scope["headers"] if key == wanted]


@pytest.fixture
def mirror() -> Mirror:
    """Make the application behind the edge."""
    return Mirror()


async def visit(
    app: App,
    headers: dict[str, str] | None = None,
    target: str = "/",
    method: str = "GET",
    **changes: Any,
) -> Answer:
    """Send a request through the edge."""
    given = {"host": "notes.example", **(headers or {})}
    return await call(app, method, target, headers=given, **changes)


async def test_answer_carries_request_id_and_vary(mirror: Mirror) -> None:
    answer = await visit(edge.wrap(mirror))
    assert answer.body == b"mirror"
    assert answer.header("x-own") == "1"
    assert answer.header("vary") == "Origin"
    assert mirror.header("x-request-id") == [answer.header("x-request-id")]
    again = await visit(edge.wrap(mirror))
    assert again.header("x-request-id") != answer.header("x-request-id")


@pytest.mark.parametrize(
    ("client", "given", "kept"),
    [
        (PROXY, "id-1", True),
        (PROXY, "a" * 65, False),
        (PROXY, "a b", False),
        (PROXY, "", False),
        (("192.0.2.1", 1), "id-1", False),
    ],
)
async def test_request_id_is_taken_from_a_trusted_peer_if_sane(
    mirror: Mirror,
    client: tuple[str, int],
    given: str,
    kept: bool,  # noqa: FBT001 - a column of the table
) -> None:
    app = edge.wrap(mirror, trusted_proxies=NETWORKS)
    answer = await visit(app, {"x-request-id": given}, client=client)
    assert (answer.header("x-request-id") == given) is kept
    assert len(mirror.header("x-request-id")) == 1


FORWARDED = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "public.example",
    "x-real-ip": "203.0.113.9",
}


async def test_trusted_proxy_is_believed(mirror: Mirror) -> None:
    app = edge.wrap(mirror, trusted_proxies=NETWORKS)
    await visit(app, FORWARDED, client=PROXY)
    assert mirror.scope["client"] == ("203.0.113.9", 0)
    assert mirror.scope["scheme"] == "https"
    assert mirror.scope[edge.PEER] == PROXY
    assert mirror.header("host") == ["public.example"]
    assert mirror.header("x-forwarded-proto") == ["https"]
    assert mirror.header("x-forwarded-for") == []


async def test_stranger_is_not_believed(mirror: Mirror) -> None:
    app = edge.wrap(mirror, trusted_proxies=NETWORKS)
    await visit(app, FORWARDED)
    assert mirror.scope["client"] == ("192.0.2.1", 40000)
    assert mirror.scope["scheme"] == "http"
    assert mirror.scope[edge.PEER] == ("192.0.2.1", 40000)
    assert mirror.header("host") == ["notes.example"]
    assert mirror.header("x-forwarded-for") == []
    assert mirror.header("x-real-ip") == []


@pytest.mark.parametrize(
    ("headers", "claim"),
    [
        ({}, "http"),
        ({"x-forwarded-proto": "http"}, "http"),
        ({"x-forwarded-proto": "https"}, "https"),
        ({"forwarded": 'for=1.1.1.1;proto="https"'}, "https"),
    ],
)
async def test_a_strangers_https_only_reaches_the_cookie(
    mirror: Mirror, headers: dict[str, str], claim: str
) -> None:
    await visit(edge.wrap(mirror), headers)
    assert mirror.header("x-forwarded-proto") == [claim]
    assert mirror.scope["scheme"] == "http"


async def test_what_proxies_do_is_noted(mirror: Mirror) -> None:
    sightings = Sightings()
    app = edge.wrap(mirror, trusted_proxies=NETWORKS, sightings=sightings)
    for client, headers in (
        (PROXY, {"x-forwarded-for": "192.0.2.9"}),
        (PROXY, {"forwarded": "for=192.0.2.9"}),
        (PROXY, {}),
        (("172.17.0.1", 9), {"x-forwarded-for": "192.0.2.9"}),
        (("172.17.0.2", 9), {}),
    ):
        await call(app, "GET", "/", headers=headers, client=client)
    assert sightings.facts() == {
        "named": 2,
        "nameless": 1,
        "strangers": 1,
        "last_stranger": "172.17.0.1",
    }


async def test_proxy_on_a_unix_socket_is_believed(mirror: Mirror) -> None:
    app = edge.wrap(mirror, trusted_proxies=NETWORKS)
    await visit(app, FORWARDED, client=None)
    assert mirror.scope["client"] == ("203.0.113.9", 0)
    await visit(edge.wrap(mirror), FORWARDED, client=None)
    assert mirror.scope["client"] is None


async def test_cookies_that_http2_split_are_joined(mirror: Mirror) -> None:
    headers = [(b"cookie", b"a=1"), (b"host", b"notes.example"), (b"cookie", b"b=2")]
    await call(edge.wrap(mirror), "GET", "/", headers=headers)
    assert mirror.header("cookie") == ["a=1; b=2"]


async def test_header_bytes_survive(mirror: Mirror) -> None:
    headers = [(b"cookie", b"a=\xff"), (b"x-a", b"\xfe")]
    await call(edge.wrap(mirror), "GET", "/", headers=headers)
    assert (b"cookie", b"a=\xff") in mirror.scope["headers"]
    assert (b"x-a", b"\xfe") in mirror.scope["headers"]


async def test_origin_is_echoed_on_every_answer(mirror: Mirror) -> None:
    origin = {"origin": "https://blog.example"}
    app = edge.wrap(mirror, base_path="/notes")
    for target in ("/notes/x", "/elsewhere"):
        answer = await visit(app, origin, target)
        assert answer.header("access-control-allow-origin") == "https://blog.example"
        assert answer.header("access-control-allow-credentials") is None


@pytest.mark.parametrize("origin", ["http://notes.example", "https://public.example"])
async def test_own_pages_may_send_credentials(mirror: Mirror, origin: str) -> None:
    app = edge.wrap(mirror, instance_url="https://public.example")
    answer = await visit(app, {"origin": origin})
    assert answer.header("access-control-allow-credentials") == "true"


async def test_options_is_answered_at_the_edge(mirror: Mirror) -> None:
    headers = {
        "origin": "https://blog.example",
        "access-control-request-headers": "authorization",
    }
    answer = await visit(edge.wrap(mirror), headers, method="OPTIONS")
    assert answer.status == 204
    assert answer.body == b""
    assert answer.header("content-length") is None
    assert answer.header("access-control-allow-headers") == "authorization"
    assert mirror.scope == {}
    plain = await visit(edge.wrap(mirror), method="OPTIONS")
    assert plain.status == 204
    assert plain.header("access-control-allow-methods") is None


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/notes/api/v1/memos", "/notes/api/v1/memos"),
        ("/notes/", "/notes/"),
        ("/notes", "/notes/"),
    ],
)
@pytest.mark.parametrize("base_path", ["/notes", "/notes/"])
async def test_base_path_becomes_the_root_path(
    mirror: Mirror, target: str, path: str, base_path: str
) -> None:
    answer = await visit(edge.wrap(mirror, base_path=base_path), target=target)
    assert answer.status == 200
    assert mirror.scope["path"] == path
    assert mirror.scope["root_path"] == "/notes"


@pytest.mark.parametrize("target", ["/", "/api/v1/memos", "/notesx", "/other/notes/"])
async def test_paths_outside_of_the_base_path_are_not_found(
    mirror: Mirror, target: str
) -> None:
    answer = await visit(edge.wrap(mirror, base_path="/notes"), target=target)
    assert answer.status == 404
    assert mirror.scope == {}


async def test_what_is_not_http_passes_through() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.append(scope["type"])

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    await edge.wrap(app, base_path="/notes")({"type": "lifespan"}, nothing, nothing)
    assert seen == ["lifespan"]
