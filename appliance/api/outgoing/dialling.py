"""Dials the addresses that a policy has judged, in place of the library's dialling."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from appliance.api.outgoing.targets import Policy


class JudgingBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to judged addresses only. TLS still names the host."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._dial = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's interface
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that answers."""
        fault: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await self._policy.resolve(host, port):
            try:
                return await self._dial.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault


class JudgingTransport(httpx.AsyncHTTPTransport):
    """The library's transport with a pool of one connection that the policy judges."""

    def __init__(self, policy: Policy, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        # The library has no other way to say how to dial.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=0,
            http1=True,
            http2=False,
            network_backend=JudgingBackend(policy),
        )


def transport(policy: Policy, context: ssl.SSLContext) -> httpx.AsyncBaseTransport:
    """Return what carries one request."""
    return JudgingTransport(policy, context)
