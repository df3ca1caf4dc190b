"""A code becomes claims, whatever the provider likes; what it says is bounded."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from appliance.api.codec import decode_json
from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.api.oauth import (
    MAX_BYTES,
    Grant,
    OAuth2,
    ProviderError,
    RefusedCodeError,
)
from tests.oauth_peer import CLIENT_SECRET, OAuthPeer, serve_peer

REDIRECT = "http://localhost/cb"


@pytest.fixture
async def peer() -> AsyncIterator[OAuthPeer]:
    async with serve_peer() as serving:
        yield serving


def config(peer: OAuthPeer, **changes: object) -> pb.OAuth2Config:
    wire = peer.message()["config"]["oauth2Config"] | changes
    return decode_json(json.dumps(wire).encode(), pb.OAuth2Config)


def grant(peer: OAuthPeer, login: str = "jane", verifier: str = "v" * 43) -> Grant:
    return Grant(peer.give_code(login, REDIRECT, verifier), REDIRECT, verifier)


async def test_code_becomes_claims(peer: OAuthPeer) -> None:
    claims = await OAuth2().claims(config(peer), grant(peer))

    assert claims["login"] == "jane"
    assert claims["mail"] == "jane@example.org"
    # In the header the secret is in no log of forms.
    assert "client_secret" not in peer.token_requests[0]


async def test_code_is_bound_to_verifier_and_page(peer: OAuthPeer) -> None:
    good = grant(peer)
    with pytest.raises(RefusedCodeError, match="invalid_grant"):
        await OAuth2().claims(config(peer), replace(good, code_verifier="other"))
    good = grant(peer)
    with pytest.raises(RefusedCodeError, match="invalid_grant"):
        await OAuth2().claims(config(peer), replace(good, redirect_uri="http://x"))
    # A refused code is not tried a second time.
    assert len(peer.token_requests) == 2


async def test_code_without_a_verifier_is_traded_too(peer: OAuthPeer) -> None:
    claims = await OAuth2().claims(config(peer), grant(peer, verifier=""))

    assert claims["login"] == "jane"
    assert "code_verifier" not in peer.token_requests[0]


async def test_secret_goes_into_the_body_where_that_is_wanted(peer: OAuthPeer) -> None:
    peer.takes_header = False
    oauth = OAuth2()

    assert (await oauth.claims(config(peer), grant(peer)))["login"] == "jane"
    assert (await oauth.claims(config(peer), grant(peer)))["login"] == "jane"

    sent = ["client_secret" in form for form in peer.token_requests]
    assert sent == [False, True, True]


async def test_token_may_come_in_a_form(peer: OAuthPeer) -> None:
    peer.answers_in_form = True

    assert (await OAuth2().claims(config(peer), grant(peer)))["login"] == "jane"


async def test_public_client_has_no_secret_to_send(peer: OAuthPeer) -> None:
    with pytest.raises(RefusedCodeError, match="invalid_client"):
        await OAuth2().claims(config(peer, clientSecret=""), grant(peer))

    assert len(peer.token_requests) == 1
    assert "client_secret" not in peer.token_requests[0]


async def test_failing_provider_is_unavailable(peer: OAuthPeer) -> None:
    peer.token_answer = (502, {}, b"<html>")
    with pytest.raises(ProviderError, match="status 502"):
        await OAuth2().claims(config(peer), grant(peer))
    peer.token_answer = None
    peer.me_answer = (403, {}, b"{}")
    with pytest.raises(ProviderError, match="status 403"):
        await OAuth2().claims(config(peer), grant(peer))


async def test_refusal_with_status_200_is_a_refusal(peer: OAuthPeer) -> None:
    peer.token_answer = (200, {}, b'{"error": "bad_verification_code"}')
    with pytest.raises(RefusedCodeError, match="bad_verification_code"):
        await OAuth2().claims(config(peer), grant(peer))


@pytest.mark.parametrize("body", [b"", b"[]", b"no", b"\xff", b"[" * 200_000])
async def test_claims_that_are_no_object_are_none(peer: OAuthPeer, body: bytes) -> None:
    peer.me_answer = (200, {}, body)

    assert await OAuth2().claims(config(peer), grant(peer)) == {}


async def test_long_answer_is_cut_off(peer: OAuthPeer) -> None:
    peer.me_answer = (200, {}, b'{"login":"' + b"x" * MAX_BYTES + b'"}')

    with pytest.raises(ProviderError, match="too much"):
        await OAuth2().claims(config(peer), grant(peer))


async def test_packed_answer_is_not_unpacked(peer: OAuthPeer) -> None:
    peer.me_answer = (200, {"content-encoding": "gzip"}, b"\x1f\x8b")

    with pytest.raises(ProviderError, match="packed"):
        await OAuth2().claims(config(peer), grant(peer))


async def test_slow_answer_is_not_waited_for(
    peer: OAuthPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appliance.api.oauth.SECONDS", 0.0)

    with pytest.raises(ProviderError, match="cannot be reached"):
        await OAuth2().claims(config(peer), grant(peer))


async def test_redirect_keeps_the_token_at_home(peer: OAuthPeer) -> None:
    async with serve_peer() as other:
        peer.me_answer = (302, {"location": f"{other.address}/me"}, b"")
        # The other one knows the token, but is not shown it.
        other.tokens = peer.tokens
        with pytest.raises(ProviderError, match="status 401"):
            await OAuth2().claims(config(peer), grant(peer))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/t", "http://nowhere.invalid/t"])
async def test_provider_that_is_away_is_unavailable(peer: OAuthPeer, url: str) -> None:
    with pytest.raises(ProviderError, match="cannot be reached") as raised:
        await OAuth2().claims(config(peer, tokenUrl=url), grant(peer))

    assert CLIENT_SECRET not in str(raised.value)
