"""The outermost layer: what is true about a request before anybody reads it.

Base path, trusted proxies, request id and cross-origin rules are applied here and
nowhere else. Behind this layer

- `scope["client"]`, `scope["scheme"]` and the `host` header are the real client's, and
  `scope["appliance.peer"]` is the socket's own peer, `scope["appliance.given"]` the
  headers as they came;
- `x-forwarded-proto` repeats the scheme, or says `https` where a stranger claims it
  (which may only ever make a cookie Secure), every other forwarding header is gone;
- `x-request-id` is there, and there is at most one `cookie` header;
- `scope["root_path"]` is the base path, which `path` still includes, as ASGI wants it
  (`asgi.local_path` takes it off).
"""

import os
import re
from collections.abc import Sequence

from appliance.api import cors
from appliance.api.asgi import App, Event, Header, Receive, Scope, Send
from appliance.api.early import EarlyAnswers
from appliance.api.proxies import Network, Sightings, TrustedProxies

PEER = "appliance.peer"
GIVEN = "appliance.given"
REQUEST_ID = b"x-request-id"
SCHEME = b"x-forwarded-proto"
SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
FORWARDING = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-proto",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-server",
        b"x-real-ip",
    }
)
# By these a proxy says whom a request comes from.
NAMING = frozenset({b"forwarded", b"x-forwarded-for"})
# Lower-case names whose first value the edge itself reads.
READ = FORWARDING | {
    b"host",
    b"origin",
    b"cookie",
    REQUEST_ID,
    b"access-control-request-headers",
}
WRITTEN = (b"host", SCHEME, REQUEST_ID, b"cookie")
REWRITTEN = FORWARDING.union(WRITTEN)
JOINTS = {b"cookie": "; "}
# Answers that set one, for browsers and for clients that read metadata.
COOKIES = frozenset({b"set-cookie", b"grpc-metadata-set-cookie"})


def wrap(
    app: App,
    *,
    base_path: str = "",
    trusted_proxies: Sequence[Network] = (),
    instance_url: str = "",
    sightings: Sightings | None = None,
) -> App:
    """Put an application behind the edge; a base path is `/notes`, without an end."""
    edge = Edge(app, base_path.rstrip("/"), trusted_proxies, instance_url)
    edge.sightings = sightings or edge.sightings
    return EarlyAnswers(edge)


class Edge:
    """See the module; early answers are the layer around it."""

    def __init__(
        self,
        app: App,
        base_path: str,
        trusted_proxies: Sequence[Network],
        instance_url: str,
    ) -> None:
        self._app = app
        self._base_path = base_path
        self._proxies = TrustedProxies(trusted_proxies)
        self._instance_url = instance_url
        self.sightings = Sightings()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; everything that is not HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = read(scope["headers"])
        scope = self._true_scope(scope, given)
        origin, host = given.get(b"origin"), given.get(b"host", "")
        extra: list[Header] = [(REQUEST_ID, given[REQUEST_ID].encode())]
        if scope["method"] == "OPTIONS":
            wanted = given.get(b"access-control-request-headers", "")
            extra += cors.preflight_headers(
                origin or "", host, self._instance_url, wanted
            )
            await reply(send, 204, extra)
            return
        if origin is None:
            extra.append(cors.VARY)
        else:
            extra += cors.answer_headers(origin, host, self._instance_url)

        async def answer(event: Event) -> None:
            if event["type"] == "http.response.start":
                own = [self._below(header) for header in event["headers"]]
                event = {**event, "headers": [*own, *extra]}
            await send(event)

        if self._base_path and not self._mount(scope):
            await reply(answer, 404, [])
            return
        await self._app(scope, receive, answer)

    def _true_scope(self, scope: Scope, given: dict[bytes, str]) -> Scope:
        """Return a scope that tells the truth, and put it into `given` as well."""
        client = scope.get("client")
        peer: str = client[0] if client else ""
        scope = {**scope, PEER: client, GIVEN: scope["headers"]}
        request_id = os.urandom(8).hex()
        if self._proxies.trusts(peer):
            origin = self._proxies.origin(peer, given)
            if given.keys().isdisjoint(NAMING):
                self.sightings.nameless += 1
            else:
                self.sightings.named += 1
            if origin.address != peer:
                scope["client"] = (origin.address, 0)
            scope["scheme"] = origin.scheme or scope["scheme"]
            given[SCHEME], given[b"forwarded"] = scope["scheme"], ""
            given[b"host"] = origin.host or given.get(b"host", "")
            if SANE_ID.fullmatch(given.get(REQUEST_ID, "")):
                request_id = given[REQUEST_ID]
        elif not given.keys().isdisjoint(NAMING):
            self.sightings.strangers += 1
            self.sightings.last_stranger = peer
        given[REQUEST_ID] = request_id
        given[SCHEME] = "https" if claims_https(given) else scope["scheme"]
        headers = [pair for pair in scope["headers"] if pair[0] not in REWRITTEN]
        headers += [
            (name, given[name].encode("latin-1")) for name in WRITTEN if name in given
        ]
        scope["headers"] = headers
        return scope

    def _below(self, header: Header) -> Header:
        """Keep a cookie from other applications that share the host."""
        name, value = header
        if not self._base_path or name.lower() not in COOKIES:
            return header
        return name, value.replace(
            b"; Path=/;", f"; Path={self._base_path};".encode(), 1
        )

    def _mount(self, scope: Scope) -> bool:
        """Mount the scope under the base path; False if its path is not there."""
        path: str = scope["path"]
        if path == self._base_path:
            scope["path"] = path = f"{path}/"
        scope["root_path"] = self._base_path
        return path.startswith(f"{self._base_path}/")


def claims_https(given: dict[bytes, str]) -> bool:
    """Whether somebody before us says that the client came by TLS."""
    forwarded = given.get(b"forwarded", "").lower().replace('"', "")
    return "https" in given.get(SCHEME, "").lower() or "proto=https" in forwarded


def read(headers: Sequence[Header]) -> dict[bytes, str]:
    """Return the headers that the edge reads, repeated ones joined."""
    found: dict[bytes, str] = {}
    for name, value in headers:
        if name in READ:
            text = value.decode("latin-1")
            if name in found:
                text = found[name] + JOINTS.get(name, ",") + text
            found[name] = text
    return found


async def reply(send: Send, status: int, headers: Sequence[Header]) -> None:
    """Send a whole answer without a body."""
    length = [] if status == 204 else [(b"content-length", b"0")]  # noqa: PLR2004 - 204 has no length
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b""})
