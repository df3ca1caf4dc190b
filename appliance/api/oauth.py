"""The conversation with an OAuth2 provider: a code for a token, a token for claims.

An administrator chose these addresses, so that they may be private ones; what comes
back is a stranger's all the same, hence bounded in size and time.
"""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_plus

from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.errors import InvalidArgumentError, UnavailableError

if TYPE_CHECKING:
    from httpx import AsyncClient

SECONDS = 10.0
MAX_BYTES = 1 << 20
MAX_REDIRECTS = 3
# Strangers make us call providers: this many at a time, the others wait.
CALLS_AT_ONCE = 8
# Token addresses known to want the secret in the body.
MAX_REMEMBERED = 100
MAX_REASON = 100
MAX_FIELDS = 50
HEADERS = {
    "accept": "application/json",
    # What is packed could unfold to more than we take.
    "accept-encoding": "identity",
    "user-agent": "memos-appliance",
}
FORM = {"content-type": "application/x-www-form-urlencoded"}


class ProviderError(UnavailableError):
    """The identity provider gave no usable answer."""


class RefusedCodeError(InvalidArgumentError):
    """The identity provider refused the code."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the browser brought back from the provider."""

    code: str
    redirect_uri: str
    code_verifier: str


class OAuth2:
    """Asks providers who somebody is."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(CALLS_AT_ONCE)
        self._in_body: set[str] = set()

    async def claims(self, config: pb.OAuth2Config, grant: Grant) -> Mapping[str, Any]:
        """Return what the provider says about whoever was given the code."""
        # Only instances with a provider pay for the library.
        from httpx import (  # noqa: PLC0415 - as above
            AsyncClient,
            HTTPError,
            InvalidURL,
        )

        try:
            async with (
                self._turns,
                AsyncClient(
                    verify=_tls(),
                    timeout=SECONDS,
                    max_redirects=MAX_REDIRECTS,
                    headers=HEADERS,
                    trust_env=False,
                ) as client,
            ):
                token = await self._token(client, config, grant)
                return await _user_info(client, config.user_info_url, token)
        except (HTTPError, InvalidURL, TimeoutError) as error:
            # Its own words could repeat what was sent.
            reason = type(error).__name__
            raise ProviderError(
                f"the identity provider cannot be reached: {reason}"
            ) from error

    async def _token(
        self, client: "AsyncClient", config: pb.OAuth2Config, grant: Grant
    ) -> str:
        """Trade the code, first with the secret in a header, as the standard wants."""
        url = config.token_url
        if not config.client_secret or url in self._in_body:
            return await _trade(client, config, grant, in_body=True)
        try:
            return await _trade(client, config, grant, in_body=False)
        except RefusedCodeError as refused:
            if "invalid_grant" in str(refused):
                raise
        token = await _trade(client, config, grant, in_body=True)
        if len(self._in_body) < MAX_REMEMBERED:
            self._in_body.add(url)
        return token


async def _trade(
    client: "AsyncClient", config: pb.OAuth2Config, grant: Grant, *, in_body: bool
) -> str:
    """Ask for a token once; the words of the conversation are Authlib's."""
    url, headers, body = _token_request(config, grant, in_body=in_body)
    request = client.build_request("POST", url, headers=headers, content=body)
    status, said = await _fetch(client, request)
    # Some providers answer in the form of a form, under any media type.
    answer = _json(said) or _form(said)
    token = answer.get("access_token")
    if isinstance(token, str) and token and status < HTTPStatus.BAD_REQUEST:
        return token
    reason = str(answer.get("error") or f"status {status}")[:MAX_REASON]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ProviderError(f"the identity provider failed: {reason}")
    raise RefusedCodeError(f"the identity provider refused the code: {reason}")


def _token_request(
    config: pb.OAuth2Config, grant: Grant, *, in_body: bool
) -> tuple[str, dict[str, str], str]:
    """Return address, headers and body of the request that trades the code."""
    # Only instances with a provider pay for the library.
    from authlib.oauth2.auth import ClientAuth  # noqa: PLC0415 - as above
    from authlib.oauth2.rfc6749.parameters import (  # noqa: PLC0415 - as above
        prepare_token_request,
    )

    body = prepare_token_request(
        "authorization_code",
        redirect_uri=grant.redirect_uri,
        code=grant.code,
        code_verifier=grant.code_verifier,
    )
    names = config.client_id, config.client_secret
    if not in_body:
        # RFC 6749, 2.3.1: encoded before they are joined, which Authlib leaves to us.
        auth = ClientAuth(*map(quote_plus, names), "client_secret_basic")
    else:
        auth = ClientAuth(*names, "client_secret_post" if names[1] else "none")
    return auth.prepare("POST", config.token_url, dict(FORM), body)  # type: ignore[no-any-return]  # Authlib has no types


async def _user_info(client: "AsyncClient", url: str, token: str) -> Mapping[str, Any]:
    from authlib.oauth2.auth import TokenAuth  # noqa: PLC0415 - as above

    url, headers, _ = TokenAuth({"access_token": token}).prepare(url, {}, None)
    request = client.build_request("GET", url, headers=headers)
    status, body = await _fetch(client, request, follow=True)
    if status != HTTPStatus.OK:
        raise ProviderError(
            f"the identity provider does not say who this is: status {status}"
        )
    return _json(body)


async def _fetch(
    client: "AsyncClient",
    request: Any,
    *,
    follow: bool = False,
) -> tuple[int, bytes]:
    """Return status and body of an answer that is neither long nor slow."""
    chunks: list[bytes] = []
    size = 0
    async with asyncio.timeout(SECONDS):
        response = await client.send(request, stream=True, follow_redirects=follow)
        try:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ProviderError("the identity provider packed its answer")
            async for chunk in response.aiter_raw():
                size += len(chunk)
                if size > MAX_BYTES:
                    raise ProviderError("the identity provider says too much")
                chunks.append(chunk)
        finally:
            await response.aclose()
    return response.status_code, b"".join(chunks)


def _form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=MAX_FIELDS))
    except ValueError:
        return {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


@cache
def _tls() -> ssl.SSLContext:
    """Trust what the system trusts, so that a private authority can be added there."""
    return ssl.create_default_context()
