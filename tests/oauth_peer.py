"""An OAuth2 provider on loopback that keeps to the standard: codes, PKCE, once each."""

import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_plus, urlencode

from quart import Quart, Response, redirect, request

from tests.api.calling import served

if TYPE_CHECKING:
    from appliance.api.asgi import App

CLIENT_ID, CLIENT_SECRET = "notes & more", "s3cret:%/+"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code was given for."""

    login: str
    redirect_uri: str
    challenge: str


@dataclass(slots=True)
class OAuthPeer:
    """The provider; its fields are how it behaves and what it has seen."""

    address: str = ""
    # Whom the browser is signed in as at the provider.
    browser_login: str = "jane"
    takes_header: bool = True
    takes_body: bool = True
    answers_in_form: bool = False
    claims: dict[str, Any] = field(default_factory=dict)
    # Instead of an answer of /token or /me: status, headers, body.
    token_answer: tuple[int, dict[str, str], bytes] | None = None
    me_answer: tuple[int, dict[str, str], bytes] | None = None
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    token_requests: list[Mapping[str, str]] = field(default_factory=list)

    def give_code(
        self, login: str, redirect_uri: str = "http://localhost/cb", verifier: str = ""
    ) -> str:
        """Return a code as if somebody had come here to sign in."""
        challenge = challenge_of(verifier) if verifier else ""
        code = secrets.token_urlsafe(8)
        self.codes[code] = Code(login, redirect_uri, challenge)
        return code

    def message(self, **changes: Any) -> dict[str, Any]:
        """Return the provider as an administrator enters it."""
        config = {
            "clientId": CLIENT_ID,
            "clientSecret": CLIENT_SECRET,
            "authUrl": f"{self.address}/authorize",
            "tokenUrl": f"{self.address}/token",
            "userInfoUrl": f"{self.address}/me",
            "scopes": ["profile", "email"],
            "fieldMapping": {
                "identifier": "login",
                "displayName": "name",
                "email": "mail",
                "avatarUrl": "picture",
            },
        }
        oauth2 = {"oauth2Config": config | changes.pop("config", {})}
        return {"type": "OAUTH2", "title": "Peer", "config": oauth2} | changes


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def create_app(peer: OAuthPeer) -> Quart:
    """Make the provider's application."""
    app = Quart(__name__)
    app.add_url_rule("/authorize", view_func=partial(_authorize, peer), endpoint="a")
    app.add_url_rule(
        "/token", view_func=partial(_token, peer), endpoint="t", methods=["POST"]
    )
    app.add_url_rule("/me", view_func=partial(_me, peer), endpoint="m")
    return app


async def _authorize(peer: OAuthPeer) -> Any:
    asked = request.args
    if asked["client_id"] != CLIENT_ID or asked["response_type"] != "code":
        return Response("unknown client", status=400)
    code = secrets.token_urlsafe(8)
    assert asked["code_challenge_method"] == "S256"
    peer.codes[code] = Code(
        peer.browser_login, asked["redirect_uri"], asked["code_challenge"]
    )
    back = urlencode({"code": code, "state": asked["state"]})
    return redirect(f"{asked['redirect_uri']}?{back}")


async def _token(peer: OAuthPeer) -> Response:
    form = (await request.form).to_dict()
    peer.token_requests.append(form)
    if peer.token_answer:
        return _answer(*peer.token_answer)
    if not _knows_client(peer, form):
        return _refusal("invalid_client", 401)
    if not (login := _trade(peer, form)):
        return _refusal("invalid_grant", 400)
    access = secrets.token_urlsafe(16)
    peer.tokens[access] = login
    given = {"access_token": access, "token_type": "Bearer"}
    if peer.answers_in_form:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return _answer(200, kind, urlencode(given).encode())
    return _json(given, 200)


async def _me(peer: OAuthPeer) -> Response:
    if peer.me_answer:
        return _answer(*peer.me_answer)
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    if bearer not in peer.tokens:
        return _refusal("invalid_token", 401)
    login = peer.tokens[bearer]
    claims = {
        "login": login,
        "name": f"Name of {login}",
        "mail": f"{login}@example.org",
        "picture": "https://pictures.example.org/p.png",
    }
    return _json(claims | peer.claims, 200)


@asynccontextmanager
async def serve_peer() -> AsyncIterator[OAuthPeer]:
    """Run a provider for the length of a block."""
    peer = OAuthPeer()
    async with served(cast("App", create_app(peer))) as port:
        peer.address = f"http://127.0.0.1:{port}"
        yield peer


def _knows_client(peer: OAuthPeer, form: Mapping[str, str]) -> bool:
    header = request.authorization
    if header and header.type == "basic":
        given = (
            unquote_plus(header.username or ""),
            unquote_plus(header.password or ""),
        )
        return peer.takes_header and given == (CLIENT_ID, CLIENT_SECRET)
    given = (form.get("client_id", ""), form.get("client_secret", ""))
    return peer.takes_body and given == (CLIENT_ID, CLIENT_SECRET)


def _trade(peer: OAuthPeer, form: Mapping[str, str]) -> str:
    """Return who a code stands for; it is good once, for the same page and browser."""
    code = peer.codes.pop(form.get("code", ""), None)
    if code is None or form["grant_type"] != "authorization_code":
        return ""
    verifier = form.get("code_verifier", "")
    proven = challenge_of(verifier) if verifier else ""
    same = (form.get("redirect_uri"), proven) == (code.redirect_uri, code.challenge)
    return code.login if same else ""


def _refusal(error: str, status: int) -> Response:
    return _json({"error": error, "error_description": "no"}, status)


def _json(body: Mapping[str, Any], status: int) -> Response:
    return _answer(
        status, {"content-type": "application/json"}, json.dumps(body).encode()
    )


def _answer(status: int, headers: Mapping[str, str], body: bytes) -> Response:
    return Response(body, status=status, headers=dict(headers))
