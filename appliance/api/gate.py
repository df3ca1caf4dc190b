"""Who may read what is meant for operators.

Administrators and holders of the ops token may and, where the operator names networks
for it, whoever calls from one of them.
The socket's own peer is judged, and a request that came through a proxy is from
nowhere: whatever reaches the proxy would otherwise be inside.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus

from appliance.api.asgi import (
    App,
    Header,
    Receive,
    Scope,
    Send,
    find_header,
    local_path,
)
from appliance.api.auth import BEARER, MAX_HEADER, Authenticator
from appliance.api.edge import FORWARDING, GIVEN, PEER
from appliance.api.proxies import Network, TrustedProxies
from appliance.models import audit
from appliance.models.failures import Failures

# What proxies of all makes write, beside the headers that the edge understands.
TRACES = FORWARDING | {
    b"via",
    b"x-client-ip",
    b"x-cluster-client-ip",
    b"true-client-ip",
    b"cf-connecting-ip",
    b"fastly-client-ip",
    b"x-envoy-external-address",
}
TRACE = b"x-forwarded"


class Gate:
    """Lets through who may, and refuses everybody else."""

    def __init__(
        self,
        authenticator: Authenticator,
        *,
        failures: Failures,
        token: str = "",
        networks: Sequence[Network] = (),
    ) -> None:
        self._authenticator = authenticator
        self._failures = failures
        self._digest = _digest(token) if token else b""
        self._networks = TrustedProxies(networks)

    def before(self, app: App, *, local: bool = False) -> App:
        """Guard an application; with `local` the named networks need no credential."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            refusal = await self.judge(scope, local=local)
            if refusal:
                await _refuse(send, *refusal)
            else:
                await app(scope, receive, send)

        return serve

    async def judge(
        self, scope: Scope, *, local: bool = False
    ) -> tuple[HTTPStatus, str] | None:
        """Return with which status and words a request is refused, if it is.

        What is done for one who is let through comes from there.
        """
        if local and self._is_local(scope):
            return None
        header = find_header(scope, b"authorization") or ""
        place = _origin(scope)
        audit.origin.set(place)
        if self._is_token(header):
            place.actor = audit.OPS_TOKEN
            return None
        principal = await self._authenticator.authenticate(header)
        place.actor = f"users/{principal.username}" if principal else ""
        if principal and principal.is_admin:
            return None
        if header:
            self._failures.note("operator.refused", target=local_path(scope))
        if principal is None:
            return HTTPStatus.UNAUTHORIZED, "authentication required"
        return HTTPStatus.FORBIDDEN, "permission denied"

    def _is_local(self, scope: Scope) -> bool:
        # Without an edge before us nobody knows what the request looked like.
        peer, given = scope.get(PEER), scope.get(GIVEN)
        if not peer or not peer[0] or given is None or was_forwarded(given):
            return False
        return self._networks.trusts(peer[0])

    def _is_token(self, header: str) -> bool:
        match = BEARER.fullmatch(header) if len(header) <= MAX_HEADER else None
        if not self._digest or match is None:
            return False
        # Digests, so that the time tells nothing, the length neither.
        return hmac.compare_digest(_digest(match[1]), self._digest)


def was_forwarded(headers: Iterable[Header]) -> bool:
    """Whether any proxy has left a trace in the headers as they came."""
    return any(name in TRACES or name.startswith(TRACE) for name, _ in headers)


def _origin(scope: Scope) -> audit.Origin:
    client = scope.get("client")
    return audit.Origin(
        address=client[0] if client else "",
        user_agent=find_header(scope, b"user-agent") or "",
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


async def _refuse(send: Send, status: HTTPStatus, message: str) -> None:
    body = json.dumps({"message": message}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
    ]
    if status is HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b"Bearer"))
    start = {"type": "http.response.start", "status": int(status), "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})
